import { countedIn, counterOf, type Stretch } from '../../src/analysis/counters.js';
import { recordsPerSecond } from '../../src/analysis/throughput.js';
import { counterNames, type Trace } from '../../src/trace/model.js';
import type { Row } from '../../src/trace/rowRange.js';

/** What a subtask processed in a stretch, as shares of its records per second before. */
export interface RecordShares {
  /** Of its worst bucket, which is 20 ms; undefined where the stretch holds none. */
  readonly worstBucket: number | undefined;
  /** Undefined for a stretch shorter than a bucket. */
  readonly whole: number | undefined;
}

/** Undefined where the subtask processed nothing before. */
export function recordShares(
  trace: Trace,
  row: Row,
  before: Stretch,
  stretch: Stretch,
): RecordShares | undefined {
  const rate = recordsPerSecond(trace, row, before.from, before.to);
  const counter = counterOf(trace, row, counterNames.recordsProcessed);
  if (rate === undefined || rate === 0 || counter === undefined) return undefined;
  const { start, step, values } = counter;
  const first = Math.ceil((stretch.from - start) / step);
  const buckets = values.subarray(first, Math.max(first, Math.floor((stretch.to - start) / step)));
  const { sum, ms } = countedIn(counter, stretch);
  return {
    worstBucket: buckets.length > 0 ? ((Math.min(...buckets) / step) * 1000) / rate : undefined,
    whole: ms >= step ? ((sum / ms) * 1000) / rate : undefined,
  };
}
