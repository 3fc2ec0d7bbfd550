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
    `lock hold p99 ${formatDuration(lockHold.p99, resolution)}`,
    ...(upload ? [`upload ${formatDuration(upload.median, resolution)}`] : []),
    `${formatCount(checkpoints)} checkpoint${checkpoints === 1 ? '' : 's'}`,
  ].join(' · ');
}

/** The same run in some lines, to read at leisure. */
export function operatorDetails(statistics: OperatorStatistics, resolution?: number): string {
  const { lockHold, flush, upload, alignment, recordsBefore, recordsDuring } = statistics;
  return [
    spread('Lock hold, nothing is processed', lockHold, resolution),
    spread('Flush before the barrier, nothing is processed', flush, resolution),
    spread('Alignment, some inputs wait', alignment, resolution),
    spread('Upload, beside processing', upload, resolution),
    ...(recordsBefore === undefined
      ? []
      : [`Records before checkpoints: ${formatRate(recordsBefore, 'records')}`]),
    ...(recordsDuring === undefined
      ? []
      : [`Records during uploads: ${formatRate(recordsDuring, 'records')}`]),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function spread(name: string, distribution: Distribution | undefined, resolution?: number): string {
  if (!distribution) return '';
  const { median, p99, max } = distribution;
  const [middle, high, longest] = [median, p99, max].map((ms) => formatDuration(ms, resolution));
  return `${name}: median ${middle!}, p99 ${high!}, longest ${longest!}`;
}
