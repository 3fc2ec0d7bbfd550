interface Columns {
  readonly length: number;
  readonly operator: Int32Array;
  readonly subtask: Int32Array;
  readonly start: Float64Array;
}

/** The same columns sorted by operator, subtask, then start; rows that are alike keep their order. */
export function inRowOrder<Table extends Columns>(table: Table): Table {
  const order = rowOrder(table);
  if (order === undefined) return table;
  const sorted: unknown = Object.fromEntries(
    Object.entries(table).map(([name, column]: [string, unknown]) => [name, picked(column, order)]),
  );
  return sorted as Table;
}

/** Undefined where the rows are sorted already, as in what our own writer wrote. */
function rowOrder({ length, operator, subtask, start }: Columns): Int32Array | undefined {
  const compare = (a: number, b: number): number =>
    operator[a]! - operator[b]! || subtask[a]! - subtask[b]! || start[a]! - start[b]!;
  let row = 1;
  while (row < length && compare(row - 1, row) <= 0) row += 1;
  if (row >= length) return undefined;
  return Int32Array.from({ length }, (_, i) => i).sort((a, b) => compare(a, b) || a - b);
}

function picked(column: unknown, order: Int32Array): unknown {
  if (!isColumn(column)) return column;
  const sorted = column.slice();
  for (let to = 0; to < order.length; to++) sorted[to] = column[order[to]!]!;
  return sorted;
}

function isColumn(column: unknown): column is Int32Array | Float64Array | Uint8Array {
  return column instanceof Int32Array || column instanceof Float64Array || column instanceof Uint8Array;
}
