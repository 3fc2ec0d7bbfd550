import type { Trace } from '../trace/model.js';
import type { Ms, OperatorIndex, SubtaskIndex } from '../trace/units.js';
import { blockedBySubtask } from './blockedTime.js';
import { extentOf } from './extent.js';

/** How much of the time that a trace covers an operator's subtasks stood still: lock holds and flushes. */
export interface BlockedShare {
  /** From the first to the last moment of the trace, ms. */
  readonly wallMs: Ms;
  /** Summed over the subtasks, ms. */
  readonly ms: Ms;
  /** `ms` as a share of the wall time of all subtasks, 0 to 1. */
  readonly share: number;
  /** The subtask that stood still longest. */
  readonly worst: { readonly subtask: SubtaskIndex; readonly ms: Ms; readonly share: number };
}

/** One entry an operator; undefined where nothing of its blocked time is known, or the trace covers no time. */
export function blockedShares(trace: Trace): readonly (BlockedShare | undefined)[] {
  const { start, now } = extentOf(trace);
  const wallMs = now - start;
  const bySubtask = trace.operators.map((): Map<SubtaskIndex, Ms> => new Map());
  for (const { operator, subtask, ms } of blockedBySubtask(trace)) {
    const known = bySubtask[operator];
    known?.set(subtask, (known.get(subtask) ?? 0) + ms);
  }
  return bySubtask.map((known, operator) =>
    wallMs > 0 ? shareOf(trace, operator, known, wallMs) : undefined,
  );
}

function shareOf(
  { operators }: Trace,
  operator: OperatorIndex,
  known: ReadonlyMap<SubtaskIndex, Ms>,
  wallMs: Ms,
): BlockedShare | undefined {
  let worst: { subtask: SubtaskIndex; ms: Ms } | undefined;
  let sum = 0;
  for (const [subtask, ms] of known) {
    sum += ms;
    if (worst === undefined || ms > worst.ms) worst = { subtask, ms };
  }
  if (worst === undefined) return undefined;
  const subtasks = Math.max(operators[operator]!.parallelism, known.size);
  return {
    wallMs,
    ms: sum,
    share: sum / (wallMs * subtasks),
    worst: { ...worst, share: worst.ms / wallMs },
  };
}
