import type { SourceOperator } from './sourceOperator.js';
import { SqlCursor } from './sqlCursor.js';
import { SqlQuery, type Streams } from './sqlQuery.js';
import { sqlTokens, type SqlToken } from './sqlTokens.js';

/**
 * The operators that the `INSERT`s of Flink SQL make: the tables they read and write, and their joins and aggregations. Views
 * are followed. What the planner puts between, such as `Calc`, has no place of its own in the text.
 */
export function readSql(text: string): readonly SourceOperator[] {
  const operators: SourceOperator[] = [];
  const views = new Map<string, () => Streams>();
  for (const statement of statementsOf(sqlTokens(text))) {
    const cursor = new SqlCursor(statement);
    // Statement sets and explanations hold the statements that they are about.
    while (cursor.current && !cursor.sees('INSERT') && !cursor.sees('CREATE')) cursor.next();
    if (cursor.take('CREATE')) {
      const name = viewName(cursor);
      // A view sees those before it, so that none can see itself.
      const earlier = new Map(views);
      if (name !== undefined) {
        views.set(
          name,
          once(() => new SqlQuery(cursor, operators, earlier).read()),
        );
      }
    } else if (cursor.take('INSERT', 'INTO') ?? cursor.take('INSERT', 'OVERWRITE')) {
      const table = cursor.name();
      if (!table) continue;
      const inputs = new SqlQuery(cursor, operators, views).read();
      operators.push({ made: 'INSERT', name: table.text, inputs, line: table.line, column: table.column });
    }
  }
  return operators;
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

/** The name of the view that a `CREATE` makes; undefined where it makes something else. */
function viewName(cursor: SqlCursor): string | undefined {
  cursor.take('TEMPORARY');
  if (!cursor.take('VIEW')) return undefined;
  cursor.take('IF', 'NOT', 'EXISTS');
  const name = cursor.name()?.text;
  while (cursor.current && !cursor.sees('AS')) cursor.next();
  return name;
}
