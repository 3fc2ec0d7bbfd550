import * as l10n from '@vscode/l10n';
import { msLimit } from './json/fields.js';
import type { Cell, Table } from './ckptTable.js';
import { toNanoseconds } from './nanoseconds.js';
import type { Row } from './rowRange.js';
import type { CheckpointIndex, Ms } from './units.js';

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
  readonly order: Int32Array;
  readonly checkpoint: Int32Array<ArrayBuffer>;
  readonly operator: Int32Array<ArrayBuffer>;
  readonly subtask: Int32Array<ArrayBuffer>;
  readonly start: Float64Array<ArrayBuffer>;
  readonly end: Float64Array<ArrayBuffer>;
  /** The further cells, one list each. */
  readonly more: readonly Float64Array<ArrayBuffer>[];
}

interface Interval extends Row {
  readonly checkpoint: CheckpointIndex;
  readonly start: Ms;
  readonly end: Ms;
}

const subtaskCountMax = 2 ** 31;

export function readIntervals(table: Table, targets: Targets, more: readonly Cell[]): Intervals {
  const rowAt = rowReader(table, targets);
  const checkpointAt = table.index('checkpoint', targets.checkpoints.length);
  const startAt = table.moment('start');
  const durationAt = table.amount('duration', l10n.t('a number of milliseconds'));
  const kept = new KeptIntervals(table.length, more.length);
  const further = new Float64Array(more.length);
  let orphans = 0;
  for (let i = 0; i < table.length; i++) {
    const row = rowAt(i);
    const checkpoint = checkpointAt(i);
    const start = toNanoseconds(startAt(i));
    const end = toNanoseconds(start + durationAt(i));
    for (let cell = 0; cell < more.length; cell++) further[cell] = more[cell]!(i);
    if (end > msLimit) table.report('duration', i, l10n.t('leads beyond the last date there is'));
    if (row === 'wrong' || !(end <= msLimit) || Number.isNaN(checkpoint) || further.some(Number.isNaN)) {
      continue;
    }
    const inTrace = targets.checkpoints[checkpoint]!;
    if (row === 'orphan' || inTrace === -1) orphans += 1;
    else kept.add(i, { ...row, checkpoint: inTrace, start, end }, further);
  }
  table.reportOrphans(orphans);
  return kept.sorted();
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
      l10n.t("must be below {parallelism}, its operator's parallelism, not {subtask}", {
        parallelism: parallelism[operator]!,
        subtask,
      }),
    );
    return 'wrong';
  };
}

/** Columns of a table's length, filled from the front. */
class KeptIntervals {
  private count = 0;
  private isSorted = true;
  private readonly order: Int32Array<ArrayBuffer>;
  private readonly checkpoint: Int32Array<ArrayBuffer>;
  private readonly operator: Int32Array<ArrayBuffer>;
  private readonly subtask: Int32Array<ArrayBuffer>;
  private readonly start: Float64Array<ArrayBuffer>;
  private readonly end: Float64Array<ArrayBuffer>;
  private readonly more: readonly Float64Array<ArrayBuffer>[];

  constructor(length: number, moreCount: number) {
    this.order = new Int32Array(length);
    this.checkpoint = new Int32Array(length);
    this.operator = new Int32Array(length);
    this.subtask = new Int32Array(length);
    this.start = new Float64Array(length);
    this.end = new Float64Array(length);
    this.more = Array.from({ length: moreCount }, () => new Float64Array(length));
  }

  add(order: number, interval: Interval, further: Float64Array): void {
    const at = this.count++;
    this.order[at] = order;
    this.checkpoint[at] = interval.checkpoint;
    this.operator[at] = interval.operator;
    this.subtask[at] = interval.subtask;
    this.start[at] = interval.start;
    this.end[at] = interval.end;
    for (let column = 0; column < this.more.length; column++) this.more[column]![at] = further[column]!;
    this.isSorted &&= at === 0 || this.compare(at - 1, at) <= 0;
  }

  sorted(): Intervals {
    const positions = Int32Array.from(this.order.keys()).subarray(0, this.count);
    // What our own writer wrote is sorted already.
    if (!this.isSorted) positions.sort((a, b) => this.compare(a, b) || a - b);
    const pickInts = (column: Int32Array) => positions.map((position) => column[position]!);
    const pickWide = (column: Float64Array) => {
      const picked = new Float64Array(this.count);
      for (let to = 0; to < this.count; to++) picked[to] = column[positions[to]!]!;
      return picked;
    };
    return {
      length: this.count,
      order: pickInts(this.order),
      checkpoint: pickInts(this.checkpoint),
      operator: pickInts(this.operator),
      subtask: pickInts(this.subtask),
      start: pickWide(this.start),
      end: pickWide(this.end),
      more: this.more.map(pickWide),
    };
  }

  private compare(a: number, b: number): number {
    return (
      this.operator[a]! - this.operator[b]! ||
      this.subtask[a]! - this.subtask[b]! ||
      this.start[a]! - this.start[b]!
    );
  }
}
