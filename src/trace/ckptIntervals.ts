import { msLimit } from './json/fields.js';
import type { Cell, Table } from './ckptTable.js';
import { toNanoseconds } from './nanoseconds.js';
import type { Row } from './rowRange.js';

/**
 * What the indices of a file point to: for each operator and checkpoint of the file its index in the trace, or -1 where
 * it could not be read; and the parallelism of each operator of the trace.
 */
export interface Targets {
  readonly operators: readonly number[];
  readonly checkpoints: readonly number[];
  readonly parallelism: readonly number[];
}

/** The sound rows of a table whose rows have a checkpoint, a subtask, a start and a duration; sorted by row, then start. */
export interface Intervals {
  readonly length: number;
  /** Which row of the table each row here was. */
  readonly order: readonly number[];
  readonly checkpoint: Int32Array<ArrayBuffer>;
  readonly operator: Int32Array<ArrayBuffer>;
  readonly subtask: Int32Array<ArrayBuffer>;
  readonly start: Float64Array<ArrayBuffer>;
  readonly end: Float64Array<ArrayBuffer>;
  /** The further cells, one list each. */
  readonly more: readonly (readonly number[])[];
}

/** Positions inside a row of numbers, while rows are collected; further cells follow. */
const at = { operator: 0, subtask: 1, start: 2, end: 3, checkpoint: 4, order: 5, more: 6 } as const;

const subtaskCountMax = 2 ** 31;

export function readIntervals(table: Table, targets: Targets, more: readonly Cell[]): Intervals {
  const rowAt = rowReader(table, targets);
  const checkpointAt = table.index('checkpoint', targets.checkpoints.length);
  const startAt = table.moment('start');
  const durationAt = table.amount('duration', 'a number of milliseconds');
  const rows: number[][] = [];
  let orphans = 0;
  for (let i = 0; i < table.length; i++) {
    const row = rowAt(i);
    const checkpoint = checkpointAt(i);
    const start = toNanoseconds(startAt(i));
    const end = toNanoseconds(start + durationAt(i));
    const further = more.map((cell) => cell(i));
    if (end > msLimit) table.report('duration', i, 'leads beyond the last date there is');
    if (row === 'wrong' || !(end <= msLimit) || Number.isNaN(checkpoint) || further.some(Number.isNaN)) {
      continue;
    }
    const inTrace = targets.checkpoints[checkpoint]!;
    if (row === 'orphan' || inTrace === -1) orphans += 1;
    else rows.push([row.operator, row.subtask, start, end, inTrace, i, ...further]);
  }
  table.reportOrphans(orphans);
  return inColumns(rows, more.length);
}

/** Reads operator and subtask: `wrong` was reported, an `orphan` belongs to an operator that could not be read. */
export function rowReader(
  table: Table,
  { operators, parallelism }: Targets,
): (i: number) => Row | 'wrong' | 'orphan' {
  const operatorAt = table.index('operator', operators.length);
  const subtaskAt = table.index('subtask', subtaskCountMax);
  return (i) => {
    const position = operatorAt(i);
    const subtask = subtaskAt(i);
    if (Number.isNaN(position) || Number.isNaN(subtask)) return 'wrong';
    const operator = operators[position]!;
    if (operator === -1) return 'orphan';
    if (subtask < parallelism[operator]!) return { operator, subtask };
    table.report(
      'subtask',
      i,
      `must be below ${parallelism[operator]!}, its operator's parallelism, not ${subtask}`,
    );
    return 'wrong';
  };
}

function inColumns(rows: number[][], moreCount: number): Intervals {
  rows.sort(
    (a, b) =>
      a[at.operator]! - b[at.operator]! || a[at.subtask]! - b[at.subtask]! || a[at.start]! - b[at.start]!,
  );
  const ints = (position: number) => Int32Array.from(rows, (row) => row[position]!);
  const wide = (position: number) => Float64Array.from(rows, (row) => row[position]!);
  return {
    length: rows.length,
    order: rows.map((row) => row[at.order]!),
    checkpoint: ints(at.checkpoint),
    operator: ints(at.operator),
    subtask: ints(at.subtask),
    start: wide(at.start),
    end: wide(at.end),
    more: Array.from({ length: moreCount }, (_, position) => rows.map((row) => row[at.more + position]!)),
  };
}
