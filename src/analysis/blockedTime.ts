import { isBlocking, origins, phases, type Phase, type Spans, type Trace } from '../trace/model.js';
import { toNanoseconds } from '../trace/nanoseconds.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../trace/units.js';

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
export function blockedMs({ spans }: Trace, where: Where = {}): Ms {
  let sum = 0;
  for (let i = 0; i < spans.length; i++) {
    if (isBlocking(phases[spans.phase[i]!]!) && matches(spans, i, where)) {
      sum += spans.end[i]! - spans.start[i]!;
    }
  }
  return sum;
}

/**
 * Which subtask stood still longest in one checkpoint, among those that match. Of equals the first; undefined where no
 * lock hold and no flush was recorded.
 */
export function worstBlocked(trace: Trace, where: Where = {}): Blocked | undefined {
  let worst: Blocked | undefined;
  for (const blocked of blockedBySubtask(trace, where)) {
    if (worst === undefined || toNanoseconds(blocked.ms) > toNanoseconds(worst.ms)) worst = blocked;
  }
  return worst;
}

/**
 * How long each subtask stood still in each checkpoint, in one pass over the sorted spans; only those with a lock hold or
 * a flush. One row at a time: there may be more of them than one would hold at once.
 */
export function* blockedBySubtask({ spans }: Trace, where: Where = {}): Generator<Blocked, void, undefined> {
  const ofRow = new Map<CheckpointIndex, Sum>();
  for (let i = 0; i < spans.length; i++) {
    const isSameRow =
      i > 0 && spans.operator[i] === spans.operator[i - 1] && spans.subtask[i] === spans.subtask[i - 1];
    if (!isSameRow) {
      yield* ofRow.values();
      ofRow.clear();
    }
    if (!isBlocking(phases[spans.phase[i]!]!) || !matches(spans, i, where)) continue;
    const sum = ofRow.get(spans.checkpoint[i]!) ?? emptySum(spans, i);
    ofRow.set(sum.checkpoint, sum);
    add(sum, spans, i);
  }
  yield* ofRow.values();
}

type Sum = { -readonly [Field in keyof Blocked]: Blocked[Field] };

function emptySum({ checkpoint, operator, subtask }: Spans, i: number): Sum {
  return {
    checkpoint: checkpoint[i]!,
    operator: operator[i]!,
    subtask: subtask[i]!,
    ms: 0,
    syncMs: 0,
    preBarrierMs: 0,
    uncertaintyMs: 0,
    measured: true,
  };
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
export function longestSpan({ spans }: Trace, phase: Phase, where: Where = {}): number | undefined {
  const code = phases.indexOf(phase);
  let longest: number | undefined;
  let longestMs = -1;
  for (let i = 0; i < spans.length; i++) {
    if (spans.phase[i] !== code || !matches(spans, i, where)) continue;
    const ms = spans.end[i]! - spans.start[i]!;
    if (ms > longestMs) [longest, longestMs] = [i, ms];
  }
  return longest;
}

function matches(spans: Spans, i: number, { checkpoint, operator, subtask }: Where): boolean {
  return (
    (checkpoint === undefined || spans.checkpoint[i] === checkpoint) &&
    (operator === undefined || spans.operator[i] === operator) &&
    (subtask === undefined || spans.subtask[i] === subtask)
  );
}
