import { select } from '../../src/analysis/median.js';

/**
 * The first `count` of some spans by their ranks, the lowest first, of equals by the spans' own order; all of them where there are
 * fewer. The others are not sorted: a table shows hundreds of a million.
 */
export function firstInOrder(
  spans: readonly number[],
  rankOf: (span: number) => number,
  count: number,
): number[] {
  const ranks = new Float64Array(spans.length);
  // `from` with a function goes by an iterator, which takes ten times as long.
  for (let n = 0; n < ranks.length; n += 1) ranks[n] = rankOf(spans[n]!);
  const kept = count < spans.length ? lowest(spans, ranks, count) : [...ranks.keys()];
  return kept.sort((a, b) => ranks[a]! - ranks[b]! || spans[a]! - spans[b]!).map((n) => spans[n]!);
}

/** The places of so many, in no order. */
function lowest(spans: readonly number[], ranks: Float64Array, count: number): number[] {
  const last = select(ranks.slice(), count - 1);
  const below: number[] = [];
  const equal: number[] = [];
  for (let n = 0; n < ranks.length; n += 1) {
    if (ranks[n]! < last) below.push(n);
    else if (ranks[n] === last) equal.push(n);
  }
  const missing = count - below.length;
  const lastEqual = select(
    Float64Array.from(equal, (n) => spans[n]!),
    missing - 1,
  );
  return [...below, ...equal.filter((n) => spans[n]! <= lastEqual)];
}
