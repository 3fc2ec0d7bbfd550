import type { Frame } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';

/** Pixels from one stroke of the pattern to the next. */
const pitch = 5;

/** Marks where time is drawn short: a torn band behind the rows, which no bar reaches into. */
export function paintCollapsed(context: PaintContext, { model, scale, top, height }: Frame): void {
  const { theme } = model;
  context.strokeStyle = theme.description;
  context.lineWidth = 1;
  for (const { left, width, isIdle } of scale.pieces ?? []) {
    if (!isIdle || width < 1) continue;
    const middle = Math.round(left + width / 2);
    context.globalAlpha = theme.highContrast ? 1 : 0.5;
    context.beginPath();
    for (let y = top; y < height; y += pitch) {
      context.moveTo(middle - 2, y + pitch / 2);
      context.lineTo(middle + 2, y);
    }
    context.stroke();
  }
  context.globalAlpha = 1;
}
