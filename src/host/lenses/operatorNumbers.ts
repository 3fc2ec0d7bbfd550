import { formatCount, formatDuration, formatRate } from '../../analysis/quantities.js';
import type { Distribution, OperatorStatistics } from '../../analysis/statistics.js';

/** One operator's run in a line: `lock hold p99 38 µs · upload 412 ms · 3 checkpoints`; `undefined` before its first checkpoint. */
export function operatorNumbers(statistics: OperatorStatistics): string | undefined {
  const { lockHold, upload, checkpoints } = statistics;
  if (checkpoints === 0 || !lockHold) return undefined;
  return [
    `lock hold p99 ${formatDuration(lockHold.p99)}`,
    ...(upload ? [`upload ${formatDuration(upload.median)}`] : []),
    `${formatCount(checkpoints)} checkpoint${checkpoints === 1 ? '' : 's'}`,
  ].join(' · ');
}

/** The same run in some lines, to read at leisure. */
export function operatorDetails(statistics: OperatorStatistics): string {
  const { lockHold, flush, upload, alignment, recordsBefore, recordsDuring } = statistics;
  return [
    spread('Lock hold, nothing is processed', lockHold),
    spread('Flush before the barrier, nothing is processed', flush),
    spread('Alignment, some inputs wait', alignment),
    spread('Upload, beside processing', upload),
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

function spread(name: string, distribution: Distribution | undefined): string {
  if (!distribution) return '';
  const { median, p99, max } = distribution;
  return `${name}: median ${formatDuration(median)}, p99 ${formatDuration(p99)}, longest ${formatDuration(max)}`;
}
