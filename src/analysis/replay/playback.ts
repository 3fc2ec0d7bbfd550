import type { Ms } from '../../trace/units.js';

/** All of a checkpoint is played in so many ms, at the speed 1. */
const playedIn: Ms = 16_000;

/** This share of the playing is dealt out by time; the rest by stretch, so that what is short is seen too. */
const shareByTime = 0.4;

/** A stretch in which some subtask stands still is given so many times the room of one in which none does. */
const weightOfStops = 4;

/**
 * How the time of a trace is laid over the time of playing it: piece by piece, from event to event, the short ones slower. It
 * changes how fast the clock runs and never what it says.
 */
export class Playback {
  private readonly times: Float64Array;
  private readonly at: Float64Array;
  /** How long it plays at speed 1. */
  readonly length: Ms;

  /**
   * @param times the moments at which something happens, ascending, each once
   * @param standsStill for each stretch from one moment to the next, whether some subtask processes nothing in it
   */
  constructor(times: readonly Ms[], standsStill: (stretch: number) => boolean) {
    this.times = Float64Array.from(times);
    this.at = new Float64Array(times.length);
    const whole = (times.at(-1) ?? 0) - (times[0] ?? 0);
    const weights = times.slice(1).map((_, n) => (standsStill(n) ? weightOfStops : 1));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    weights.forEach((weight, n) => {
      const byTime = whole > 0 ? (shareByTime * (times[n + 1]! - times[n]!)) / whole : 0;
      const room = playedIn * (byTime + ((1 - shareByTime) * weight) / sum);
      this.at[n + 1] = this.at[n]! + room;
    });
    this.length = this.at.at(-1) ?? 0;
  }

  /** The trace's time after so long a playing. */
  timeAt(played: Ms): Ms {
    return between(this.at, this.times, played);
  }

  /** How long it has played when a time of the trace is reached. */
  playedAt(time: Ms): Ms {
    return between(this.times, this.at, time);
  }

  /** How many times slower than the trace's time it is played there; below 1 faster. */
  stretchAt(played: Ms): number {
    const n = Math.min(stretchOf(this.at, played), this.times.length - 2);
    if (n < 0) return 1;
    return (this.at[n + 1]! - this.at[n]!) / (this.times[n + 1]! - this.times[n]!);
  }
}

/** The piece `[n, n + 1)` in which a value lies. */
function stretchOf(column: Float64Array, value: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function between(from: Float64Array, to: Float64Array, value: number): number {
  if (from.length === 0) return 0;
  const n = stretchOf(from, value);
  if (value <= from[0]!) return to[0]!;
  if (n >= from.length - 1) return to[from.length - 1]!;
  // At an event exactly its own time: no rounding may put it before what happens there.
  if (value === from[n]) return to[n]!;
  const share = (value - from[n]!) / (from[n + 1]! - from[n]!);
  return to[n]! + share * (to[n + 1]! - to[n]!);
}
