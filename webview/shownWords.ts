import { whenShown } from './clock/clockWords.js';
import { describeCheckpoint } from './strip/checkpointWords.js';
import type { ViewModel } from './model.js';
import { severalWords } from './strip/severalCheckpoints.js';
import { entireWords } from './tables/spanWords.js';

/** Which checkpoints are shown, and when they were where times are told by a clock. */
export function shownWords(model: Pick<ViewModel, 'index' | 'state'>): string {
  const when = whenShown(model);
  return when === undefined ? wordsOf(model) : `${wordsOf(model)} · ${when}`;
}

function wordsOf(model: Pick<ViewModel, 'index' | 'state'>): string {
  const { several, checkpoint } = model.state;
  if (several) return severalWords(model.index, several);
  return checkpoint === undefined ? entireWords(model.index.trace) : describeCheckpoint(model, checkpoint);
}
