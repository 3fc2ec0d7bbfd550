import type { Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { WaitedFor } from './verdictJobSentences.js';

/** The share of the completed checkpoints in which a subtask must be late alone for a cause that is always there. */
const alwaysShare = 0.75;

/** In fewer completed checkpoints than this nothing is always so. */
const fewestCompleted = 3;

/**
 * Whether a hot key is the likely reason why one subtask has its barrier so much later than its siblings: its records are dealt
 * out by key, and it is late in nearly every checkpoint. Flink's guide to large state takes a start delay that is high at one
 * task all the time for skew.
 */
export function isLikelyHotKey({ operators }: Trace, { last, lateIn, completed }: WaitedFor): boolean {
  const { inputs } = operators[last.operator]!;
  const isKeyed = inputs.length > 0 && inputs.every(({ ship }) => ship.toUpperCase() === 'HASH');
  return isKeyed && completed >= fewestCompleted && lateIn >= alwaysShare * completed;
}

/** Whether no sibling is known to have run on the same machine: then a slow machine would show the same. */
export function isOnOwnMachine({ operators }: Trace, { operator, subtask }: Row): boolean {
  const { locations = [] } = operators[operator]!;
  const host = hostOf(locations[subtask]);
  if (host === '') return true;
  return !locations.some((location, index) => index !== subtask && hostOf(location) === host);
}

function hostOf(location = ''): string {
  return location.replace(/:\d+$/, '');
}
