import { type Edges, edgesOf } from '../../src/analysis/path/edges.js';
import { heldBackMs, isUnaccountedNews, latenessMs } from '../../src/analysis/verdict/jobFindings.js';
import { sharesByCheckpoint, type Share, type Shares } from '../../src/analysis/shares.js';
import { unaccounted } from '../../src/analysis/unaccounted.js';
import { isBlocking, phases, type Outcome, type Trace } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';

/** What the page asks of each subtask in each checkpoint, beside its spans. */
export interface Standing {
  outcome(checkpoint: CheckpointIndex, operator: OperatorIndex, subtask: SubtaskIndex): Outcome | undefined;
  /**
   * How long a subtask may have been blocked beyond its lock hold and flush: inputs that it held back, and what is not accounted
   * for where that is news. 0 for what counts in microseconds: there alignment tells nothing of who was blocked.
   */
  doubtMs(checkpoint: CheckpointIndex, operator: OperatorIndex, subtask: SubtaskIndex): Ms;
  /** Whether `doubtMs` is more than 0 for any. */
  readonly mayDoubt: boolean;
}

export function standingOf(trace: Trace): Standing {
  const outcomes = new Map(
    trace.outcomes.map(({ checkpoint, operator, subtask, outcome }) => [
      `${checkpoint}/${keyOf(operator, subtask)}`,
      outcome,
    ]),
  );
  const doubts = new Map<CheckpointIndex, ReadonlyMap<string, Ms>>();
  const edges = edgesOf(trace);
  const doubtsIn = (checkpoint: CheckpointIndex): ReadonlyMap<string, Ms> => {
    const known = doubts.get(checkpoint) ?? doubtsOf(sharesByCheckpoint(trace)[checkpoint]!, edges);
    doubts.set(checkpoint, known);
    return known;
  };
  const mayDoubt = trace.source.resolution !== undefined;
  return {
    mayDoubt,
    outcome: (checkpoint, operator, subtask) => outcomes.get(`${checkpoint}/${keyOf(operator, subtask)}`),
    doubtMs: (checkpoint, operator, subtask) =>
      mayDoubt ? (doubtsIn(checkpoint).get(keyOf(operator, subtask)) ?? 0) : 0,
  };
}

function doubtsOf(shares: Shares, edges: Edges): ReadonlyMap<string, Ms> {
  const { trace } = shares;
  const doubts = new Map<string, Ms>();
  const open = unaccounted(shares, edges);
  const lateMs = latenessMs(open, edges);
  for (const share of shares.all) {
    const held = heldBackMs(trace, share);
    if (held > 0) doubts.set(keyOf(share.operator, share.subtask), held);
  }
  for (const { operator, subtask, beforeBarrierMs } of open) {
    const key = keyOf(operator, subtask);
    const held = doubts.get(key) ?? 0;
    const known = stoppedMs(trace, shares.of({ operator, subtask })!) + held;
    if (isUnaccountedNews(beforeBarrierMs, known, lateMs)) doubts.set(key, held + beforeBarrierMs);
  }
  return doubts;
}

function stoppedMs({ spans }: Trace, share: Share): Ms {
  return phases.filter(isBlocking).reduce((sum, phase) => {
    const span = share.spans[phase];
    return span === undefined ? sum : sum + spans.end[span]! - spans.start[span]!;
  }, 0);
}

function keyOf(operator: OperatorIndex, subtask: SubtaskIndex): string {
  return `${operator}/${subtask}`;
}
