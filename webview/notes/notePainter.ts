import { xOf } from '../geometry.js';
import type { Frame } from '../model.js';
import type { PaintContext } from '../paintContext.js';
import type { SubtaskItem } from '../rowLayout.js';

/** The sign of a note: a box with a tail, so that it is no ▼. In pixels. */
const box = { width: 6, height: 4 };

/** Room that the ▼ above a small lock hold needs. */
const besideSign = 8;

/** Paints over the bars of a subtask a sign where it has notes, in the room above the lane: no bar is covered. */
export function paintRowNotes(
  context: PaintContext,
  { model, scale, ...frame }: Frame,
  item: SubtaskItem,
): void {
  const notes = model.notes.byRow.get(item.key);
  if (!notes || item.density === 'dense') return;
  const { theme } = model;
  const top = frame.top + item.top - frame.scrollTop;
  for (const { time } of notes) {
    if (!time || time.from < scale.from || time.from > scale.to) continue;
    const x = Math.round(xOf(scale, time.from)) + besideSign;
    context.fillStyle = theme.background;
    context.fillRect(x - 1, top, box.width + 2, box.height + 2);
    context.fillStyle = theme.foreground;
    context.fillRect(x, top + 1, box.width, box.height - 1);
    context.fillRect(x, top + box.height, 2, 1);
  }
}
