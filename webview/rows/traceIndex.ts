import { extentOf } from '../../src/analysis/extent.js';
import { counterNames, type Counter, type Trace } from '../../src/trace/model.js';
import { rowEnd } from '../../src/trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';
import { checkpointSummaries, type CheckpointSummary } from '../strip/checkpointSummaries.js';
import { firstAbove } from '../chart/geometry.js';
import { standingOf, type Standing } from '../chart/standstill.js';

/** One subtask: its stretch `[first, last)` of the span columns, and what it processed. */
export interface Row {
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly first: number;
  readonly last: number;
  readonly records?: Counter;
  /** Only the spans of this checkpoint; absent: of all. */
  readonly checkpoint?: CheckpointIndex;
}

/** A trace with what the page asks of it in every frame, computed once. */
export interface TraceIndex {
  readonly trace: Trace;
  readonly running: boolean;
  /** First and last moment anything is known of. */
  readonly start: Ms;
  readonly now: Ms;
  readonly rows: readonly Row[];
  /** Ends of the spans; those that never ended reach to `now`. */
  readonly end: Float64Array;
  /** Latest end of this and all earlier spans of the row: the first that reaches a moment is found by halving. `end` itself where it rises. */
  readonly reach: Float64Array;
  readonly checkpoints: readonly CheckpointSummary[];
  readonly standing: Standing;
}

export function indexTrace(trace: Trace): TraceIndex {
  const { start, now } = extentOf(trace);
  const rows = rowsOf(trace);
  const end = known(trace.spans.end, now);
  const reach = reachOf(rows, end);
  const checkpoints = checkpointSummaries(trace, rows, end, now);
  const running = trace.source.state === 'running';
  return { trace, running, start, now, rows, end, reach, checkpoints, standing: standingOf(trace) };
}

/** A copy only where something is to be changed: a long trace has 80 MB of ends. */
function known(ends: Float64Array, now: Ms): Float64Array {
  const isKnown = (end: Ms): boolean => end > -Infinity && end < Infinity;
  // Neither `every` nor a call for each: they take five times as long.
  let i = 0;
  while (i < ends.length && ends[i]! > -Infinity && ends[i]! < Infinity) i += 1;
  return i === ends.length ? ends : ends.map((end) => (isKnown(end) ? end : now));
}

function reachOf(rows: readonly Row[], end: Float64Array): Float64Array {
  if (rows.every((row) => rises(end, row))) return end;
  const reach = new Float64Array(end.length);
  for (const { first, last } of rows) {
    let latest = -Infinity;
    for (let i = first; i < last; i += 1) {
      if (end[i]! > latest) latest = end[i]!;
      reach[i] = latest;
    }
  }
  return reach;
}

function rises(end: Float64Array, { first, last }: Row): boolean {
  let i = first + 1;
  while (i < last && end[i]! >= end[i - 1]!) i += 1;
  return i >= last;
}

export function rowAt(index: TraceIndex, operator: OperatorIndex, subtask: SubtaskIndex): Row | undefined {
  return index.rows.find((row) => row.operator === operator && row.subtask === subtask);
}

/** The spans `[first, last)` of a row that touch `[from, to]`; a few in it may end before `from`. */
export function spansTouching(
  index: TraceIndex,
  row: Row,
  from: Ms,
  to: Ms,
): { first: number; last: number } {
  return {
    first: firstAbove(index.reach, from - 1e-9, row.first, row.last),
    last: firstAbove(index.trace.spans.start, to, row.first, row.last),
  };
}

function rowsOf({ operators, spans, counters }: Trace): Row[] {
  const records = new Map<string, Counter>();
  for (const counter of counters) {
    if (counter.name === counterNames.recordsProcessed) {
      records.set(`${counter.operator}/${counter.subtask}`, counter);
    }
  }
  const rows: Row[] = [];
  let position = 0;
  const add = (operator: OperatorIndex, subtask: SubtaskIndex): void => {
    const first = position;
    position = rowEnd(spans, { operator, subtask }, first);
    const counter = records.get(`${operator}/${subtask}`);
    rows.push({ operator, subtask, first, last: position, ...(counter && { records: counter }) });
  };
  operators.forEach(({ parallelism }, operator) => {
    for (let subtask = 0; subtask < parallelism; subtask += 1) add(operator, subtask);
    // A job that was rescaled has spans of more subtasks than it has now.
    while (spans.operator[position] === operator) add(operator, spans.subtask[position]!);
  });
  return rows;
}
