import { phases, type Phase, type Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { Ms } from '../../trace/units.js';
import { earlierHold } from './earlierHold.js';
import type { Edges } from '../path/edges.js';
import { isDerived, lengthOf, type Share, type Shares } from '../shares.js';

/** In which phase a subtask was when its checkpoint was given up. */
export interface WhereAtEnd {
  readonly phase: Phase;
  /** Whether the subtask was there for sure, wherever in its uncertainty its bars lie. */
  readonly isSure: boolean;
  /** Id of an earlier checkpoint in whose lock hold it still was. */
  readonly earlierHold?: number;
}

/** The subtask that a checkpoint was not completed for. */
export interface Culprit {
  readonly row: Row;
  readonly share: Share | undefined;
  readonly where: WhereAtEnd | undefined;
  readonly hasDeclined: boolean;
}

/**
 * Of those that had not acknowledged by `until`, the first upstream: the others may have waited for it. Undefined where all had,
 * and where nothing is known of any subtask.
 */
export function culpritOf(shares: Shares, edges: Edges, until: Ms | undefined): Culprit | undefined {
  const all = shares.all.length === 0 ? [] : shares.unacknowledged();
  const keys = new Set(all.map(({ operator, subtask }) => `${operator}/${subtask}`));
  const first = all.filter(
    (row) => !edges.upstream(row).some(({ operator, subtask }) => keys.has(`${operator}/${subtask}`)),
  );
  const candidates = (first.length > 0 ? first : all).map((row): Culprit => {
    const share = shares.of(row);
    const where = until === undefined ? undefined : whereAt(shares, row, until);
    return { row, share, where, hasDeclined: share?.outcome === 'declined' };
  });
  return candidates.sort((a, b) => rank(a) - rank(b))[0];
}

/** What stood still before what went on, and what is known before what is not. */
function rank({ where, hasDeclined }: Culprit): number {
  if (hasDeclined) return -1;
  const order: readonly (Phase | undefined)[] = [
    'sync',
    'preBarrier',
    'alignment',
    'startDelay',
    'async',
    'ack',
    undefined,
  ];
  return order.indexOf(where?.phase);
}

/** Where a subtask was at a moment, as far as its numbers tell. */
export function whereAt(shares: Shares, row: Row, moment: Ms): WhereAtEnd | undefined {
  const { trace, checkpoint } = shares;
  const share = shares.of(row);
  const phase = share && phaseAt(trace, share, moment);
  if (phase === undefined || phase === 'startDelay') {
    const id = earlierHold(trace, { ...row, checkpoint }, moment);
    if (id === undefined && phase === undefined) return undefined;
    return id === undefined
      ? { phase: 'startDelay', isSure: true }
      : { phase: 'startDelay', isSure: true, earlierHold: id };
  }
  // Derived bars may lie later by what is left over, and so may the subtask then have been in an earlier one.
  const shifted = phaseAt(trace, share!, moment - lengthOf(trace, share!.spans.ack));
  return { phase, isSure: phase === shifted || !isDerived(trace, share!.spans[phase]!) };
}

function phaseAt({ spans }: Trace, share: Share, moment: Ms): Phase | undefined {
  return phases.findLast((phase) => {
    const span = share.spans[phase];
    return span !== undefined && spans.start[span]! <= moment && moment < spans.end[span]!;
  });
}
