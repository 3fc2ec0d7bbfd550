import type { Ms } from '../../src/trace/units.js';
import { clockTick, midnightBefore, type Clock } from '../clock/clock.js';
import { msPerPixel, type ScalePiece, type TimeScale } from './geometry.js';
import { roundStep, roundTicks, stepBetween, tickLabels } from './ticks.js';

/** Pixels from one label to the next, at least. */
const leastPitch = 72;

/** A place on the ruler with its label. */
export interface Tick {
  /** In the time of the scale. */
  readonly time: Ms;
  readonly label: string;
}

/** A stretch of the ruler, in pixels. */
export interface Extent {
  readonly left: number;
  readonly right: number;
}

/** Whether a label around `x` touches neither an edge of a ruler `width` pixels wide nor what lies on it. */
export function hasRoom(
  x: number,
  half: number,
  width: number,
  taken: readonly (Extent | undefined)[] = [],
): boolean {
  const isCut = x - half < 2 || x + half > width - 2;
  return !isCut && !taken.some((one) => one && x + half > one.left && x - half < one.right);
}

/** What the ruler counts from. */
export interface RulerOrigin {
  /** In the time of the scale, as `zeroName` calls it. */
  readonly zero: Ms;
  readonly zeroName: string;
  /** Given where the ruler says the time of day instead. */
  readonly clock?: Clock | undefined;
}

/** Round moments, counted from zero or by the clock; on a scale in pieces those of each that has room for some. */
export function rulerTicks(scale: TimeScale, { zero, zeroName, clock }: RulerOrigin): Tick[] {
  const from = clock ? midnightBefore(clock, scale.from) : zero;
  const moments = scale.pieces ? momentsOfPieces(scale.pieces, from) : roundMoments(scale, from);
  const step = scale.pieces ? stepOf(scale.pieces) : stepBetween(moments);
  const labels = clock
    ? moments.map((moment) => clockTick(clock, moment + from, from, step))
    : tickLabels(moments, zeroName, step);
  return moments.map((moment, n) => ({ time: moment + from, label: labels[n]! }));
}

function roundMoments(scale: TimeScale, zero: Ms): Ms[] {
  const most = Math.min(10, Math.max(2, Math.floor(scale.width / leastPitch)));
  return roundTicks({ from: scale.from - zero, to: scale.to - zero }, most);
}

/** The round moments of busy pieces that lie far enough from the one before. */
function momentsOfPieces(pieces: readonly ScalePiece[], zero: Ms): Ms[] {
  const moments: Ms[] = [];
  const step = stepOf(pieces);
  let free = -Infinity;
  for (const piece of numbered(pieces)) {
    const from = piece.from + Math.max(0, free - piece.left) * msPerPixel(piece) - zero;
    for (let n = Math.ceil(from / step); n * step <= piece.to - zero; n += 1) {
      moments.push(n * step);
      free = piece.left + (n * step + zero - piece.from) / msPerPixel(piece) + leastPitch;
    }
  }
  return moments;
}

/** From one round moment to the next: busy pieces all have one scale. */
function stepOf(pieces: readonly ScalePiece[]): Ms {
  return roundStep(msPerPixel(numbered(pieces)[0]!) * leastPitch, 1);
}

/** The pieces that have numbers: the busy ones, or the idle one that a person has zoomed into. */
function numbered(pieces: readonly ScalePiece[]): readonly ScalePiece[] {
  const busy = pieces.filter(({ isIdle }) => !isIdle);
  return busy.length > 0 ? busy : pieces;
}
