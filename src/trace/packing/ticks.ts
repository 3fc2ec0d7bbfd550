/** How many ticks a unit has, ms or byte: in one of these most columns are whole. Our files have times in whole nanoseconds. */
export const scales = [1, 10, 100, 1e3, 1e4, 1e5, 1e6] as const;

/** With more, sums and differences of ticks would not be exact. */
export const mostTicks = 2 ** 49;

/** Of a column in ticks at most one value in so many may be none, infinite or finer. */
const wholePerMiss = 64;

/** Values as whole numbers of ticks. */
export interface Ticks {
  readonly scale: number;
  /** 0 for a value that is no whole number of ticks. */
  readonly ticks: Float64Array<ArrayBuffer>;
  /** Where those values are, ascending. */
  readonly misses: readonly number[];
}

/** Values in the coarsest ticks in which almost all of them are whole; undefined where there are none. */
export function inTicks(values: Float64Array): Ticks | undefined {
  for (const scale of scales) {
    const found = ticksOf(scale, values);
    if (found) return found;
  }
  return undefined;
}

export function ticksOf(scale: number, values: Float64Array): Ticks | undefined {
  const ticks = new Float64Array(values.length);
  const misses: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    const tick = wholeTicks(value * scale);
    if (Object.is(tick / scale, value) && Math.abs(tick) < mostTicks) ticks[i] = tick;
    else if (!mayMiss(misses.push(i), values.length)) return undefined;
  }
  return { scale, ticks, misses };
}

/** Of a zero without its sign, which integers do not have. */
export function wholeTicks(value: number): number {
  return Math.round(value) + 0;
}

export function mayMiss(misses: number, length: number): boolean {
  return misses * wholePerMiss <= length;
}

/** The inverse, in place; what is no whole number of ticks stays to be filled in. */
export function fromTicks(scale: number, ticks: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  if (scale !== 1) for (let i = 0; i < ticks.length; i += 1) ticks[i]! /= scale;
  return ticks;
}
