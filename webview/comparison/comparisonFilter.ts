import type { ComparedRow, Comparison } from '../../src/analysis/comparison/comparison.js';
import { fromName, kindName, plainKindName } from '../../src/analysis/comparison/kindName.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import { pairName } from '../../src/analysis/comparison/pairName.js';
import { hasWords } from '../hasWords.js';

/** What a filter looks at: a phase goes by its English name in every language. */
function rowWords(comparison: Comparison, row: ComparedRow): string {
  const { pair, kind, noise } = row;
  const from = fromName(comparison, row);
  return [pairName(comparison, pair), kindName(kind, from), plainKindName(kind, from), noiseText(noise)].join(
    ' ',
  );
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
