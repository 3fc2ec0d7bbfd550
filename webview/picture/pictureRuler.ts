import { rulerHeight, rulerOrigin } from '../axis.js';
import { xOf } from '../geometry.js';
import type { Frame } from '../model.js';
import type { PaintContext } from '../paintContext.js';
import { rulerTicks } from '../ruler.js';

/** The ruler over the rows and its lines through them. On the page Chart.js has the ruler; here there is no page. */
export function paintRuler(
  context: PaintContext,
  { model, scale, width, height }: Frame,
  margin: number,
): void {
  const { theme, state, index } = model;
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { time, label } of rulerTicks(scale, rulerOrigin(state, index))) {
    const x = xOf(scale, time);
    context.fillStyle = theme.line;
    context.globalAlpha = theme.highContrast ? 0.2 : 0.09;
    context.fillRect(Math.round(x), rulerHeight - 4, 1, height - rulerHeight + 4);
    context.globalAlpha = 1;
    const half = context.measureText(label).width / 2;
    // A label that would touch an edge is dropped; its tick stays.
    if (x - half < 2 || x + half > width - margin + 10) continue;
    context.fillStyle = theme.description;
    context.fillText(label, x, 10);
  }
}
