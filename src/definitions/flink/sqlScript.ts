import type { SourceOperator } from './sourceOperator.js';
import { verbatimText, type SourceText } from './sourceText.js';
import { SqlCursor } from './sqlCursor.js';
import { nameIn, SqlQuery, startsTable, type Streams } from './sqlQuery.js';
import { sqlTokens, type SqlToken } from './sqlTokens.js';
import type { LocatedSource } from './steadyOperators.js';

/**
 * Reads Flink SQL, statement after statement, and adds to a list the operators that its `INSERT`s make: the tables they read and
 * write, and their joins and aggregations. Views are followed. What the planner puts between, such as `Calc`, has no place of its
 * own in the text.
 */
export class SqlScript {
  private readonly views = new Map<string, () => Streams>();

  constructor(private readonly operators: SourceOperator[]) {}

  /** Answers what the last query gives that goes into no table. */
  read(text: SourceText): Streams {
    return this.readTokens(sqlTokens(text));
  }

  readTokens(tokens: readonly SqlToken[]): Streams {
    let streams: Streams = [];
    for (const statement of statementsOf(tokens)) streams = this.statement(statement);
    return streams;
  }

  /** What a program calls by a name. */
  view(name: string, streams: Streams): void {
    this.views.set(name, () => streams);
  }

  private statement(tokens: readonly SqlToken[]): Streams {
    const cursor = new SqlCursor(tokens);
    // Statement sets and explanations hold the statements that they are about.
    while (cursor.current && !['INSERT', 'CREATE', 'SELECT', 'WITH'].some((word) => cursor.sees(word))) {
      cursor.next();
    }
    if (cursor.take('CREATE')) this.create(cursor);
    else if (cursor.take('INSERT', 'INTO') ?? cursor.take('INSERT', 'OVERWRITE')) this.insert(cursor);
    else if (cursor.current) return new SqlQuery(cursor, this.operators, new Map(this.views)).read();
    return [];
  }

  private create(cursor: SqlCursor): void {
    cursor.take('OR', 'REPLACE');
    cursor.take('TEMPORARY');
    cursor.take('MATERIALIZED');
    const isView = cursor.sees('VIEW');
    if (!cursor.take('VIEW') && !cursor.take('TABLE')) return;
    cursor.take('IF', 'NOT', 'EXISTS');
    const name = cursor.name();
    if (!name || !goToQuery(cursor)) return;
    // A view sees those before it, so that none can see itself.
    const earlier = new Map(this.views);
    const read = once(() => new SqlQuery(cursor, this.operators, earlier).read());
    if (isView) this.views.set(name.text, read);
    else this.fill(name, read());
  }

  private insert(cursor: SqlCursor): void {
    const table = cursor.name();
    if (!table) return;
    this.fill(table, new SqlQuery(cursor, this.operators, this.views).read());
  }

  private fill(table: SqlToken, inputs: Streams): void {
    const { line, column } = table;
    this.operators.push({ made: 'INSERT', ...nameIn(table), inputs, line, column });
  }
}

/** The operators of a file of SQL. */
export function locatedInSql(text: string): LocatedSource {
  const operators: SourceOperator[] = [];
  const tokens = sqlTokens(verbatimText(text, { line: 1, column: 0 }));
  new SqlScript(operators).readTokens(tokens);
  return { text, operators, isBroken: tokens.some(isBroken) };
}

/** A quote that nothing closes, or a table that is not written yet. */
function isBroken(token: SqlToken, position: number, all: readonly SqlToken[]): boolean {
  if (token.kind === 'sign') return token.text === "'" || token.text === '`';
  return token.kind === 'word' && /^(FROM|JOIN|INTO)$/i.test(token.text) && !startsTable(all[position + 1]);
}

/** A view is read when it is used, and for all who use it together, as the planner does. */
function once(read: () => Streams): () => Streams {
  let streams: Streams | undefined;
  return () => (streams ??= read());
}

/** The statements, cut at each `;`. */
function statementsOf(tokens: readonly SqlToken[]): SqlToken[][] {
  const statements: SqlToken[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' && token.text === ';') statements.push([]);
    else statements.at(-1)!.push(token);
  }
  return statements;
}

/** Goes past the `AS` before a query; answers whether there is one. A computed column has an `AS` as well. */
function goToQuery(cursor: SqlCursor): boolean {
  while (cursor.current) {
    if (cursor.take('AS') && queries.some((words) => cursor.sees(...words))) return true;
    cursor.next();
  }
  return false;
}

const queries = [
  ['SELECT'],
  ['WITH'],
  ['TABLE'],
  ['VALUES'],
  ['(', 'SELECT'],
  ['(', 'WITH'],
  ['(', 'VALUES'],
];
