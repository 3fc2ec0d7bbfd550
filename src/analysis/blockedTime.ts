import { isBlocking, origins, phases, type Phase, type Spans, type Trace } from '../trace/model.js';
import { toNanoseconds } from '../trace/nanoseconds.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../trace/units.js';
import { spansOfCheckpoint } from './checkpointSpans.js';

/** Which spans a question is about; what is absent is not restricted. */
export interface Where {
  readonly checkpoint?: CheckpointIndex | undefined;
  readonly operator?: OperatorIndex | undefined;
  readonly subtask?: SubtaskIndex | undefined;
}

/** How long one subtask stood still in one checkpoint. */
export interface Blocked {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  /** `sync` and `preBarrier` together. */
  readonly ms: Ms;
  readonly syncMs: Ms;
  readonly preBarrierMs: Ms;
  /** How far `ms` may be off, and whether every part of it was measured. */
  readonly uncertaintyMs: Ms;
  readonly measured: boolean;
}

/** How long processing stood still, summed over the subtasks and checkpoints that match: lock holds and flushes. */
export function blockedMs(trace: Trace, where: Where = {}): Ms {
  const { spans } = trace;
  let sum = 0;
  for (const i of positions(trace, where, blocking)) sum += spans.end[i]! - spans.start[i]!;
  return sum;
}

/**
 * Which subtask stood still longest in one checkpoint, among those that match. Of equals the first; undefined where no
 * lock hold and no flush was recorded.
 */
export function worstBlocked(trace: Trace, where: Where = {}): Blocked | undefined {
  const { spans } = trace;
  // One row at a time in arrays that are used again: there may be millions of rows by checkpoints.
  const sums = new Float64Array(trace.checkpoints.length);
  const isInRow = new Uint8Array(trace.checkpoints.length);
  const ofRow: CheckpointIndex[] = [];
  let last = -1;
  let worst: Pick<Blocked, keyof Where> | undefined;
  let worstNs = -1;
  const endRow = (): void => {
    for (const checkpoint of ofRow) {
      const ns = toNanoseconds(sums[checkpoint]!);
      if (ns > worstNs) {
        worst = { checkpoint, operator: spans.operator[last]!, subtask: spans.subtask[last]! };
        worstNs = ns;
      }
      sums[checkpoint] = isInRow[checkpoint] = 0;
    }
    ofRow.length = 0;
  };
  const within = spansWithin(trace, where);
  const count = within?.length ?? spans.length;
  // No list of them first: of ten million that alone is 40 MB.
  for (let n = 0; n < count; n++) {
    const i = within === undefined ? n : within[n]!;
    if (!blocking[spans.phase[i]!] || !matches(spans, i, where)) continue;
    if (!isSameRow(spans, i, last)) endRow();
    const checkpoint = spans.checkpoint[i]!;
    if (isInRow[checkpoint] === 0) ofRow.push(checkpoint);
    isInRow[checkpoint] = 1;
    sums[checkpoint]! += spans.end[i]! - spans.start[i]!;
    last = i;
  }
  endRow();
  return worst && sumOf(trace, worst);
}

function isSameRow({ operator, subtask }: Spans, i: number, other: number): boolean {
  return operator[i] === operator[other] && subtask[i] === subtask[other];
}

/**
 * How long each subtask stood still in each checkpoint, in one pass over the sorted spans; only those with a lock hold or
 * a flush. One row at a time: there may be more of them than one would hold at once.
 */
export function* blockedBySubtask({ spans }: Trace, where: Where = {}): Generator<Blocked, void, undefined> {
  const ofRow = new Map<CheckpointIndex, Sum>();
  for (let i = 0; i < spans.length; i++) {
    if (!isSameRow(spans, i, i - 1)) {
      yield* ofRow.values();
      ofRow.clear();
    }
    if (!isBlocking(phases[spans.phase[i]!]!) || !matches(spans, i, where)) continue;
    const row = {
      checkpoint: spans.checkpoint[i]!,
      operator: spans.operator[i]!,
      subtask: spans.subtask[i]!,
    };
    const sum = ofRow.get(row.checkpoint) ?? emptySum(row);
    ofRow.set(sum.checkpoint, sum);
    add(sum, spans, i);
  }
  yield* ofRow.values();
}

type Sum = { -readonly [Field in keyof Blocked]: Blocked[Field] };

function emptySum(row: Pick<Blocked, keyof Where>): Sum {
  return { ...row, ms: 0, syncMs: 0, preBarrierMs: 0, uncertaintyMs: 0, measured: true };
}

function sumOf(trace: Trace, row: Pick<Blocked, keyof Where>): Blocked {
  const sum = emptySum(row);
  for (const i of positions(trace, row, blocking)) add(sum, trace.spans, i);
  return sum;
}

function add(sum: Sum, { phase, start, end, origin, uncertainty }: Spans, i: number): void {
  const ms = end[i]! - start[i]!;
  sum.ms += ms;
  if (phases[phase[i]!] === 'sync') sum.syncMs += ms;
  else sum.preBarrierMs += ms;
  sum.uncertaintyMs += uncertainty[i]!;
  sum.measured &&= origins[origin[i]!] === 'measured';
}

/** The longest span of a phase among those that match, as its index in the columns. */
export function longestSpan(trace: Trace, phase: Phase, where: Where = {}): number | undefined {
  const { start, end } = trace.spans;
  let longest: number | undefined;
  let longestMs = -1;
  const wanted = phases.map((each) => each === phase);
  for (const i of positions(trace, where, wanted)) {
    const ms = end[i]! - start[i]!;
    if (ms > longestMs) [longest, longestMs] = [i, ms];
  }
  return longest;
}

const blocking = phases.map(isBlocking);

/**
 * The positions of the spans that match and are of a wanted phase, ascending; of one checkpoint's those alone are looked at. A list, and
 * not a call for each: of a million that takes several times as long.
 */
function positions(trace: Trace, where: Where, wanted: readonly boolean[]): Int32Array {
  const { spans } = trace;
  const within = spansWithin(trace, where);
  const found = new Int32Array(within?.length ?? spans.length);
  let count = 0;
  for (let n = 0; n < found.length; n++) {
    const i = within === undefined ? n : within[n]!;
    if (wanted[spans.phase[i]!] && matches(spans, i, where)) found[count++] = i;
  }
  return found.subarray(0, count);
}

/** Undefined for all. */
function spansWithin(trace: Trace, { checkpoint }: Where): Int32Array | undefined {
  return checkpoint === undefined ? undefined : spansOfCheckpoint(trace, checkpoint);
}

function matches(spans: Spans, i: number, { checkpoint, operator, subtask }: Where): boolean {
  return (
    (checkpoint === undefined || spans.checkpoint[i] === checkpoint) &&
    (operator === undefined || spans.operator[i] === operator) &&
    (subtask === undefined || spans.subtask[i] === subtask)
  );
}
