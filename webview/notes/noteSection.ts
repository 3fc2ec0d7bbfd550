import * as l10n from '@vscode/l10n';
import { element } from '../element.js';
import type { ViewModel } from '../model.js';
import { notesOn } from './notesView.js';

/** In the details: the notes on what is selected. */
export function noteSections({ notes, state }: ViewModel): HTMLElement[] {
  const there = notesOn(notes, state.selection);
  if (there.length === 0) return [];
  return [
    element(
      'section',
      {},
      element('h3', { text: l10n.t('Note') }),
      ...there.map(({ note }) => element('p', { className: 'note-text', text: note.text })),
    ),
  ];
}
