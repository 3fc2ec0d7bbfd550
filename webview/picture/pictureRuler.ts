import { rulerHeight } from '../chart/axis.js';
import type { ChartView } from '../chart/chart.js';
import { xOf } from '../chart/geometry.js';
import type { Frame } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';
import { hasRoom, rulerTicks } from '../chart/ruler.js';

/** The ruler over the rows and its lines through them. On the page Chart.js has the ruler; in a picture there is none. */
export function paintRuler(
  context: PaintContext,
  { model: { theme }, scale, width, height }: Frame,
  { origin, taken }: Pick<ChartView, 'origin' | 'taken'>,
): void {
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (const { time, label } of rulerTicks(scale, origin)) {
    const x = xOf(scale, time);
    context.fillStyle = theme.line;
    context.globalAlpha = theme.highContrast ? 0.2 : 0.09;
    context.fillRect(Math.round(x), rulerHeight - 4, 1, height - rulerHeight + 4);
    context.globalAlpha = 1;
    const half = context.measureText(label).width / 2;
    // A label that would touch an edge, or what lies on the ruler, is dropped; its tick stays.
    if (!hasRoom(x, half, width, taken)) continue;
    context.fillStyle = theme.description;
    context.fillText(label, x, 10);
  }
}
