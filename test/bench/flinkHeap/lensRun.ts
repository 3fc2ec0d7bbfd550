import { join } from 'node:path';
import { statisticsOf } from '../../../src/analysis/statistics.js';
import { operatorRecordsPerSecond } from '../../../src/analysis/throughput.js';
import { durationsOf, keyedCount, runPipeline } from '../keyedCount.js';
import type { RunFigures, RunRequest } from './figures.js';

/** The keyed count on the embedded engine, in a process of its own. */
export function runOnLens(folder: string, request: RunRequest): RunFigures {
  const { keys, parallelism, intervalMs, warmMs, windowMs } = request;
  const trace = runPipeline(keyedCount, join(folder, 'lens.ckpt.json'), [
    ...['--set', `keys=${keys}`, '--parallelism', String(parallelism), '--interval', `${intervalMs}ms`],
    ...['--duration', `${warmMs + windowMs}ms`, '--storage', join(folder, 'lens')],
  ]);
  const { recordsBefore, recordsDuring } = statisticsOf(trace, 1);
  return {
    recordsPerSecond:
      operatorRecordsPerSecond(trace, 1, { from: warmMs, to: warmMs + windowMs }) ?? Number.NaN,
    holds: durationsOf(trace, 'sync'),
    duringUpload:
      recordsBefore === undefined || recordsDuring === undefined ? undefined : recordsDuring / recordsBefore,
  };
}
