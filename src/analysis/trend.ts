import { median } from './median.js';

/** Slopes above and below in as many pairs of values as this says, and how sure one can be that it is no chance. */
export interface Trend {
  /** Change from one value to the next: the median of the slopes of all pairs (Theil 1950, Sen 1968). */
  readonly slope: number;
  /** Standard score of the Mann–Kendall statistic; its sign is that of the trend. */
  readonly score: number;
}

/** Ranks of residuals that hang together by less than this many standard errors may do so by chance. */
const correlatedScore = 1.96;

/**
 * Whether values that follow each other rise or fall: the test of Mann (1945) and Kendall (1975), which supposes no shape of the
 * distribution and is not moved by a few outliers; with the correction for ties, and for continuity. Values that hang together with
 * those before them have runs without any trend, so the variance is enlarged as Hamed and Rao have it (*A modified Mann–Kendall
 * trend test for autocorrelated data*, Journal of Hydrology 204, 1998), never made smaller.
 *
 * @returns undefined for fewer than three values
 */
export function trendOf(values: readonly number[]): Trend | undefined {
  const n = values.length;
  if (n < 3) return undefined;
  let sum = 0;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let pair = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = i + 1; j < n; j += 1) {
      const difference = values[j]! - values[i]!;
      sum += Math.sign(difference);
      slopes[pair] = difference / (j - i);
      pair += 1;
    }
  }
  const slope = median(slopes)!;
  const variance = varianceOf(values) * inflation(values.map((value, i) => value - slope * i));
  // All alike: there is nothing to rise or fall.
  const score = variance === 0 ? 0 : (sum - Math.sign(sum)) / Math.sqrt(variance);
  return { slope, score };
}

/** Of the Mann–Kendall statistic of values without a trend, with as many ties as these have. */
function varianceOf(values: readonly number[]): number {
  const n = values.length;
  const ties = new Map<number, number>();
  for (const value of values) ties.set(value, (ties.get(value) ?? 0) + 1);
  let eighteenfold = n * (n - 1) * (2 * n + 5);
  for (const t of ties.values()) eighteenfold -= t * (t - 1) * (2 * t + 5);
  return eighteenfold / 18;
}

/** How many times larger the variance is because values hang together with those before them; 1 where they do not. */
function inflation(residuals: readonly number[]): number {
  const n = residuals.length;
  const ranks = ranksOf(residuals);
  const mean = (n + 1) / 2;
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
  if (total === 0) return 1;
  let sum = 0;
  for (let lag = 1; lag < n - 2; lag += 1) {
    let product = 0;
    for (let i = 0; i + lag < n; i += 1) product += (ranks[i]! - mean) * (ranks[i + lag]! - mean);
    const correlation = product / total;
    if (Math.abs(correlation) * Math.sqrt(n) < correlatedScore) continue;
    sum += (n - lag) * (n - lag - 1) * (n - lag - 2) * correlation;
  }
  return Math.max(1, 1 + (2 * sum) / (n * (n - 1) * (n - 2)));
}

/** Ranks from 1; equal values share the mean of theirs. */
function ranksOf(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length;) {
    let end = first + 1;
    while (end < order.length && values[order[end]!] === values[order[first]!]) end += 1;
    for (let i = first; i < end; i += 1) ranks[order[i]!] = (first + 1 + end) / 2;
    first = end;
  }
  return ranks;
}
