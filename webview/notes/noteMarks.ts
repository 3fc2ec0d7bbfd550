import * as l10n from '@vscode/l10n';
import { element } from '../element.js';
import { xOf, type TimeScale } from '../geometry.js';
import { shortNote } from './noteWords.js';
import type { NotesView, PlacedNote } from './notesView.js';

/** Marks nearer than this become one, in pixels. */
const nearest = 12;

export interface NoteMarkWishes {
  readonly press: (note: PlacedNote) => void;
  /** Shows what the notes of a mark say, beside it. */
  readonly hover: (notes: readonly PlacedNote[], mark: HTMLElement) => void;
  readonly leave: () => void;
}

interface Mark {
  readonly x: number;
  readonly notes: readonly PlacedNote[];
}

/**
 * The notes on the ruler, each at its moment, where they cover no bar. The keyboard goes through the notes by N and by their
 * list, so that no mark is a stop of its own.
 */
export class NoteMarks {
  readonly element = element('div', { className: 'note-marks' });
  private shown: readonly unknown[] = [];

  constructor(private readonly wishes: NoteMarkWishes) {}

  render(notes: NotesView, scale: TimeScale): void {
    const inputs = [notes, scale.from, scale.to, scale.width, scale.pieces === undefined];
    if (inputs.every((input, n) => input === this.shown[n])) return;
    this.shown = inputs;
    this.element.replaceChildren(...marksOf(notes, scale).map((mark) => this.mark(mark, notes)));
  }

  private mark({ x, notes }: Mark, { current }: NotesView): HTMLElement {
    const [first] = notes;
    const words =
      notes.length === 1
        ? l10n.t('Note on {0}: {1}', first!.where, shortNote(first!.note.text))
        : l10n.t('{0} notes from {1} on', notes.length, first!.where);
    const isCurrent = notes.some(({ note }) => note.id === current?.note.id);
    const made = element('button', {
      className: `note-mark${isCurrent ? ' current' : ''}`,
      attributes: { type: 'button', tabindex: -1, 'aria-label': words },
      onClick: () => this.wishes.press(nextOf(notes, current)),
    });
    made.style.left = `${x}px`;
    if (notes.length > 1) made.append(element('span', { text: String(notes.length) }));
    made.addEventListener('pointerenter', () => this.wishes.hover(notes, made));
    made.addEventListener('pointerleave', () => this.wishes.leave());
    return made;
  }
}

/** Pressed again, a mark of several goes from one to the next. */
function nextOf(notes: readonly PlacedNote[], current: PlacedNote | undefined): PlacedNote {
  const now = notes.findIndex(({ note }) => note.id === current?.note.id);
  return notes[(now + 1) % notes.length]!;
}

function marksOf({ placed }: NotesView, scale: TimeScale): Mark[] {
  const marks: { x: number; notes: PlacedNote[] }[] = [];
  for (const one of placed) {
    if (!one.time || one.time.from > scale.to || one.time.from < scale.from) continue;
    const x = Math.round(xOf(scale, one.time.from));
    const last = marks.at(-1);
    if (last && x - last.x < nearest) last.notes.push(one);
    else marks.push({ x, notes: [one] });
  }
  return marks;
}
