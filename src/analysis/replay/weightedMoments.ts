import type { Ms } from '../../trace/units.js';

/** Moments that each count for something; asked how much that is up to some time, it answers by halving. */
export class WeightedMoments {
  private readonly times: Float64Array;
  private readonly sums: Float64Array;

  constructor(moments: readonly (readonly [time: Ms, weight: number])[]) {
    const sorted = [...moments].sort((a, b) => a[0] - b[0]);
    this.times = Float64Array.from(sorted, ([time]) => time);
    let sum = 0;
    this.sums = Float64Array.from(sorted, ([, weight]) => (sum += weight));
  }

  /** The weights of the moments that are not after `time`. */
  upTo(time: Ms): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : this.sums[low - 1]!;
  }
}
