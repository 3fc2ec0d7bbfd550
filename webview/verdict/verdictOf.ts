import { verdict, verdictSteps, type Verdict } from '../../src/analysis/verdict/verdict.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { oncePerTrace } from '../oncePerTrace.js';
import { inShortTasks } from '../shortTasks.js';
import type { TraceIndex } from '../rows/traceIndex.js';

/** The verdict on a checkpoint, or on the whole trace where none is named. */
export const verdictOf: (index: TraceIndex, checkpoint: CheckpointIndex | undefined) => Verdict =
  oncePerTrace((index, checkpoint) => verdict(index.trace, checkpoint));

/** Who waits for the verdicts on a trace; nobody any more where they can be told at once. */
const waiting = new WeakMap<TraceIndex, Set<() => void>>();

/**
 * Works out what the verdicts on a trace are drawn from, without keeping the page from answering: of a million spans that
 * takes a quarter of a second.
 *
 * @returns whether they can be told now; `then` is called when they can otherwise
 */
export function prepareVerdict(index: TraceIndex, then: () => void): boolean {
  const known = waiting.get(index);
  if (known) {
    if (known.size > 0) known.add(then);
    return known.size === 0;
  }
  const asking = new Set([then]);
  waiting.set(index, asking);
  const isReady = inShortTasks(verdictSteps(index.trace), () => {
    const all = [...asking];
    asking.clear();
    for (const tell of all) tell();
  });
  if (isReady) asking.clear();
  return isReady;
}
