import * as l10n from '@vscode/l10n';
import type { TooltipText } from '../chart/tooltip.js';
import { shortNote } from './noteWords.js';
import type { PlacedNote } from './notesView.js';

/** As many as are read at a glance. */
const mostRead = 4;

/** What the tooltip of a mark on the ruler says. */
export function noteTooltip(notes: readonly PlacedNote[]): TooltipText {
  const more = notes.length - mostRead;
  return {
    title: notes.length === 1 ? l10n.t('Note') : l10n.t('{0} notes', notes.length),
    who: '',
    facts: [],
    paragraphs: [
      ...notes.slice(0, mostRead).map(({ where, note }) => `${where}: ${shortNote(note.text)}`),
      ...(more > 0 ? [l10n.t('and {0} more', more)] : []),
    ],
    keys: [['N', l10n.t('next note')]],
  };
}
