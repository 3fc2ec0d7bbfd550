import type { Row } from '../../trace/rowRange.js';
import type { Ms } from '../../trace/units.js';
import type { Edges } from './edges.js';
import type { Share, Shares } from '../shares.js';

/** One step of a barrier's way: from the subtask upstream that let it go last, to the one that got it. */
export interface BarrierHop {
  readonly to: Row;
  /** Absent for a source: it waits for the trigger only. */
  readonly from?: Row;
  /** From when `from` sent its barriers, or from the trigger, until `to` had its last one: queued behind records. */
  readonly travelMs: Ms;
  /** From its last barrier until `to` sent its own: work before the barrier. */
  readonly heldMs: Ms;
}

/** How a subtask's last barrier came. */
export interface BarrierPath {
  /** Against the stream: the first is the step into the subtask that was asked for. */
  readonly hops: readonly BarrierHop[];
  /** The step that took longest, and whether the barrier lost that time on the way or before it was sent on. */
  readonly lost?: { readonly hop: BarrierHop; readonly on: 'travel' | 'held'; readonly ms: Ms };
  /** Subtasks upstream of the last step that sent no barrier yet, or of which nothing is known. */
  readonly missing: readonly Row[];
}

/**
 * Why a subtask's last barrier came when it did: walks upstream, each time to the subtask whose barriers went out last. Where a
 * moment of sending was derived it is the earliest possible, so that `travelMs` may hold work before the barrier: see
 * {@link unaccounted}. Ends at a source, or where a subtask upstream has sent nothing that is known.
 */
export function barrierPath(shares: Shares, edges: Edges, row: Row): BarrierPath {
  const { trigger } = shares.trace.checkpoints[shares.checkpoint]!;
  const hops: BarrierHop[] = [];
  const seen = new Set<number>([row.operator]);
  let to = row;
  for (;;) {
    const senders = edges.upstream(to);
    const missing = senders.filter((sender) => isMissing(shares.of(sender)));
    const last = latestSent(shares, senders);
    const got = shares.of(to)?.lastBarrier;
    if (missing.length > 0 || got === undefined) return { hops, ...lostOf(hops), missing };
    const left = last?.sent ?? trigger;
    // The barrier that `to` sends is the answer to a hop further down; of the first nobody asks.
    const heldMs = hops.length === 0 ? 0 : Math.max(0, (shares.of(to)!.sent ?? got) - got);
    const from = last === undefined ? {} : { from: rowOf(last) };
    hops.push({ to, ...from, travelMs: Math.max(0, got - left), heldMs });
    // A plan with a circle is no Flink job's, but may stand in a file.
    if (last === undefined || seen.has(last.operator)) return { hops, ...lostOf(hops), missing: [] };
    seen.add(last.operator);
    to = rowOf(last);
  }
}

/** The one of some subtasks whose barriers went out last; undefined where none is known to have sent any. */
export function latestSent(shares: Shares, rows: readonly Row[]): Share | undefined {
  let latest: Share | undefined;
  for (const row of rows) {
    const share = shares.of(row);
    if (share?.sent !== undefined && share.sent > (latest?.sent ?? -Infinity)) latest = share;
  }
  return latest;
}

function isMissing(share: Share | undefined): boolean {
  return share?.outcome !== 'finished' && share?.sent === undefined;
}

function lostOf(hops: readonly BarrierHop[]): Pick<BarrierPath, 'lost'> {
  let lost: BarrierPath['lost'];
  for (const hop of hops) {
    for (const on of ['travel', 'held'] as const) {
      const ms = on === 'travel' ? hop.travelMs : hop.heldMs;
      if (ms > (lost?.ms ?? 0)) lost = { hop, on, ms };
    }
  }
  return lost === undefined ? {} : { lost };
}

function rowOf({ operator, subtask }: Row): Row {
  return { operator, subtask };
}
