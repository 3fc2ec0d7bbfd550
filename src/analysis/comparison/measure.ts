import { distribution } from '../statistics.js';
import { shiftInterval, type Interval } from './shift.js';

/** How the values of one side spread; `p95` by nearest rank, so that it is one of them. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Whether a difference is more than the noise between checkpoints. `beyond`: zero lies outside of the interval of the shift, by more
 * than the values are known to. `tooFew`: not even values that are all apart would show it. `oneSided`: there is nothing to compare.
 */
export type Noise = 'beyond' | 'within' | 'tooFew' | 'oneSided';

/** The same thing measured on two sides, in the unit of its values. */
export interface Measure {
  readonly before?: Spread;
  readonly after?: Spread;
  /** Of the medians, after − before. */
  readonly difference?: number;
  /** The difference as a share of the median before; absent where that is 0. */
  readonly change?: number;
  /** Where the shift of all values lies. */
  readonly interval?: Interval;
  readonly noise: Noise;
}

/** What was measured on one side. */
export interface Values {
  readonly values: readonly number[];
  /** How much a value may be off: a difference that is no greater is none. */
  readonly tolerance: number;
  /** What values are whole multiples of; a median is rounded to it. Absent: as fine as they read. */
  readonly resolution?: number | undefined;
}

/** @param error how likely the interval may miss the true shift, above 0 and below 1 */
export function measure(before: Values, after: Values, error: number): Measure {
  const [a, b] = [spread(before), spread(after)];
  const sides = { ...(a && { before: a }), ...(b && { after: b }) };
  if (a === undefined || b === undefined) return { ...sides, noise: 'oneSided' };
  const difference = b.median - a.median;
  const interval = shiftInterval(before.values, after.values, error);
  const tolerance = Math.max(before.tolerance, after.tolerance);
  return {
    ...sides,
    difference,
    ...(a.median !== 0 && { change: difference / a.median }),
    ...(interval && { interval }),
    noise: interval === undefined ? 'tooFew' : isBeyond(interval, tolerance) ? 'beyond' : 'within',
  };
}

function isBeyond({ low, high }: Interval, tolerance: number): boolean {
  return low > tolerance || high < -tolerance;
}

function spread({ values, resolution = 0 }: Values): Spread | undefined {
  const all = distribution(values);
  if (all === undefined) return undefined;
  const { count, min, max } = all;
  const median = resolution === 0 ? all.median : Math.round(all.median / resolution) * resolution;
  return { count, median, p95: Float64Array.from(values).sort()[Math.ceil(0.95 * count) - 1]!, min, max };
}
