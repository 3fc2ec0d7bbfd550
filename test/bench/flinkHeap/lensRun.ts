import { join } from 'node:path';
import { operatorRecordsPerSecond, stretchesBefore } from '../../../src/analysis/throughput.js';
import type { Trace } from '../../../src/trace/model.js';
import { counting, keyedCount, runPipeline, spansOf } from '../keyedCount.js';
import { median } from '../report.js';
import type { RunFigures, RunRequest } from './figures.js';

/** The keyed count on the embedded engine, in a process of its own. */
export function runOnLens(folder: string, request: RunRequest): RunFigures {
  const { keys, parallelism, intervalMs, warmMs, windowMs } = request;
  const trace = runPipeline(keyedCount, join(folder, 'lens.ckpt.json'), [
    ...['--set', `keys=${keys}`, '--parallelism', String(parallelism), '--interval', `${intervalMs}ms`],
    ...['--duration', `${warmMs + windowMs}ms`, '--storage', join(folder, 'lens')],
  ]);
  const isMeasured = (checkpoint: number): boolean => trace.checkpoints[checkpoint]!.trigger >= warmMs;
  const holds = spansOf(trace, 'sync').filter(({ checkpoint }) => isMeasured(checkpoint));
  const shares = [...trace.checkpoints.keys()]
    .filter(isMeasured)
    .flatMap((checkpoint) => shareDuringUpload(trace, checkpoint) ?? []);
  return {
    recordsPerSecond: rate(trace, { from: warmMs, to: warmMs + windowMs }) ?? Number.NaN,
    holds: holds.map(({ start, end }) => end - start),
    duringUpload: shares.length === 0 ? undefined : median(shares),
  };
}

function shareDuringUpload(trace: Trace, checkpoint: number): number | undefined {
  const uploads = spansOf(trace, 'async').filter((span) => span.checkpoint === checkpoint);
  const from = Math.min(...uploads.map(({ start }) => start));
  const to = Math.max(...uploads.map(({ end }) => end));
  const during = rate(trace, { from, to });
  const before = rate(trace, stretchesBefore(trace)[checkpoint]!);
  return during === undefined || before === undefined || before === 0 ? undefined : during / before;
}

function rate(trace: Trace, stretch: { readonly from: number; readonly to: number }): number | undefined {
  return operatorRecordsPerSecond(trace, counting, stretch);
}
