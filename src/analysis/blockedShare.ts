import { isBlocking, phases, type Trace } from '../trace/model.js';
import { rowEnd } from '../trace/rowRange.js';
import type { Ms, OperatorIndex, SubtaskIndex } from '../trace/units.js';
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
  const bySubtask = blockedInRows(trace);
  return bySubtask.map((known, operator) =>
    wallMs > 0 ? shareOf(trace, operator, known, wallMs) : undefined,
  );
}

const blocks = phases.map(isBlocking);

/** For each operator, how long each of its subtasks stood still that had a lock hold or a flush. */
function blockedInRows({ operators, spans }: Trace): readonly ReadonlyMap<SubtaskIndex, Ms>[] {
  const bySubtask = operators.map((): Map<SubtaskIndex, Ms> => new Map());
  const { length, operator, subtask, phase, start, end } = spans;
  for (let first = 0; first < length;) {
    const row = { operator: operator[first]!, subtask: subtask[first]! };
    const last = rowEnd(spans, row, first);
    let ms = 0;
    let count = 0;
    for (let i = first; i < last; i += 1) {
      if (!blocks[phase[i]!]) continue;
      ms += end[i]! - start[i]!;
      count += 1;
    }
    if (count > 0) bySubtask[row.operator]?.set(row.subtask, ms);
    first = last;
  }
  return bySubtask;
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
