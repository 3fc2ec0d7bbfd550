import * as l10n from '@vscode/l10n';
import { element } from '../element.js';
import { xOf, type TimeScale } from '../chart/geometry.js';
import { shortNote } from './noteWords.js';
import type { NotesView, PlacedNote } from './notesView.js';

/** Marks nearer than this become one, in pixels. */
const nearest = 12;

export interface NoteMarkWishes {
  readonly press: (notes: readonly PlacedNote[]) => void;
  /** Shows what the notes of a mark say, beside it. */
  readonly hover: (notes: readonly PlacedNote[], mark: HTMLElement) => void;
  readonly leave: () => void;
}

interface Mark {
  readonly x: number;
  readonly notes: readonly PlacedNote[];
}

/**
 * The notes on the ruler, each at its moment, where they cover no bar; and where a new one would be. The keyboard goes through
 * the notes by N and by their list, so that no mark is a stop of its own.
 */
export class NoteMarks {
  private readonly marks = element('div');
  private readonly place = element('div', {
    className: 'note-mark new',
    attributes: { hidden: '', 'aria-hidden': true },
  });
  readonly element = element('div', { className: 'note-marks' }, this.marks, this.place);
  private shown: readonly unknown[] = [];

  constructor(private readonly wishes: NoteMarkWishes) {}

  render(notes: NotesView, scale: TimeScale): void {
    const inputs = [notes, scale.from, scale.to, scale.width, scale.pieces === undefined];
    if (inputs.every((input, n) => input === this.shown[n])) return;
    this.shown = inputs;
    this.marks.replaceChildren(
      ...stretchesOf(notes, scale),
      ...marksOf(notes, scale).map((mark) => this.mark(mark, notes)),
    );
  }

  /** Shows where a new note would be, in pixels of the chart. */
  point(x: number | undefined): void {
    this.place.hidden = x === undefined;
    if (x !== undefined) this.place.style.left = `${x}px`;
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
      onClick: () => this.wishes.press(notes),
    });
    made.style.left = `${x}px`;
    if (notes.length > 1) made.append(element('span', { text: String(notes.length) }));
    made.addEventListener('pointerenter', () => this.wishes.hover(notes, made));
    made.addEventListener('pointerleave', () => this.wishes.leave());
    return made;
  }
}

function marksOf({ placed }: NotesView, scale: TimeScale): Mark[] {
  const marks: { x: number; notes: PlacedNote[] }[] = [];
  for (const one of placed) {
    if (!one.time || one.time.from > scale.to || one.time.to < scale.from) continue;
    // A stretch that has begun before what is shown has its mark where it comes in.
    const x = Math.round(xOf(scale, Math.max(one.time.from, scale.from)));
    const last = marks.at(-1);
    if (last && x - last.x < nearest) last.notes.push(one);
    else marks.push({ x, notes: [one] });
  }
  return marks;
}

/** How long the noted stretches are. */
function stretchesOf({ placed }: NotesView, scale: TimeScale): HTMLElement[] {
  return placed.flatMap(({ time }) => {
    if (!time || time.to <= time.from || time.to < scale.from || time.from > scale.to) return [];
    const [from, to] = [xOf(scale, Math.max(time.from, scale.from)), xOf(scale, Math.min(time.to, scale.to))];
    const line = element('div', { className: 'note-stretch' });
    line.style.left = `${from}px`;
    line.style.width = `${Math.max(1, to - from)}px`;
    return [line];
  });
}
