import type { Counter } from '../../src/trace/model.js';
import { evenParts, msPerPixel, timeAt, xOf, type TimeScale } from './geometry.js';
import type { Theme } from '../painting/theme.js';
import type { PaintContext } from '../painting/paintContext.js';

/** The largest and smallest value of a counter in one pixel column; the value itself where a bucket is wider. */
export interface Column {
  readonly least: number;
  readonly most: number;
}

/** The buckets of a counter that touch `[from, to)`; undefined where it counted nothing yet or no more. */
export function columnOf(counter: Counter, from: number, to: number): Column | undefined {
  const first = Math.floor((from - counter.start) / counter.step);
  const last = Math.max(first, Math.ceil((to - counter.start) / counter.step) - 1);
  if (last < 0 || first >= counter.values.length) return undefined;
  let least = Infinity;
  let most = 0;
  for (let i = Math.max(0, first); i <= Math.min(last, counter.values.length - 1); i += 1) {
    const value = counter.values[i]!;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** What a strip's full height stands for: all but the rarest peaks fit, so that one burst does not flatten the rest. */
export function usualPeak({ values }: Counter): number {
  const sorted = values.slice().sort();
  return sorted[Math.floor((sorted.length - 1) * 0.98)] ?? 0;
}

/**
 * Paints what a subtask processed as an area over `[top, top + height]`: `scaleTo` records per bucket reach its upper edge.
 * Zoomed out, the area shows the least of each pixel column, so that a stop of one bucket is never averaged away.
 */
export function paintThroughput(
  context: PaintContext,
  theme: Theme,
  counter: Counter,
  scale: TimeScale,
  place: { readonly top: number; readonly height: number; readonly scaleTo: number },
): void {
  const { top, height, scaleTo } = place;
  const base = top + height;
  const yOf = (value: number): number => base - Math.min(1, value / scaleTo) * height;
  const edges = evenParts(scale).flatMap((part) => edgesOf(counter, part));
  if (edges.length === 0) return;
  context.fillStyle = theme.line;
  context.globalAlpha = 0.16;
  context.beginPath();
  context.moveTo(edges[0]!.x0, base);
  traceLine(context, edges, yOf);
  context.lineTo(edges.at(-1)!.x1, base);
  context.closePath();
  context.fill();
  context.globalAlpha = 0.07;
  context.beginPath();
  for (const { x0, x1, least, most } of edges) {
    if (most > least) context.rect(x0, yOf(most), x1 - x0, yOf(least) - yOf(most));
  }
  context.fill();
  context.globalAlpha = 0.75;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(edges[0]!.x0, yOf(edges[0]!.least));
  traceLine(context, edges, yOf);
  context.stroke();
  context.globalAlpha = 0.5;
  context.fillStyle = theme.axis;
  context.fillRect(edges[0]!.x0, base, edges.at(-1)!.x1 - edges[0]!.x0, 1);
  context.globalAlpha = 1;
}

function traceLine(context: PaintContext, edges: readonly Edge[], yOf: (value: number) => number): void {
  for (const { x0, x1, least } of edges) {
    context.lineTo(x0, yOf(least));
    context.lineTo(x1, yOf(least));
  }
}

export interface Edge extends Column {
  readonly x0: number;
  readonly x1: number;
}

/** Of an even scale: one step a bucket where buckets are wider than a pixel, else one a pixel. */
export function edgesOf(counter: Counter, scale: TimeScale): Edge[] {
  const step = Math.max(counter.step, msPerPixel(scale));
  const counted = { from: counter.start, to: counter.start + counter.step * counter.values.length };
  const from = Math.max(counted.from, scale.from);
  const to = Math.min(counted.to, scale.to);
  const edges: Edge[] = [];
  let time = step > counter.step ? from : counter.start + Math.floor((from - counter.start) / step) * step;
  for (; time < to; time += step) {
    const column = columnOf(counter, time + step * 1e-6, Math.min(time + step, to));
    const x0 = xOf(scale, Math.max(time, from));
    const x1 = xOf(scale, Math.min(time + step, to));
    if (column) edges.push({ x0, x1, ...column });
  }
  return edges;
}

/** What was counted at a place of the strip, for the tooltip. */
export function bucketAt(
  counter: Counter,
  scale: TimeScale,
  x: number,
): { start: number; value: number } | undefined {
  const bucket = Math.floor((timeAt(scale, x) - counter.start) / counter.step);
  const value = counter.values[bucket];
  return value === undefined ? undefined : { start: counter.start + bucket * counter.step, value };
}
