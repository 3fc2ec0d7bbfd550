import type { Frame } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { RowItem } from '../rows/rowLayout.js';
import type { Theme } from '../painting/theme.js';
import { markSize, rowNoteMarks, type RowNoteMark } from './rowNoteMarks.js';

/** Paints over the bars of a row a sign where it has notes, with a gap around it: what lies under it is not taken for a part. */
export function paintRowNotes(context: PaintContext, frame: Frame, item: RowItem): void {
  paintNoteMarks(
    context,
    frame.model.theme,
    rowNoteMarks(frame, item, frame.top + item.top - frame.scrollTop),
  );
}

export function paintNoteMarks(context: PaintContext, theme: Theme, marks: readonly RowNoteMark[]): void {
  const { width, height } = markSize;
  for (const { x, y } of marks) {
    context.fillStyle = theme.background;
    context.fillRect(x - 1, y, width + 2, height + 1);
    context.fillStyle = theme.foreground;
    context.fillRect(x, y + 1, width, height - 2);
    context.fillRect(x, y + height - 1, 2, 1);
  }
}
