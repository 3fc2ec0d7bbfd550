import type { OperatorIndex, SubtaskIndex } from './units.js';

/** One row of the picture: a subtask of an operator. */
export interface Row {
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
}

interface RowColumns {
  readonly length: number;
  readonly operator: Int32Array;
  readonly subtask: Int32Array;
}

/** The half-open range of indices that belong to a row, in columns sorted by operator, then subtask. */
export function rowRange(columns: RowColumns, row: Row): { readonly from: number; readonly to: number } {
  return { from: lowerBound(columns, row), to: lowerBound(columns, { ...row, subtask: row.subtask + 1 }) };
}

/** The half-open range of indices that belong to all of an operator's rows, in columns sorted like those of {@link rowRange}. */
export function operatorRange(
  columns: RowColumns,
  operator: OperatorIndex,
): { readonly from: number; readonly to: number } {
  return {
    from: lowerBound(columns, { operator, subtask: 0 }),
    to: lowerBound(columns, { operator: operator + 1, subtask: 0 }),
  };
}

/** Where a row ends that begins at `from` or later, in columns sorted like those of {@link rowRange}. */
export function rowEnd(columns: RowColumns, { operator, subtask }: Row, from: number): number {
  return lowerBound(columns, { operator, subtask: subtask + 1 }, from);
}

function lowerBound({ length, operator, subtask }: RowColumns, row: Row, from = 0): number {
  let low = from;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const before = operator[middle]! - row.operator || subtask[middle]! - row.subtask;
    if (before < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
