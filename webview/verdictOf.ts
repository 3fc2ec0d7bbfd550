import { verdict, type SpanTarget, type Verdict } from '../src/analysis/verdict.js';
import type { CheckpointIndex } from '../src/trace/units.js';
import { oncePerTrace } from './oncePerTrace.js';
import type { TraceIndex } from './traceIndex.js';

/** The verdict on a checkpoint, or on the whole trace where none is named. */
export const verdictOf: (index: TraceIndex, checkpoint: CheckpointIndex | undefined) => Verdict =
  oncePerTrace((index, checkpoint) => verdict(index.trace, checkpoint));

/** The bar that the verdict names, so that a fresh view opens on the answer. */
export function firstTarget(
  index: TraceIndex,
  checkpoint: CheckpointIndex | undefined,
): SpanTarget | undefined {
  return verdictOf(index, checkpoint).headline.find(({ target }) => target)?.target;
}
