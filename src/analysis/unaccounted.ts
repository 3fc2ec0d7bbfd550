import type { Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { Ms } from '../trace/units.js';
import type { Edges } from './path/edges.js';
import { isDerived, lengthOf, type Share, type Shares } from './shares.js';

/** Time of one subtask in one checkpoint that no number of Flink's accounts for. */
export interface Unaccounted extends Row {
  /** What is left over between the end of the upload and the acknowledgement. */
  readonly leftOverMs: Ms;
  /** At most so much of it was work before the barrier went on, by when those downstream had their barriers. */
  readonly beforeBarrierMs: Ms;
  /** The subtask downstream that says so; absent where the left-over itself is the limit. */
  readonly limitedBy?: Row;
}

/**
 * What is not accounted for, for each subtask whose phases were put together from durations: work before the barrier (a
 * flush) and a late acknowledgement leave the same numbers. A subtask cannot have sent its barriers after one downstream of
 * it had its last one, so that much of the left-over, counted from the earliest moment of sending, may have been work before
 * the barrier. Clocks of machines that differ by more than that make it wrong by as much.
 */
export function unaccounted(shares: Shares, edges: Edges): readonly Unaccounted[] {
  const earliest = earliestByOperator(shares);
  const found: Unaccounted[] = [];
  for (const share of shares.all) {
    const leftOverMs = leftOver(shares.trace, share);
    if (leftOverMs === undefined || share.sent === undefined) continue;
    const { operator, subtask, sent } = share;
    let beforeBarrierMs = leftOverMs;
    let limitedBy: Row | undefined;
    const limit = (receiver: Share | undefined): void => {
      const had = receiver?.lastBarrier;
      if (had === undefined || had - sent >= beforeBarrierMs) return;
      beforeBarrierMs = Math.max(0, had - sent);
      limitedBy = receiver;
    };
    for (const edge of edges.leaving(operator)) {
      if (!edge.isPointwise) limit(earliest[edge.to]);
      else for (const row of edges.receivers(edge, subtask)) limit(shares.of(row));
    }
    const by = limitedBy && { operator: limitedBy.operator, subtask: limitedBy.subtask };
    found.push({ operator, subtask, leftOverMs, beforeBarrierMs, ...(by && { limitedBy: by }) });
  }
  return found;
}

/** Of each operator the subtask that had its last barrier first: where all send to all, it limits every sender. */
function earliestByOperator({ all, trace }: Shares): readonly (Share | undefined)[] {
  const earliest: (Share | undefined)[] = trace.operators.map(() => undefined);
  for (const share of all) {
    if (share.lastBarrier === undefined) continue;
    if (share.lastBarrier < (earliest[share.operator]?.lastBarrier ?? Infinity)) {
      earliest[share.operator] = share;
    }
  }
  return earliest;
}

/** How late an acknowledgement of this checkpoint surely was: what is left over of some subtask and was no work before the barrier. */
export function provenLateness(all: readonly Unaccounted[]): Ms {
  return all.reduce((most, one) => Math.max(most, one.leftOverMs - one.beforeBarrierMs), 0);
}

function leftOver(trace: Trace, { spans: { ack, preBarrier } }: Share): Ms | undefined {
  if (ack === undefined || preBarrier !== undefined || !isDerived(trace, ack)) return undefined;
  return lengthOf(trace, ack);
}
