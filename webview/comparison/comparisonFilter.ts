import type { ComparedRow, Comparison } from '../../src/analysis/comparison/comparison.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import { pairName } from '../../src/analysis/comparison/pairName.js';
import { phaseName } from '../../src/analysis/phaseName.js';
import { plainPhase } from '../plainPhase.js';

/** Whether a row has every word of a filter, whatever their order and case. */
export function matchesFilter(filter: string, row: string): boolean {
  const text = row.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What a filter looks at: a phase goes by its English name in every language. */
export function rowWords(comparison: Comparison, { pair, phase, noise }: ComparedRow): string {
  return [pairName(comparison, pair), phaseName(phase), plainPhase(phase), noiseText(noise)].join(' ');
}

/** Names of the operators that any row of is left by a filter; undefined where all are. */
export function filteredOperators(comparison: Comparison, filter: string): ReadonlySet<string> | undefined {
  if (filter.trim() === '') return undefined;
  const rows = comparison.rows.filter((row) => matchesFilter(filter, rowWords(comparison, row)));
  return new Set(rows.map(({ pair }) => pairName(comparison, pair)));
}
