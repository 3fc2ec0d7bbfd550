import { barOf } from '../keys/navigation.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import { verdictOf } from './verdictOf.js';
import type { ViewState } from '../viewState.js';

/** A fresh view opens on the bar that the verdict names. */
export function openOnAnswer(index: TraceIndex, state: ViewState): ViewState {
  const target = verdictOf(index, state.checkpoint).headline.find((phrase) => phrase.target)?.target;
  return target ? { ...state, selection: barOf(target) } : state;
}
