import * as l10n from '@vscode/l10n';
import { triggerTime } from '../clock/clockWords.js';
import type { ViewModel } from '../model.js';
import { shownWords } from '../shownWords.js';

/** What a picture is of: the job, the file it was read from, and which checkpoints, with the date that a page need not say. */
export function captionWords(model: Pick<ViewModel, 'index' | 'file' | 'state'>): string {
  const { index, file, state } = model;
  const isUndated = state.timeFormat === 'relative' && state.checkpoint !== undefined;
  const when = isUndated ? triggerTime(index.trace, state.checkpoint, state.timeFormat) : '';
  return [index.trace.source.job, file, shownWords(model), when].filter((part) => part !== '').join(' · ');
}

/** What a person left out of it; undefined where that is nothing. */
export function filterWords({ filter }: { readonly filter: string }): string | undefined {
  return filter.trim() === '' ? undefined : l10n.t('Only rows that match: {0}', filter.trim());
}
