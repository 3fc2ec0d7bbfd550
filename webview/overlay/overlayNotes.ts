import type { TimeScale } from '../chart/geometry.js';
import type { ViewModel } from '../model.js';
import { markSize, marksOf, type RowNoteMark } from '../notes/rowNoteMarks.js';
import { keyOfRow } from '../rows/rowKeys.js';
import type { OverlayRow } from './overlay.js';
import { isDense, scaleOf } from './overlayLayout.js';

/**
 * The marks of the notes on one checkpoint's part in the overlay.
 *
 * @param upper the upper edge of its row on the canvas, in pixels
 */
export function overlayNoteMarks(
  model: ViewModel,
  row: OverlayRow,
  {
    scale,
    upper,
    rowHeight,
  }: { readonly scale: TimeScale; readonly upper: number; readonly rowHeight: number },
): RowNoteMark[] {
  const notes = model.notes.byRow.get(keyOfRow(model.index.trace.operators, row.row)) ?? [];
  const there = notes.filter(({ checkpoint }) => checkpoint === row.checkpoint);
  const middle = upper + Math.round((rowHeight - markSize.height) / 2);
  return marksOf(there, scaleOf(model, row, scale), isDense(rowHeight) ? middle : upper);
}
