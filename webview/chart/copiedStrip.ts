import { counterNames, type Counter } from '../../src/trace/model.js';
import type { OperatorIndex } from '../../src/trace/units.js';
import { oncePerTrace } from '../oncePerTrace.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { Theme } from '../painting/theme.js';
import { isSameRow } from '../rows/rowGround.js';
import type { Row, TraceIndex } from '../rows/traceIndex.js';
import { evenParts, type TimeScale } from './geometry.js';
import { edgesOf } from './throughputStrip.js';

/** How far down the strip the most that was copied reaches: what was processed stays in sight under it. */
const reach = 0.7;

/** Whether any subtask copied bytes because of a snapshot. */
export function hasCopied(index: TraceIndex): boolean {
  return index.trace.operators.some((_, operator) => copiedOf(index, operator).most > 0);
}

/**
 * Paints what a subtask copied because of snapshots: it hangs from the upper edge of its strip, over the dip that it made in
 * what was processed. The most that a subtask of the operator copied in a bucket reaches farthest.
 */
export function paintCopied(
  context: PaintContext,
  theme: Theme,
  { index, row, scale }: { readonly index: TraceIndex; readonly row: Row; readonly scale: TimeScale },
  { top, height }: { readonly top: number; readonly height: number },
): void {
  const { counters, most } = copiedOf(index, row.operator);
  const counter = counters.find((one) => isSameRow(one, row));
  if (counter === undefined || most === 0) return;
  context.fillStyle = theme.phase.async;
  context.globalAlpha = 0.7;
  context.beginPath();
  for (const part of evenParts(scale)) {
    for (const { x0, x1, most: bytes } of edgesOf(counter, part)) {
      if (bytes > 0) context.rect(x0, top, x1 - x0, Math.max(1, (bytes / most) * height * reach));
    }
  }
  context.fill();
  context.globalAlpha = 1;
}

/** How it looks in a legend, 20 pixels wide: most at once, and then less and less. */
export function paintCopiedKey(
  context: PaintContext,
  theme: Theme,
  { x, top }: { readonly x: number; readonly top: number },
): void {
  context.fillStyle = theme.phase.async;
  context.globalAlpha = 0.7;
  for (const [n, height] of [9, 6, 4, 2].entries()) context.fillRect(x + n * 5, top + 1, 5, height);
  context.globalAlpha = 1;
}

const copiedOf = oncePerTrace(
  ({ trace }, operator: OperatorIndex): { readonly counters: readonly Counter[]; readonly most: number } => {
    const counters = trace.counters.filter(
      (counter) => counter.name === counterNames.bytesCopied && counter.operator === operator,
    );
    let most = 0;
    for (const { values } of counters) for (const value of values) if (value > most) most = value;
    return { counters, most };
  },
);
