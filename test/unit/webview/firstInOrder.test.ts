import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstInOrder } from '../../../webview/chart/firstInOrder.js';

describe('the first rows of a long table', () => {
  it('are those that sorting all of them would put first, in that order', () => {
    const spans = fc.uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(
        spans,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 50 }),
        (given, count, different) => {
          const rankOf = (span: number): number => (span * 7919) % different;
          const sorted = given.toSorted((a, b) => rankOf(a) - rankOf(b) || a - b);
          expect(firstInOrder(given, rankOf, count)).toEqual(sorted.slice(0, count));
        },
      ),
    );
  });
});
