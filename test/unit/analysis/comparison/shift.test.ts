import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalQuantile } from '../../../../src/analysis/comparison/normalQuantile.js';
import { shiftInterval } from '../../../../src/analysis/comparison/shift.js';

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 40 });

/** All differences, sorted. */
const differences = (before: readonly number[], after: readonly number[]) =>
  after.flatMap((b) => before.map((a) => b - a)).sort((a, b) => a - b);

describe('the quantile of the normal distribution', () => {
  it.each([
    [0.5, 0],
    [0.025, -1.959964],
    [0.005, -2.575829],
    [0.0005, -3.290527],
    [0.000005, -4.417173],
    [1e-12, -7.034484],
    [0.9, 1.281552],
  ])('of %f is %f, as tables have it', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 5);
  });
});

describe('the interval of the shift between two samples', () => {
  it('is that of the textbook: permeability of membranes, Hollander and Wolfe', () => {
    const atTerm = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const early = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { low, high } = shiftInterval(early, atTerm, 0.05)!;
    expect(low).toBeCloseTo(-0.15, 9);
    expect(high).toBeCloseTo(0.76, 9);
  });

  it('needs so many values that their order alone says enough: 3 and 3 never do, 4 and 4 do for 5 %', () => {
    expect(shiftInterval([1, 2, 3], [11, 12, 13], 0.05)).toBeUndefined();
    expect(shiftInterval([1, 2, 3, 4], [11, 12, 13, 14], 0.05)).toEqual({ low: 7, high: 13 });
    expect(shiftInterval([1, 2, 3, 4], [11, 12, 13, 14], 0.01)).toBeUndefined();
  });

  it('is little moved by one outlier', () => {
    const before = [10, 11, 12, 13, 14, 15, 16, 17];
    const after = before.map((ms) => ms + 20);
    expect(shiftInterval(before, after, 0.05)).toEqual({ low: 17, high: 23 });
    expect(shiftInterval(before, [...after.slice(0, 7), 90_000], 0.05)).toEqual({ low: 17, high: 24 });
  });

  it('has differences that there are as its bounds, of the same rank from below and above', () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const interval = shiftInterval(before, after, 0.05);
        if (interval === undefined) return;
        const all = differences(before, after);
        const rank = all.indexOf(interval.low);
        expect(rank).toBeGreaterThanOrEqual(0);
        const last = all.lastIndexOf(interval.low);
        const fromAbove = all.length - 1 - all.lastIndexOf(interval.high);
        expect(fromAbove).toBeLessThanOrEqual(last);
      }),
    );
  });

  it('is the other way round when the sides are swapped, and moves with them', () => {
    fc.assert(
      fc.property(values, values, fc.integer({ min: -500, max: 500 }), (before, after, by) => {
        const interval = shiftInterval(before, after, 0.05);
        const swapped = shiftInterval(after, before, 0.05);
        const moved = shiftInterval(
          before,
          after.map((value) => value + by),
          0.05,
        );
        if (interval === undefined) {
          expect(swapped).toBeUndefined();
          return;
        }
        expect([swapped!.low + interval.high, swapped!.high + interval.low]).toEqual([0, 0]);
        expect(moved).toEqual({ low: interval.low + by, high: interval.high + by });
      }),
    );
  });

  it('misses the true shift no more often than it may, whatever the number of values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 14 }), fc.integer(), (n, seed) => {
        const random = randomNumbers(seed);
        const rounds = 400;
        let missed = 0;
        for (let round = 0; round < rounds; round++) {
          // Long tails, as durations have them.
          const draw = () => Math.exp(3 * random());
          const before = Array.from({ length: n }, draw);
          const after = Array.from({ length: n + 1 }, draw);
          const { low, high } = shiftInterval(before, after, 0.1)!;
          if (low > 0 || high < 0) missed++;
        }
        // 10 % and five standard deviations of the count.
        expect(missed / rounds).toBeLessThan(0.1 + 5 * Math.sqrt((0.1 * 0.9) / rounds));
      }),
      { numRuns: 10, seed: 7 },
    );
  });

  it('takes thousands of values, and the normal distribution agrees with the counted one where both are known', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 20_011);
    const { low, high } = shiftInterval(
      many,
      many.map((value) => value + 500),
      0.05,
    )!;
    expect(low).toBeLessThan(500);
    expect(high).toBeGreaterThan(500);
    expect(high - low).toBeLessThan(500);
    const some = many.slice(0, 25);
    const counted = shiftInterval(some, many.slice(25, 50), 0.05)!;
    const normal = shiftInterval(some, many.slice(25, 53), 0.05)!;
    expect(Math.abs(counted.low - normal.low)).toBeLessThan(2000);
  });
});

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
