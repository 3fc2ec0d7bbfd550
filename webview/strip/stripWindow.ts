import { traceScale } from '../chart/axis.js';
import { xOf, type TimeScale } from '../chart/geometry.js';
import type { ViewModel } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';

/** Marks along the upper edge of the strip what the chart shows, where that is less than what was chosen. */
export function paintWindow(
  context: PaintContext,
  { index, state, theme }: ViewModel,
  strip: TimeScale,
): void {
  if (!state.range || state.body !== 'chart') return;
  const shown = traceScale(state, index, strip.width);
  const clamp = (x: number): number => Math.min(strip.left + strip.width, Math.max(strip.left, x));
  const from = clamp(xOf(strip, shown.from));
  const to = clamp(xOf(strip, shown.to));
  context.fillStyle = theme.focus;
  context.fillRect(from, 0, Math.max(3, to - from), 2);
}
