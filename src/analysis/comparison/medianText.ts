import * as l10n from '@vscode/l10n';
import type { Ms } from '../../trace/units.js';
import { median } from '../median.js';
import { formatDuration, formatShare } from '../quantities.js';
import type { ComparedRow, Comparison } from './comparison.js';

/** The median of one side; a dash where it has none. */
export function medianText(comparison: Comparison, row: ComparedRow, side: 'before' | 'after'): string {
  const spread = row[side];
  if (spread === undefined) return '–';
  const { resolution } = comparison[side].trace.source;
  return partText(spread.median, medianShare(comparison, row, side), resolution);
}

/** `303 ms`; of a part of something, `303 ms (94 %)`. @param resolution ms that the duration is known to */
export function partText(ms: Ms, share: number | undefined, resolution: Ms | undefined): string {
  const duration = formatDuration(ms, resolution);
  if (share === undefined) return duration;
  return l10n.t('{duration} ({share})', { duration, share: formatShare(share) });
}

/** For what part of a checkpoint an operator was without room, of 1: the median over checkpoints. Undefined for what else is compared. */
export function medianShare(
  comparison: Comparison,
  row: ComparedRow,
  side: 'before' | 'after',
): number | undefined {
  if (row.kind !== 'backPressured') return undefined;
  const { checkpoints } = comparison[side].trace;
  const longest = side === 'before' ? row.longestBefore : row.longestAfter;
  const shares = longest.flatMap(({ checkpoint, ms }) => {
    const { trigger, end = trigger } = checkpoints[checkpoint]!;
    return end > trigger ? [ms / (end - trigger)] : [];
  });
  return median(Float64Array.from(shares));
}
