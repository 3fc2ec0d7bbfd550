import * as l10n from '@vscode/l10n';
import { element, linkButton } from '../element.js';
import type { ViewModel } from '../model.js';
import { noteActions, type NoteActionWishes } from './noteActions.js';
import { notesUnder, type PlacedNote } from './notesView.js';

/** More notes than these are in the list of all. */
const mostRead = 5;

/** In the details: the notes on what is selected, and on what belongs to it. */
export function noteSections({ notes, state, inEditor }: ViewModel, wishes: NoteActionWishes): HTMLElement[] {
  const there = notesUnder(notes, state);
  if (there.length === 0) return [];
  const isWhole = state.selection?.bar === undefined;
  const entry = (one: PlacedNote): HTMLElement[] => [
    ...(isWhole ? [element('p', { className: 'small', text: one.where })] : []),
    element('p', { className: 'note-text', text: one.note.text }),
    ...(inEditor ? [element('p', { className: 'note-actions small' }, ...noteActions(one, wishes))] : []),
  ];
  const title = there.length === 1 ? l10n.t('Note') : l10n.t('Notes');
  return [element('section', {}, element('h3', { text: title }), ...there.slice(0, mostRead).flatMap(entry))];
}

/** Under the details: how a note is written. */
export function writeNoteLink(write: () => void): HTMLElement {
  const foot = element('p', { className: 'foot small by-hand' }, linkButton(l10n.t('Write a note'), write));
  foot.append(' ', element('kbd', { text: 'M' }));
  return foot;
}
