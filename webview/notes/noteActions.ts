import * as l10n from '@vscode/l10n';
import { linkButton } from '../element.js';
import type { PlacedNote } from './notesView.js';

export interface NoteActionWishes {
  readonly edit: (note: PlacedNote) => void;
  readonly remove: (note: PlacedNote) => void;
}

/** What can be done with a note where it is read. */
export function noteActions(one: PlacedNote, wishes: NoteActionWishes): HTMLElement[] {
  const actions = [
    linkButton(l10n.t('Edit'), () => wishes.edit(one)),
    linkButton(l10n.t('Delete'), () => wishes.remove(one)),
  ];
  for (const action of actions) action.setAttribute('aria-description', one.where);
  return actions;
}
