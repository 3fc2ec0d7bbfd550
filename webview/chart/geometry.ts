import type { Phase } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';

/** A stretch of time; `from` < `to`. */
export interface TimeRange {
  readonly from: Ms;
  readonly to: Ms;
}

/**
 * Time laid over pixels: `from` lies at `left`, `to` at `left + width`, evenly in between or in `pieces` that are even, in order
 * and without a gap. Pixels are CSS pixels.
 */
export interface TimeScale extends TimeRange {
  readonly left: number;
  readonly width: number;
  readonly pieces?: readonly ScalePiece[] | undefined;
}

/** An even part of a scale. */
export interface ScalePiece extends Omit<TimeScale, 'pieces'> {
  /** Nothing went on, and it is drawn shorter than the others. */
  readonly isIdle: boolean;
}

/** The narrowest range a person can zoom to: 100 ns, a tenth of what the clocks resolve. */
export const narrowest: Ms = 1e-4;

export function xOf(whole: TimeScale, time: Ms): number {
  const scale = whole.pieces ? pieceOf(whole.pieces, (piece) => piece.from <= time) : whole;
  return scale.left + ((time - scale.from) / (scale.to - scale.from)) * scale.width;
}

export function timeAt(whole: TimeScale, x: number): Ms {
  const scale = evenAt(whole, x);
  return scale.from + ((x - scale.left) / scale.width) * (scale.to - scale.from);
}

/** The even part of a scale at a place, beside its ends the first or the last. */
export function evenAt(scale: TimeScale, x: number): TimeScale {
  return scale.pieces ? pieceOf(scale.pieces, (piece) => piece.left <= x) : scale;
}

/** The even parts of a scale. */
export function evenParts(scale: TimeScale): readonly TimeScale[] {
  return scale.pieces ?? [scale];
}

/** The last piece that begins early enough, or the first. */
function pieceOf(pieces: readonly ScalePiece[], begins: (piece: ScalePiece) => boolean): ScalePiece {
  let [low, high] = [0, pieces.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (begins(pieces[middle]!)) low = middle;
    else high = middle - 1;
  }
  return pieces[low]!;
}

/** Milliseconds that one pixel of an even scale covers. */
export function msPerPixel(scale: Omit<TimeScale, 'pieces'>): Ms {
  return (scale.to - scale.from) / scale.width;
}

/** Zooms by `factor` (> 1 shows less) and keeps `anchor` where it is on the screen. */
export function zoomAt(range: TimeRange, anchor: Ms, factor: number, limits: TimeRange): TimeRange {
  const length = Math.max(narrowest, (range.to - range.from) / factor);
  const share = (anchor - range.from) / (range.to - range.from);
  return keepWithin({ from: anchor - share * length, to: anchor + (1 - share) * length }, limits);
}

export function pan(range: TimeRange, by: Ms, limits: TimeRange): TimeRange {
  return keepWithin({ from: range.from + by, to: range.to + by }, limits);
}

/** Moves a range inside the limits without changing its length; one that is longer becomes the limits. */
export function keepWithin(range: TimeRange, limits: TimeRange): TimeRange {
  const length = range.to - range.from;
  if (length >= limits.to - limits.from) return limits;
  if (range.from < limits.from) return { from: limits.from, to: limits.from + length };
  if (range.to > limits.to) return { from: limits.to - length, to: limits.to };
  return range;
}

/** The range with `time` in its middle, of the same length. */
export function centredOn(range: TimeRange, time: Ms, limits: TimeRange): TimeRange {
  const half = (range.to - range.from) / 2;
  return keepWithin({ from: time - half, to: time + half }, limits);
}

/** First index in `[low, high)` whose value is greater than `bound`, in a column that never falls there. */
export function firstAbove(column: ArrayLike<number>, bound: number, low = 0, high = column.length): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How wide a bar is drawn at least, in pixels. What blocks is never thinner than can be seen. */
export function leastWidth(phase: Phase): number {
  switch (phase) {
    case 'sync':
    case 'preBarrier':
      return 3;
    case 'async':
    case 'alignment':
      return 2;
    case 'startDelay':
    case 'ack':
      return 0;
  }
}

export interface BarExtent {
  readonly x: number;
  readonly width: number;
  /** Drawn wider than true. Widening goes to the right, so that every bar starts where it started. */
  readonly widened: boolean;
}

export function barExtent(scale: TimeScale, phase: Phase, start: Ms, end: Ms): BarExtent {
  const x = xOf(scale, start);
  const width = xOf(scale, end) - x;
  const least = leastWidth(phase);
  return { x, width: Math.max(width, least), widened: width < least };
}
