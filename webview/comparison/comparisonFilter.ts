import type { ComparedRow, Comparison } from '../../src/analysis/comparison/comparison.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import { pairName } from '../../src/analysis/comparison/pairName.js';
import { phaseName } from '../../src/analysis/phaseName.js';
import { hasWords } from '../hasWords.js';
import { plainPhase } from '../plainPhase.js';

/** What a filter looks at: a phase goes by its English name in every language. */
function rowWords(comparison: Comparison, { pair, phase, noise }: ComparedRow): string {
  return [pairName(comparison, pair), phaseName(phase), plainPhase(phase), noiseText(noise)].join(' ');
}

/** The rows that a filter leaves. */
export function keptRows(comparison: Comparison, filter: string): readonly ComparedRow[] {
  return comparison.rows.filter((row) => hasWords(rowWords(comparison, row), filter));
}

/** Names of the operators that any row of is left by a filter; undefined where all are. */
export function filteredOperators(comparison: Comparison, filter: string): ReadonlySet<string> | undefined {
  if (filter.trim() === '') return undefined;
  return new Set(keptRows(comparison, filter).map(({ pair }) => pairName(comparison, pair)));
}
