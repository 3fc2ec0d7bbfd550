import type { Ms } from '../src/trace/units.js';
import { msPerPixel, type ScalePiece, type TimeScale } from './geometry.js';
import { roundStep, roundTicks, tickLabels } from './ticks.js';

/** Pixels from one label to the next, at least. */
const leastPitch = 72;

/** A place on the ruler with its label. */
export interface Tick {
  /** In the time of the scale. */
  readonly time: Ms;
  readonly label: string;
}

/** Round moments, counted from `zero`, which is called `zeroName`; on a scale in pieces those of each that has room for some. */
export function rulerTicks(scale: TimeScale, zero: Ms, zeroName: string): Tick[] {
  const moments = scale.pieces ? momentsOfPieces(scale.pieces, zero) : roundMoments(scale, zero);
  const labels = tickLabels(moments, zeroName, scale.pieces && stepOf(scale.pieces));
  return moments.map((moment, n) => ({ time: moment + zero, label: labels[n]! }));
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
