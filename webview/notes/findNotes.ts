import type { PlacedNote } from './notesView.js';

/** The notes that have every word of a search in their text or in what they are about, in any case. */
export function findNotes(notes: readonly PlacedNote[], search: string): readonly PlacedNote[] {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return notes;
  return notes.filter(({ note, where }) => {
    const text = `${note.text}\n${where}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
