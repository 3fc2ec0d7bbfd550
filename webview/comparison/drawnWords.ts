import * as l10n from '@vscode/l10n';
import type { ComparisonState } from './comparisonState.js';
import type { DrawnSide } from './lanes.js';
import { stripModel, stripWords } from './sideStrip.js';

/** Which checkpoint of a side is drawn, or which are compared, as it is said aloud. */
export function drawnWords(side: DrawnSide, state: ComparisonState): string {
  const words = stripWords(stripModel(side, state, 0));
  if (side.name === undefined) return l10n.t('{run}: {checkpoint}.', { run: side.short, checkpoint: words });
  return side.name === 'before' ? l10n.t('Before: {0}.', words) : l10n.t('After: {0}.', words);
}
