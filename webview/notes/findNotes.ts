import { hasWords } from '../hasWords.js';
import type { PlacedNote } from './notesView.js';

/** The notes that have every word of a search in their text or in what they are about, in any case. */
export function findNotes(notes: readonly PlacedNote[], search: string): readonly PlacedNote[] {
  if (search.trim() === '') return notes;
  return notes.filter(({ note, where }) => hasWords(`${note.text}\n${where}`, search));
}
