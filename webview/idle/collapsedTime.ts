import type { Ms } from '../../src/trace/units.js';
import { firstAbove, type ScalePiece, type TimeRange, type TimeScale } from '../geometry.js';

/**
 * Time in which idle stretches are drawn short: an axis of its own, even inside each stretch. Where nothing is collapsed a
 * millisecond is drawn as one, so that all bars keep one scale.
 */
export class CollapsedTime {
  /** Where idle stretches begin and end, in turn. */
  private readonly times: readonly Ms[];
  /** The same places on the axis. */
  private readonly drawn: readonly Ms[];

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

  /** A scale in pieces that are even, one after the other. */
  piecesOf({ from, to, left, width }: TimeScale): readonly ScalePiece[] {
    const zero = this.drawnAt(from);
    const perMs = width / (this.drawnAt(to) - zero);
    const xOf = (time: Ms): number => left + (this.drawnAt(time) - zero) * perMs;
    const inside = this.times.filter((time) => time > from && time < to);
    const bounds = [from, ...inside, to];
    const first = firstAbove(this.times, from);
    return bounds.slice(1).map((end, n) => {
      const start = bounds[n]!;
      const x = xOf(start);
      return { from: start, to: end, left: x, width: xOf(end) - x, isIdle: (first + n) % 2 === 1 };
    });
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
