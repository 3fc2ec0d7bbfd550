import type { CheckpointStatus, Phase, Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import type { Edges } from './edges.js';
import { barrierSender } from './barrierSender.js';
import { culpritOf } from '../verdict/culprit.js';
import { isDerived, type Share, type Shares } from '../shares.js';

/** `completion`: the coordinator's, after the last acknowledgement. `notKnown`: no number says what it was. */
export type PathPartKind = Phase | 'completion' | 'notKnown';

/** A stretch of the time that a checkpoint took, and who had it. */
export interface PathPart {
  readonly kind: PathPartKind;
  readonly from: Ms;
  readonly to: Ms;
  /** Absent of what is the coordinator's, or nobody's. */
  readonly row?: Row;
  /** The bar that it lies in. */
  readonly bar?: Phase;
  /** Of the time until a barrier came: the subtask that had sent it. */
  readonly sender?: Row;
}

/** The chain of waits that made a checkpoint take as long as it did. */
export interface CriticalPath {
  readonly checkpoint: CheckpointIndex;
  readonly status: CheckpointStatus;
  /** In order of time: each begins where the one before it ends, the first at the trigger, the last ends at `end`. */
  readonly parts: readonly PathPart[];
  readonly start: Ms;
  /** When it was completed or given up, or up to when it is known. */
  readonly end: Ms;
}

/**
 * The way from the end of a checkpoint back to its trigger: from the subtask that acknowledged last (of one that was not completed:
 * the first upstream that had not acknowledged) over what it did, to the subtask upstream that sent it its last barrier, and so on
 * to a source. Where barriers overtook records it is the first barrier that the snapshot waited for. The parts add up to all of the
 * time, also where numbers contradict each other: then a part is cut to what the later ones leave.
 *
 * @param now up to when a checkpoint under way is known, ms
 */
export function criticalPath(shares: Shares, edges: Edges, now: Ms): CriticalPath {
  const { trace, checkpoint } = shares;
  const { trigger, end = now, status } = trace.checkpoints[checkpoint]!;
  const walk = new WayBack(trigger, Math.max(trigger, end));
  const open = status === 'completed' ? undefined : culpritOf(shares, edges, end);
  let row = open?.row;
  if (row === undefined) {
    const last = lastDone(shares);
    if (last !== undefined) walk.to(endOf(trace, last), completionOf(last, status));
    row = last && rowOf(last);
  }
  const seen = new Set<number>();
  // A plan with a circle is no Flink job's, but may stand in a file.
  while (row !== undefined && !seen.has(row.operator)) {
    seen.add(row.operator);
    row = throughSubtask(walk, shares, edges, row);
  }
  return { checkpoint, status, parts: walk.inOrder(), start: trigger, end: Math.max(trigger, end) };
}

/** Takes parts from the end backwards and keeps them contiguous. */
class WayBack {
  private readonly parts: PathPart[] = [];

  constructor(
    private readonly start: Ms,
    private at: Ms,
  ) {}

  get reached(): Ms {
    return this.at;
  }

  /** What lies between a moment and the one reached is such a part; a moment later than that adds none. */
  to(moment: Ms, part: Omit<PathPart, 'from' | 'to'>): void {
    const from = Math.max(this.start, Math.min(this.at, moment));
    if (from < this.at) this.parts.push({ ...part, from, to: this.at });
    this.at = from;
  }

  inOrder(): readonly PathPart[] {
    this.to(this.start, { kind: 'notKnown' });
    return this.parts.reverse();
  }
}

/** Of those that acknowledged the last one; a report that came too late was not waited for. */
function lastDone({ all, trace }: Shares): Share | undefined {
  let last: Share | undefined;
  for (const share of all) {
    if (share.outcome !== undefined || endOf(trace, share) === -Infinity) continue;
    if (last === undefined || endOf(trace, share) > endOf(trace, last)) last = share;
  }
  return last;
}

function endOf({ spans: { end } }: Trace, { spans }: Share): Ms {
  const last = spans.ack ?? spans.async ?? spans.sync ?? spans.alignment ?? spans.startDelay;
  const moment = last === undefined ? -Infinity : end[last]!;
  return Number.isFinite(moment) ? moment : -Infinity;
}

/** After the last acknowledgement, where that is known to be one, all is the coordinator's. */
function completionOf({ spans }: Share, status: CheckpointStatus): Omit<PathPart, 'from' | 'to'> {
  return { kind: spans.ack !== undefined && status !== 'inProgress' ? 'completion' : 'notKnown' };
}

const ownPhases = ['ack', 'async', 'sync', 'preBarrier'] as const;

/** Back through one subtask's part; gives the subtask that it had its barrier from. */
function throughSubtask(walk: WayBack, shares: Shares, edges: Edges, row: Row): Row | undefined {
  const share = shares.of(row);
  if (share !== undefined) throughOwnPhases(walk, shares.trace, share);
  const sender = barrierSender(shares, edges, row, hasOvertaken(share) ? 'first' : 'last');
  const from = sender === undefined ? {} : { sender: rowOf(sender) };
  const sent = sender?.sent ?? -Infinity;
  const { alignment, startDelay } = share?.spans ?? {};
  const { start, end } = shares.trace.spans;
  if (alignment !== undefined) {
    walk.to(slack(shares.trace, alignment, walk.reached), { kind: 'notKnown', row });
    walk.to(Math.max(start[alignment]!, sent), { kind: 'alignment', row, bar: 'alignment', ...from });
  }
  if (startDelay !== undefined) {
    if (sent < end[startDelay]!) {
      walk.to(slack(shares.trace, startDelay, walk.reached), { kind: 'notKnown', row });
    }
    walk.to(Math.max(start[startDelay]!, sent), { kind: 'startDelay', row, bar: 'startDelay', ...from });
  }
  if (sender === undefined) return undefined;
  walk.to(sent, { kind: 'notKnown', row, ...from });
  return rowOf(sender);
}

function throughOwnPhases(walk: WayBack, trace: Trace, share: Share): void {
  const row = rowOf(share);
  for (const phase of ownPhases) {
    const span = share.spans[phase];
    if (span === undefined) continue;
    walk.to(slack(trace, span, walk.reached), beyond(trace, share, phase));
    // What is left over after derived phases may have been work before the barrier as well.
    const kind = phase === 'ack' && isDerived(trace, span) ? 'notKnown' : phase;
    walk.to(trace.spans.start[span]!, { kind, row, bar: phase });
  }
}

/** What follows a phase that is known to have ended: after a measured lock hold it is the upload that has not ended yet. */
function beyond(trace: Trace, share: Share, phase: Phase): Omit<PathPart, 'from' | 'to'> {
  const isUpload =
    phase === 'sync' && share.spans.async === undefined && !isDerived(trace, share.spans.sync!);
  return { kind: isUpload ? 'async' : 'notKnown', row: rowOf(share) };
}

/** Where a span ends; where it ends no earlier than its border is uncertain by, it reaches to what comes after it. */
function slack({ spans: { end, uncertainty } }: Trace, span: number, reached: Ms): Ms {
  const gap = reached - end[span]!;
  return gap <= 2 * uncertainty[span]! ? reached : end[span]!;
}

/** Whether a subtask took its snapshot before its last barrier had come. */
function hasOvertaken(share: Share | undefined): boolean {
  return share?.sent !== undefined && share.lastBarrier !== undefined && share.sent < share.lastBarrier;
}

function rowOf({ operator, subtask }: Row): Row {
  return { operator, subtask };
}
