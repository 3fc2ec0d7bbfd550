import { extentOf } from '../src/analysis/extent.js';
import { counterNames, phases, type Counter, type Trace } from '../src/trace/model.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../src/trace/units.js';
import { firstAbove } from './geometry.js';
import { standingOf, type Standing } from './standstill.js';

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

/** What the checkpoint strip and the coordinator's row show of one checkpoint. */
export interface CheckpointSummary {
  /** When its last known part ended, also where that was after the checkpoint had failed. */
  readonly end: Ms;
  /** From the trigger until it was completed or failed, or until now. */
  readonly took: Ms;
  /** Longest time that one subtask processed nothing. */
  readonly blocked: Ms;
  /** The longest lock hold of all subtasks. */
  readonly longestHold?: { readonly start: Ms; readonly end: Ms };
  /** Longest time that one subtask held back some inputs. */
  readonly aligned: Ms;
  /** When the last subtask's part was over; absent where no span is known. */
  readonly lastAck?: Ms;
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
  /** Latest end of this and all earlier spans of the row: the first that reaches a moment is found by halving. */
  readonly reach: Float64Array;
  readonly checkpoints: readonly CheckpointSummary[];
  readonly standing: Standing;
}

const sync = phases.indexOf('sync');
const preBarrier = phases.indexOf('preBarrier');
const alignment = phases.indexOf('alignment');

export function indexTrace(trace: Trace): TraceIndex {
  const { start, now } = extentOf(trace);
  const rows = rowsOf(trace);
  const { end: recorded } = trace.spans;
  // A copy only where something is to be changed: a long trace has 80 MB of ends.
  const end = recorded.every(Number.isFinite)
    ? recorded
    : recorded.map((value) => (Number.isFinite(value) ? value : now));
  const reach = new Float64Array(end.length);
  for (const row of rows) {
    let latest = -Infinity;
    for (let i = row.first; i < row.last; i += 1) {
      if (end[i]! > latest) latest = end[i]!;
      reach[i] = latest;
    }
  }
  const checkpoints = summaries(trace, rows, end, now);
  const running = trace.source.state === 'running';
  return { trace, running, start, now, rows, end, reach, checkpoints, standing: standingOf(trace) };
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
    while (spans.operator[position] === operator && spans.subtask[position] === subtask) position += 1;
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

function summaries(trace: Trace, rows: readonly Row[], end: Float64Array, now: Ms): CheckpointSummary[] {
  const { spans, checkpoints } = trace;
  const count = checkpoints.length;
  const ends = Float64Array.from(checkpoints, (c) => c.end ?? (c.status === 'inProgress' ? now : c.trigger));
  const lastAck = new Float64Array(count).fill(-Infinity);
  const worst = { blocked: new Float64Array(count), aligned: new Float64Array(count) };
  const longestHold: ({ start: Ms; end: Ms } | undefined)[] = Array.from({ length: count });
  const ofRow = { blocked: new Float64Array(count), aligned: new Float64Array(count) };
  for (const row of rows) {
    ofRow.blocked.fill(0);
    ofRow.aligned.fill(0);
    for (let i = row.first; i < row.last; i += 1) {
      const c = spans.checkpoint[i]!;
      const phase = spans.phase[i];
      const length = end[i]! - spans.start[i]!;
      if (phase === sync || phase === preBarrier) ofRow.blocked[c]! += length;
      const known = longestHold[c];
      if (phase === sync && (!known || length > known.end - known.start)) {
        longestHold[c] = { start: spans.start[i]!, end: end[i]! };
      }
      if (phase === alignment) ofRow.aligned[c]! += length;
      worst.blocked[c] = Math.max(worst.blocked[c]!, ofRow.blocked[c]!);
      worst.aligned[c] = Math.max(worst.aligned[c]!, ofRow.aligned[c]!);
      lastAck[c] = Math.max(lastAck[c]!, end[i]!);
    }
  }
  return checkpoints.map((checkpoint, c) => ({
    end: Math.max(ends[c]!, lastAck[c]!),
    took: (checkpoint.end ?? Math.max(ends[c]!, lastAck[c]!)) - checkpoint.trigger,
    blocked: worst.blocked[c]!,
    aligned: worst.aligned[c]!,
    ...(longestHold[c] && { longestHold: longestHold[c] }),
    ...(Number.isFinite(lastAck[c]) && { lastAck: lastAck[c]! }),
  }));
}
