import { waitedForBar } from '../../src/analysis/path/barrierSender.js';
import { criticalPath, type CriticalPath } from '../../src/analysis/path/criticalPath.js';
import { edgesOf } from '../../src/analysis/path/edges.js';
import { pathWaiters, type Handover } from '../../src/analysis/path/pathWaiters.js';
import { pathSum, type PathSum } from '../../src/analysis/path/pathSum.js';
import type { SpanTarget } from '../../src/analysis/phrases.js';
import { sharesByCheckpoint } from '../../src/analysis/shares.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { oncePerTrace } from '../oncePerTrace.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { Selection } from '../viewState.js';

/** The critical path of a checkpoint. */
export const pathOf: (index: TraceIndex, checkpoint: CheckpointIndex) => CriticalPath = oncePerTrace(
  (index, checkpoint) =>
    criticalPath(sharesByCheckpoint(index.trace)[checkpoint]!, edgesOf(index.trace), index.now),
);

/** Who on it handed over to whom, and who waited. */
export const handoversOf: (index: TraceIndex, checkpoint: CheckpointIndex) => readonly Handover[] =
  oncePerTrace((index, checkpoint) => {
    const shares = sharesByCheckpoint(index.trace)[checkpoint]!;
    return pathWaiters(shares, edgesOf(index.trace), pathOf(index, checkpoint));
  });

/** The same as a sum in words. */
export const pathSumOf: (index: TraceIndex, checkpoint: CheckpointIndex) => PathSum = oncePerTrace(
  (index, checkpoint) => pathSum(index.trace, pathOf(index, checkpoint)),
);

/** The bar that the selected start delay or alignment waited for; undefined of all else, and where it is not known. */
export function waitedForBySelection({ trace }: TraceIndex, selection: Selection): SpanTarget | undefined {
  const { operator, subtask, bar } = selection;
  if (subtask === undefined || bar === undefined) return undefined;
  const shares = sharesByCheckpoint(trace)[bar.checkpoint]!;
  return waitedForBar(shares, edgesOf(trace), { operator, subtask, ...bar });
}
