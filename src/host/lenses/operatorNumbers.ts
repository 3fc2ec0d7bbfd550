import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration, formatRate } from '../../analysis/quantities.js';
import type { Distribution, OperatorStatistics } from '../../analysis/statistics.js';

/**
 * One operator's run in a line: `lock hold p99 38 µs · upload 412 ms · 3 checkpoints`; `undefined` before its first checkpoint.
 *
 * @param resolution ms that durations are known to
 */
export function operatorNumbers(statistics: OperatorStatistics, resolution?: number): string | undefined {
  const { lockHold, upload, checkpoints } = statistics;
  if (checkpoints === 0 || !lockHold) return undefined;
  return [
    l10n.t('lock hold p99 {0}', formatDuration(lockHold.p99, resolution)),
    ...(upload ? [l10n.t('upload {0}', formatDuration(upload.median, resolution))] : []),
    checkpoints === 1 ? l10n.t('1 checkpoint') : l10n.t('{0} checkpoints', formatCount(checkpoints)),
  ].join(' · ');
}

/** The same run in some lines, to read at leisure. */
export function operatorDetails(statistics: OperatorStatistics, resolution?: number): string {
  const { lockHold, flush, upload, alignment, recordsBefore, recordsDuring } = statistics;
  return [
    spread(l10n.t('Lock hold, nothing is processed'), lockHold, resolution),
    spread(l10n.t('Flush before the barrier, nothing is processed'), flush, resolution),
    spread(l10n.t('Alignment, some inputs wait'), alignment, resolution),
    spread(l10n.t('Upload, beside processing'), upload, resolution),
    ...(recordsBefore === undefined
      ? []
      : [l10n.t('Records before checkpoints: {0}', formatRate(recordsBefore, 'records'))]),
    ...(recordsDuring === undefined
      ? []
      : [l10n.t('Records during uploads: {0}', formatRate(recordsDuring, 'records'))]),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function spread(name: string, distribution: Distribution | undefined, resolution?: number): string {
  if (!distribution) return '';
  const { median, p99, max } = distribution;
  return l10n.t('{name}: median {median}, p99 {p99}, longest {longest}', {
    name,
    median: formatDuration(median, resolution),
    p99: formatDuration(p99, resolution),
    longest: formatDuration(max, resolution),
  });
}
