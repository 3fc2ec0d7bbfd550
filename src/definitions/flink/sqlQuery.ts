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
} as const;

const windowFunctions = ['TUMBLE', 'HOP', 'CUMULATE', 'SESSION'];
const setOperations = ['UNION', 'INTERSECT', 'EXCEPT'];

/** Words that end a list of tables. */
const afterTables = ['WHERE', 'GROUP', 'HAVING', 'WINDOW', 'ORDER', 'LIMIT', ...setOperations];

/** Reads one query, up to its closing bracket or the end of its statement. */
export class SqlQuery {
  private all: Streams = [];
  private current: Streams = [];
  private join: SqlToken | undefined;
  private inTables = false;
  /** Brackets that are open inside the query. */
  private depth = 0;
  private isWindowed = false;
  /** `DISTINCT` and `OVER` stand before the tables that they take. */
  private early: { readonly token: SqlToken; readonly names: readonly string[] }[] = [];

  constructor(
    private readonly cursor: SqlCursor,
    private readonly operators: SourceOperator[],
    private named: NamedQueries,
  ) {}

  read(): Streams {
    this.readWith();
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
    this.cursor.next();
    const streams = new SqlQuery(this.cursor, this.operators, this.named).read();
    this.cursor.take(')');
    this.addInput(streams);
  }

  private readToken(): void {
    const { cursor } = this;
    const union = setOperations.find((word) => cursor.sees(word));
    if (union !== undefined) this.endBlock();
    if (cursor.take('FROM')) {
      this.inTables = true;
      this.readTable();
    } else if (this.inTables && this.depth === 0 && cursor.take(',')) this.readTable();
    else if (cursor.sees('JOIN')) {
      this.join = cursor.next();
      this.inTables = true;
      this.readTable();
    } else if (cursor.sees('GROUP', 'BY')) {
      const token = cursor.next()!;
      this.inTables = false;
      this.isWindowed ||= windowFunctions.some((word) => this.groupsBy(word));
      this.make(token, this.isWindowed ? clauses.windowAggregate : clauses.aggregate, this.current);
    } else if (cursor.sees('DISTINCT') && !this.inTables) {
      this.early.push({ token: cursor.next()!, names: clauses.aggregate });
    } else if (cursor.sees('OVER', '(')) this.early.push({ token: cursor.next()!, names: clauses.over });
    else if (cursor.sees('MATCH_RECOGNIZE')) this.make(cursor.next()!, clauses.match, this.current);
    else {
      if (afterTables.some((word) => cursor.sees(word))) this.inTables = false;
      cursor.next();
    }
  }

  /** `BY TUMBLE(…)` comes next: the older way to say a window. */
  private groupsBy(word: string): boolean {
    return this.cursor.sees('BY', word, '(');
  }

  private readTable(): void {
    const { cursor } = this;
    if (this.isSubquery()) return;
    const brackets = this.enterTableFunction();
    if (cursor.sees('LATERAL') || cursor.sees('UNNEST')) return;
    const table = cursor.name();
    cursor.leaveBrackets(brackets);
    if (!table) return;
    if (cursor.sees('FOR', 'SYSTEM_TIME')) {
      this.make(this.join ?? table, clauses.lookupJoin, this.current);
      this.join = undefined;
      return;
    }
    const query = this.named.get(table.text);
    this.addInput(query ? query() : [this.add({ made: 'FROM', ...nameIn(table), inputs: [], ...at(table) })]);
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

  private addInput(streams: Streams): void {
    const inputs = [...new Set([...this.current, ...streams])];
    if (this.join && this.current.length > 0) {
      const { join } = this;
      this.join = undefined;
      this.make(join, clauses.join, inputs);
    } else this.current = inputs;
  }

  /** The end of one `SELECT`; the next one after `UNION` begins anew. */
  private endBlock(): void {
    this.inTables = false;
    for (const { token, names } of this.early) this.make(token, names, this.current);
    this.early = [];
    this.all = [...new Set([...this.all, ...this.current])];
    this.current = [];
    this.isWindowed = false;
  }

  private make(token: SqlToken, defaultNames: readonly string[], inputs: Streams): void {
    this.current = [this.add({ made: token.text.toUpperCase(), defaultNames, inputs, ...at(token) })];
  }

  private add(operator: SourceOperator): number {
    return this.operators.push(operator) - 1;
  }
}

/** The name of a table; absent where a part of it is known to the running program only. */
export function nameIn({ text }: SqlToken): { readonly name?: string } {
  return text.includes(unknownPart) ? {} : { name: text };
}

function at({ line, column }: SqlToken): { readonly line: number; readonly column: number } {
  return { line, column };
}
