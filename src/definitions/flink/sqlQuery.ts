import type { SourceOperator } from './sourceOperator.js';
import { unknownPart } from './sourceText.js';
import type { SqlCursor } from './sqlCursor.js';
import type { SqlToken } from './sqlTokens.js';

/** The operators whose records a query gives, by their position in the list. */
export type Streams = readonly number[];

/** What can be read by a name: views, and the queries of `WITH`. */
export type NamedQueries = ReadonlyMap<string, () => Streams>;

/** Names that the planner gives to what a clause makes (`StreamExec…`, without that). */
const clauses = {
  aggregate: ['GroupAggregate', 'GlobalGroupAggregate', 'LocalGroupAggregate', 'PythonGroupAggregate'],
  windowAggregate: [
    'WindowAggregate',
    'GlobalWindowAggregate',
    'LocalWindowAggregate',
    'GroupWindowAggregate',
    'GlobalGroupAggregate',
    'GroupAggregate',
  ],
  over: ['OverAggregate', 'Rank', 'Deduplicate', 'WindowRank', 'WindowDeduplicate'],
  join: ['Join', 'IntervalJoin', 'WindowJoin', 'MultiJoin'],
  lookupJoin: ['LookupJoin', 'TemporalJoin'],
  match: ['Match'],
  limit: ['SortLimit', 'Limit', 'Rank'],
  values: ['Values'],
} as const;

/** Without `GROUP BY` they make an aggregation of all records. */
const aggregates = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX', 'LISTAGG', 'COLLECT', 'FIRST_VALUE', 'LAST_VALUE'];

const windowFunctions = ['TUMBLE', 'HOP', 'CUMULATE', 'SESSION'];
const setOperations = ['UNION', 'INTERSECT', 'EXCEPT'];

/** Words that end a list of tables. */
const afterTables = ['WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'LIMIT', ...setOperations];

const notTables = [
  ...afterTables,
  'AS',
  'ON',
  'JOIN',
  'LEFT',
  'RIGHT',
  'FULL',
  'INNER',
  'CROSS',
  'SELECT',
  'INSERT',
  'END',
];

/** Reads one query, up to its closing bracket or the end of its statement. */
export class SqlQuery {
  private all: Streams = [];
  private current: Streams = [];
  private join: SqlToken | undefined;
  private inTables = false;
  /** Brackets that are open inside the query. */
  private depth = 0;
  private isWindowed = false;
  private isGrouped = false;
  private aggregate: SqlToken | undefined;
  /** `SELECT DISTINCT` and `OVER` stand before the tables that they take. */
  private early: { readonly token: SqlToken; readonly names: readonly string[] }[] = [];

  constructor(
    private readonly cursor: SqlCursor,
    private readonly operators: SourceOperator[],
    private named: NamedQueries,
  ) {}

  read(): Streams {
    this.readWith();
    if (this.cursor.take('TABLE')) this.readTable();
    while (this.cursor.current) {
      if (this.cursor.sees(')') && this.depth-- === 0) break;
      if (this.isSubquery()) this.readSubquery();
      else if (this.cursor.sees('(')) {
        this.depth++;
        this.cursor.next();
      } else this.readToken();
    }
    this.endBlock();
    return this.all;
  }

  /** `WITH a AS (…), b AS (…)`: each is read once, here, and can be used by those after it. */
  private readWith(): void {
    if (!this.cursor.take('WITH')) return;
    this.cursor.take('RECURSIVE');
    const named = new Map(this.named);
    do {
      const name = this.cursor.name()?.text;
      while (this.cursor.current && !this.cursor.sees('AS', '(')) this.cursor.next();
      this.cursor.take('AS', '(');
      const streams = new SqlQuery(this.cursor, this.operators, new Map(named)).read();
      this.cursor.take(')');
      if (name !== undefined) named.set(name, () => streams);
    } while (this.cursor.take(','));
    this.named = named;
  }

  private isSubquery(): boolean {
    return this.cursor.sees('(', 'SELECT') || this.cursor.sees('(', 'WITH');
  }

  private readSubquery(): void {
    const { previous } = this.cursor;
    // A join that keeps only what has a partner, or has none.
    if (previous && ['IN', 'EXISTS'].includes(previous.text.toUpperCase())) this.join = previous;
    this.cursor.next();
    const streams = new SqlQuery(this.cursor, this.operators, this.named).read();
    this.cursor.take(')');
    this.addInput(streams);
  }

  private readToken(): void {
    const { cursor, depth } = this;
    if (setOperations.some((word) => cursor.sees(word))) this.endBlock();
    // In brackets it belongs to a function, as in `TRIM(BOTH FROM name)`.
    if (depth === 0 && cursor.take('FROM')) {
      this.inTables = true;
      this.readTable();
    } else if (this.inTables && depth === 0 && cursor.sees(',')) this.readJoin();
    else if (cursor.sees('JOIN')) this.readJoin();
    else if (cursor.sees('VALUES')) {
      const token = cursor.next()!;
      this.addInput([this.add({ made: 'VALUES', defaultNames: clauses.values, inputs: [], ...at(token) })]);
    } else if (!this.readClause()) {
      if (afterTables.some((word) => cursor.sees(word))) this.inTables = false;
      cursor.next();
    }
  }

  private readJoin(): void {
    this.join = this.cursor.next();
    this.inTables = true;
    this.readTable();
  }

  /** A clause that makes an operator. */
  private readClause(): boolean {
    const { cursor } = this;
    // A comparison, `a IS DISTINCT FROM b`.
    if (cursor.take('DISTINCT', 'FROM')) return true;
    if (cursor.sees('GROUP', 'BY')) {
      const token = cursor.next()!;
      this.inTables = false;
      this.isGrouped = true;
      this.isWindowed ||= windowFunctions.some((word) => this.groupsBy(word));
      this.make(token, this.isWindowed ? clauses.windowAggregate : clauses.aggregate, this.current);
    } else if (cursor.sees('SELECT', 'DISTINCT')) {
      cursor.next();
      this.early.push({ token: cursor.next()!, names: clauses.aggregate });
    } else if (cursor.sees('OVER')) this.early.push({ token: cursor.next()!, names: clauses.over });
    else if (cursor.sees('MATCH_RECOGNIZE')) this.make(cursor.next()!, clauses.match, this.current);
    else if (this.depth === 0 && cursor.sees('LIMIT')) this.make(cursor.next()!, clauses.limit, this.current);
    else if (!this.inTables && aggregates.some((word) => cursor.sees(word, '('))) {
      const token = cursor.next()!;
      this.aggregate ??= token;
    } else return false;
    return true;
  }

  /** `BY TUMBLE(…)` comes next: the older way to say a window. */
  private groupsBy(word: string): boolean {
    return this.cursor.sees('BY', word, '(');
  }

  private readTable(): void {
    const { cursor } = this;
    if (this.isSubquery()) return;
    const brackets = this.enterTableFunction();
    if (cursor.sees('LATERAL') || cursor.sees('UNNEST')) {
      this.join = undefined;
      return;
    }
    const table = startsTable(cursor.current) ? cursor.name() : undefined;
    cursor.leaveBrackets(brackets);
    if (!table) return;
    const query = this.named.get(table.text);
    const read = query?.() ?? [this.add({ made: 'FROM', ...nameIn(table), inputs: [], ...at(table) })];
    this.addInput(read, cursor.sees('FOR', 'SYSTEM_TIME') ? clauses.lookupJoin : clauses.join);
  }

  /** Goes to the table in `TABLE(TUMBLE(TABLE orders, …))`, the first of its brackets or of its arguments; answers the brackets open. */
  private enterTableFunction(): number {
    const { cursor } = this;
    let brackets = cursor.take('TABLE', '(') ? 1 : 0;
    const window = windowFunctions.find((word) => cursor.take(word, '('));
    if (window !== undefined) {
      brackets++;
      this.isWindowed = true;
      // By name: `DATA => TABLE orders`.
      cursor.take('DATA', '=', '>');
      cursor.take('TABLE');
    }
    return brackets;
  }

  private addInput(streams: Streams, joined: readonly string[] = clauses.join): void {
    const inputs = [...new Set([...this.current, ...streams])];
    const { join } = this;
    this.join = undefined;
    if (!join || this.current.length === 0) this.current = inputs;
    else this.current = [this.add({ made: 'JOIN', defaultNames: joined, inputs, ...at(join) })];
  }

  /** The end of one `SELECT`; the next one after `UNION` begins anew. */
  private endBlock(): void {
    this.inTables = false;
    if (this.aggregate && !this.isGrouped && this.early.length === 0) {
      this.make(this.aggregate, clauses.aggregate, this.current);
    }
    for (const { token, names } of this.early) this.make(token, names, this.current);
    this.early = [];
    this.all = [...new Set([...this.all, ...this.current])];
    this.current = [];
    this.isWindowed = false;
    this.isGrouped = false;
    this.aggregate = undefined;
  }

  private make(token: SqlToken, defaultNames: readonly string[], inputs: Streams): void {
    this.current = [this.add({ made: token.text.toUpperCase(), defaultNames, inputs, ...at(token) })];
  }

  private add(operator: SourceOperator): number {
    return this.operators.push(operator) - 1;
  }
}

/** Whether a table can begin so: it cannot by what comes after one, where it is not written yet. */
export function startsTable(token: SqlToken | undefined): boolean {
  if (token?.kind === 'sign') return token.text === '(';
  return token !== undefined && !(token.kind === 'word' && notTables.includes(token.text.toUpperCase()));
}

/** The name of a table; absent where a part of it is known to the running program only. */
export function nameIn({ text }: SqlToken): { readonly name?: string } {
  return text.includes(unknownPart) ? {} : { name: text };
}

function at({ line, column }: SqlToken): { readonly line: number; readonly column: number } {
  return { line, column };
}
