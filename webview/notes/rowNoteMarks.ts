import { xOf, type TimeScale } from '../chart/geometry.js';
import type { Frame } from '../model.js';
import { firstOfLarge, type RowItem } from '../rows/rowLayout.js';
import type { NotesView, PlacedNote } from './notesView.js';

/** The sign of notes in a row, by its upper left corner on the canvas, in pixels. */
export interface RowNoteMark {
  readonly x: number;
  readonly y: number;
  readonly notes: readonly PlacedNote[];
}

/** A box with a tail, so that it is no ▼; in pixels, the tail included. */
export const markSize = { width: 6, height: 5 };

/** Room that the ▼ above a small lock hold needs, in pixels. */
const besideSign = 8;

/** How far beside a mark the pointer still hits it, in pixels. */
const slack = 3;

/**
 * The marks of what a row stands for: its own notes, and those of the subtasks that it has closed in itself.
 *
 * @param upper the upper edge of the row on the canvas, in pixels
 */
export function rowNoteMarks(
  { model, scale }: Pick<Frame, 'model' | 'scale'>,
  item: RowItem,
  upper: number,
): RowNoteMark[] {
  const notes = notesOfItem(model.notes, item);
  if (notes.length === 0) return [];
  const y = hasRoomAbove(item) ? upper : upper + Math.round((item.height - markSize.height) / 2);
  return marksOf(notes, scale, y);
}

/** Whether a row has room above its bars. */
function hasRoomAbove(item: RowItem): boolean {
  return item.kind === 'subtask' ? item.density !== 'dense' : item.kind === 'group' && item.collapsed;
}

/** Marks of notes in one row, each beside the start of what it is about; those that would touch are one. */
export function marksOf(notes: readonly PlacedNote[], scale: TimeScale, y: number): RowNoteMark[] {
  const marks: { x: number; y: number; notes: PlacedNote[] }[] = [];
  const placed = notes
    .filter(({ time }) => !time || (time.from >= scale.from && time.from <= scale.to))
    .map((note) => ({
      note,
      x: note.time ? Math.round(xOf(scale, note.time.from)) + besideSign : scale.left,
    }))
    .sort((a, b) => a.x - b.x);
  for (const { note, x } of placed) {
    const last = marks.at(-1);
    if (last && x - last.x <= markSize.width + 1) last.notes.push(note);
    else marks.push({ x, y, notes: [note] });
  }
  return marks;
}

/** The mark at a place of the canvas. */
export function markAt(
  marks: readonly RowNoteMark[],
  { x, y }: { readonly x: number; readonly y: number },
): RowNoteMark | undefined {
  return marks.find(
    (mark) =>
      x >= mark.x - slack &&
      x <= mark.x + markSize.width + slack &&
      y >= mark.y - slack &&
      y <= mark.y + markSize.height + slack,
  );
}

function notesOfItem({ byRow }: NotesView, item: RowItem): readonly PlacedNote[] {
  if (byRow.size === 0) return [];
  const own = byRow.get(item.key) ?? [];
  if (item.kind === 'group' && item.collapsed) return [...own, ...notesOfRows(byRow, item.group.rows)];
  if (item.kind === 'more' && item.count > 0) return notesOfRows(byRow, item.group.rows.slice(firstOfLarge));
  return own;
}

function notesOfRows(byRow: NotesView['byRow'], rows: readonly { readonly key: string }[]): PlacedNote[] {
  return rows.flatMap(({ key }) => byRow.get(key) ?? []);
}
