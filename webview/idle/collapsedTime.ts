import type { Ms } from '../../src/trace/units.js';
import { firstAbove, type ScalePiece, type TimeRange, type TimeScale } from '../chart/geometry.js';

/**
 * Time in which idle stretches are drawn short: an axis of its own, even inside each stretch. Where nothing is collapsed a
 * millisecond is drawn as one, so that all bars keep one scale.
 */
export class CollapsedTime {
  /** Where idle stretches begin and end, in turn. */
  private readonly times: readonly Ms[];
  /** The same places on the axis. */
  private readonly drawn: readonly Ms[];
  /** One picture asks for its scale several times, and a long run has ten thousand pieces. */
  private last: { readonly scale: TimeScale; readonly pieces: readonly ScalePiece[] } | undefined;

  /** @param idle one or more, in order and apart from one another. @param idleLength as long as each is drawn */
  constructor(idle: readonly TimeRange[], idleLength: Ms) {
    this.times = idle.flatMap(({ from, to }) => [from, to]);
    const drawn: Ms[] = [];
    let saved = 0;
    for (const { from, to } of idle) {
      drawn.push(from - saved);
      saved += to - from - idleLength;
      drawn.push(to - saved);
    }
    this.drawn = drawn;
  }

  drawnAt(time: Ms): Ms {
    return interpolated(this.times, this.drawn, time);
  }

  timeAt(drawn: Ms): Ms {
    return interpolated(this.drawn, this.times, drawn);
  }

  /** A scale in pieces that are even, one after the other. Asked again for the same scale, it gives the same. */
  piecesOf(scale: TimeScale): readonly ScalePiece[] {
    const { last } = this;
    const isSame =
      last?.scale.from === scale.from &&
      last.scale.to === scale.to &&
      last.scale.left === scale.left &&
      last.scale.width === scale.width;
    if (isSame) return last.pieces;
    const pieces = this.makePieces(scale);
    this.last = { scale, pieces };
    return pieces;
  }

  private makePieces({ from, to, left, width }: TimeScale): readonly ScalePiece[] {
    const zero = this.drawnAt(from);
    const perMs = width / (this.drawnAt(to) - zero);
    const first = firstAbove(this.times, from);
    const pieces: ScalePiece[] = [];
    let start = from;
    let x = left;
    for (let n = first; n < this.times.length && this.times[n]! < to; n += 1) {
      const end = this.times[n]!;
      const right = left + (this.drawn[n]! - zero) * perMs;
      pieces.push({ from: start, to: end, left: x, width: right - x, isIdle: n % 2 === 1 });
      start = end;
      x = right;
    }
    const isIdle = (first + pieces.length) % 2 === 1;
    pieces.push({ from: start, to, left: x, width: left + width - x, isIdle });
    return pieces;
  }
}

/** The value over `x` between the points; beside the first and the last it rises as `x` does. */
function interpolated(xs: readonly number[], values: readonly number[], x: number): number {
  const next = firstAbove(xs, x);
  if (next === 0) return values[0]! + (x - xs[0]!);
  const [x0, value] = [xs[next - 1]!, values[next - 1]!];
  if (next === xs.length) return value + (x - x0);
  return value + ((x - x0) / (xs[next]! - x0)) * (values[next]! - value);
}
