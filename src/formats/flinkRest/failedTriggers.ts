import type { CheckpointEvidence, RestoreEvidence } from '../evidence/model.js';
import type { CheckpointCounts } from './checkpointBody.js';

/**
 * How many triggers failed before they got an id: they count as failed checkpoints and are nowhere in the history. Undefined
 * where the answers do not tell.
 *
 * Ids follow each other without a gap, from 1, or after a restore from elsewhere from the id after the restored one. Where
 * all checkpoints from the first on are known, the failed ones among them are what `counts.failed` has besides. Flink keeps
 * the last ten only; where older ones are missing, `counts.total` minus the highest id is the same number, if ids began at 1.
 */
export function failedTriggers(
  counts: CheckpointCounts | undefined,
  checkpoints: readonly CheckpointEvidence[],
  restores: readonly RestoreEvidence[],
): number | undefined {
  if (counts?.failed === undefined) return undefined;
  const ids = checkpoints.map(({ id }) => id);
  const failedKnown = checkpoints.filter(({ status }) => status === 'failed').length;
  const atMost = Math.max(0, counts.failed - failedKnown);
  if (ids.length === 0) return counts.total === counts.failed ? atMost : undefined;
  const first = ids.reduce((least, id) => Math.min(least, id));
  const last = ids.reduce((most, id) => Math.max(most, id));
  const isFirst = first === 1 || restores.some(({ checkpoint }) => checkpoint + 1 === first);
  if (isFirst && last - first + 1 === ids.length) return atMost;
  const byTotal = (counts.total ?? -1) - last;
  return byTotal >= 0 && byTotal <= atMost ? byTotal : undefined;
}
