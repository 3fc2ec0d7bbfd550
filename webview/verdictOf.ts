import { verdict, verdictSteps, type Verdict } from '../src/analysis/verdict.js';
import type { CheckpointIndex } from '../src/trace/units.js';
import { barOf } from './navigation.js';
import { oncePerTrace } from './oncePerTrace.js';
import { inShortTasks } from './shortTasks.js';
import type { TraceIndex } from './traceIndex.js';
import type { ViewState } from './viewState.js';

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

/** A fresh view opens on the bar that the verdict names. */
export function onAnswer(index: TraceIndex, state: ViewState): ViewState {
  const target = verdictOf(index, state.checkpoint).headline.find((phrase) => phrase.target)?.target;
  return target ? { ...state, selection: barOf(target) } : state;
}
