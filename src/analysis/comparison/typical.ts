import type { SpanTarget } from '../phrases.js';
import { phaseOf } from './comparedKind.js';
import type { ComparedRow } from './comparison.js';

/** The span of one side that is nearest to its median, or that it is a part of: what to look at for a typical case. */
export function typical(row: ComparedRow, side: 'before' | 'after'): SpanTarget | undefined {
  const operator = row.pair[side];
  const median = row[side]?.median;
  const phase = phaseOf(row.kind);
  if (operator === undefined || median === undefined || phase === undefined) return undefined;
  let nearest: SpanTarget | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const { checkpoint, subtask, ms } of side === 'before' ? row.longestBefore : row.longestAfter) {
    if (subtask === undefined || Math.abs(ms - median) >= distance) continue;
    distance = Math.abs(ms - median);
    nearest = { checkpoint, operator, subtask, phase };
  }
  return nearest;
}
