import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median } from '../../../src/analysis/median.js';
import { distribution } from '../../../src/analysis/statistics.js';

/** Few different values, many, and values in order, which a careless choice of pivots takes quadratic time for. */
const values = fc.oneof(
  fc.array(fc.nat(3)),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)),
  fc.array(fc.nat()).map((some) => some.sort((a, b) => a - b)),
);

it('the median that is found without sorting is the one that sorting finds', () => {
  fc.assert(
    fc.property(values, (given) => {
      expect(median(Float64Array.from(given))).toEqual(distribution(given)?.median);
    }),
  );
});
