import { operatorStatistics, type OperatorStatistics } from '../../analysis/statistics.js';
import { unpackTrace, type PackedTrace } from '../../trace/transfer.js';

const known = new WeakMap<PackedTrace, readonly OperatorStatistics[]>();

/** {@link operatorStatistics}, counted once a trace: it may have a million spans, and lenses are asked for with every key. */
export function statisticsOfPacked(packed: PackedTrace): readonly OperatorStatistics[] {
  let statistics = known.get(packed);
  if (!statistics) {
    statistics = operatorStatistics(unpackTrace(packed));
    known.set(packed, statistics);
  }
  return statistics;
}
