import type { Row } from '../../trace/rowRange.js';
import type { Ms, OperatorIndex } from '../../trace/units.js';
import { barrierSender } from './barrierSender.js';
import type { CriticalPath } from './criticalPath.js';
import type { Edges } from './edges.js';
import { lengthOf, type Shares } from '../shares.js';

/** Those that held back inputs until a subtask on the critical path had sent its barrier. */
export interface Handover {
  readonly row: Row;
  /** When it sent its barrier. */
  readonly at: Ms;
  readonly waiters: readonly Row[];
}

/** Alignments shorter than this show nobody who waited, ms. */
const shortest = 1;

/** For each subtask on a critical path that sent a barrier, who waited for it; those on the path too. */
export function pathWaiters(shares: Shares, edges: Edges, path: CriticalPath): readonly Handover[] {
  const handovers: Handover[] = [];
  const seen = new Set<OperatorIndex>();
  for (const { row } of path.parts) {
    const sent = row && shares.of(row)?.sent;
    if (row === undefined || sent === undefined || seen.has(row.operator)) continue;
    seen.add(row.operator);
    handovers.push({ row, at: sent, waiters: waitersFor(shares, edges, row) });
  }
  return handovers;
}

function waitersFor(shares: Shares, edges: Edges, row: Row): readonly Row[] {
  const isLastTo = (receiver: Row): boolean => {
    const sender = barrierSender(shares, edges, receiver, 'last');
    return sender?.operator === row.operator && sender.subtask === row.subtask;
  };
  return edges.leaving(row.operator).flatMap((edge) => {
    const receivers = edge.isPointwise
      ? edges.receivers(edge, row.subtask)
      : shares.all.filter(({ operator }) => operator === edge.to);
    const waiting = receivers.filter(
      (receiver) => lengthOf(shares.trace, shares.of(receiver)?.spans.alignment) >= shortest,
    );
    // Where all send to all, what is so for one receiver is so for all.
    if (edges.arriving(edge.to).every(({ isPointwise }) => !isPointwise)) {
      return waiting[0] !== undefined && isLastTo(waiting[0]) ? waiting.map(rowOf) : [];
    }
    return waiting.filter(isLastTo).map(rowOf);
  });
}

function rowOf({ operator, subtask }: Row): Row {
  return { operator, subtask };
}
