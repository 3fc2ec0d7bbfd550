import type { Row } from '../../trace/rowRange.js';
import { isSource, type Edges } from './edges.js';
import type { SpanTarget } from '../phrases.js';
import { lengthOf, type Share, type Shares } from '../shares.js';

/**
 * The subtask upstream that was the first, or the last, to send a subtask its barrier. Undefined for a source, and where it is not
 * known of all upstream when they sent theirs.
 */
export function barrierSender(
  shares: Shares,
  edges: Edges,
  row: Row,
  which: 'first' | 'last',
): Share | undefined {
  if (isSource(shares.trace, row.operator)) return undefined;
  let sender: Share | undefined;
  for (const from of edges.upstream(row)) {
    const share = shares.of(from);
    if (share?.outcome === 'finished') continue;
    if (share?.sent === undefined) return undefined;
    const sent = sender?.sent;
    if (sent === undefined || (which === 'first' ? share.sent < sent : share.sent > sent)) sender = share;
  }
  return sender;
}

/** What kept a sender from sending its barrier earlier. */
const before = ['startDelay', 'alignment', 'preBarrier'] as const;

/**
 * Whom a subtask waited for in its start delay or its alignment: the longest of what the sender of that barrier was in before it
 * sent it. Undefined where the wait was for no other subtask, or it is not known for which.
 */
export function waitedForBar(shares: Shares, edges: Edges, bar: SpanTarget): SpanTarget | undefined {
  const { trace } = shares;
  if (bar.phase !== 'startDelay' && bar.phase !== 'alignment') return undefined;
  // Without an alignment the first barrier is the last, or all came at once: then the last to be sent was waited for.
  const hasMore = bar.phase === 'startDelay' && shares.of(bar)?.spans.alignment !== undefined;
  const sender = barrierSender(shares, edges, bar, hasMore ? 'first' : 'last');
  if (sender === undefined) return undefined;
  const { checkpoint, operator, subtask, spans } = sender;
  const phase = before
    .filter((one) => spans[one] !== undefined)
    .sort((a, b) => lengthOf(trace, spans[b]) - lengthOf(trace, spans[a]))[0];
  return phase && { checkpoint, operator, subtask, phase };
}
