import { isMoment } from '../../trace/json/fields.js';
import type { Counter } from '../../trace/model.js';
import type { Ms, OperatorIndex } from '../../trace/units.js';
import type { MetricSeries, UnixMs, VertexId } from '../evidence/model.js';

/** Metrics that count up for ever; a trace has what was added in each bucket. */
const cumulative: ReadonlySet<string> = new Set(['numRecordsIn', 'numRecordsOut']);

/** More buckets than this in one series is no recording of a person's. */
const bucketsMax = 1_000_000;

/**
 * Polled metrics as series in buckets, each as long as the usual time between two polls. Flink's own values are means
 * over the last minute or counts that are fetched every ten seconds: these are no finer.
 */
export function countersOf(
  metrics: readonly MetricSeries[],
  operatorAt: ReadonlyMap<VertexId, OperatorIndex>,
  epoch: UnixMs,
): readonly Counter[] {
  return metrics.flatMap((series): Counter[] => {
    const operator = operatorAt.get(series.vertex);
    const step = usualGap(series.times);
    // A metric beyond what a trace can hold is no metric, and one such value would spoil the whole series.
    if (operator === undefined || step === undefined || !series.values.every(isMoment)) return [];
    const first = series.times[0]!;
    const values = cumulative.has(series.name) ? added(series, step) : lastKnown(series, step);
    return [{ name: series.name, operator, subtask: series.subtask, start: first - epoch, step, values }];
  });
}

function usualGap(times: readonly UnixMs[]): Ms | undefined {
  const gaps = times
    .slice(1)
    .map((time, i) => time - times[i]!)
    .filter((gap) => gap > 0)
    .sort((a, b) => a - b);
  const step = gaps[gaps.length >>> 1];
  if (step === undefined || (times.at(-1)! - times[0]!) / step > bucketsMax) return undefined;
  return step;
}

/** What a count grew by in each bucket; one that began again from 0 after a failover grew by what it shows. */
function added({ times, values }: MetricSeries, step: Ms): Float64Array<ArrayBuffer> {
  const buckets = emptyBuckets(times, step);
  for (let i = 1; i < times.length; i++) {
    const grown = values[i]! >= values[i - 1]! ? values[i]! - values[i - 1]! : values[i]!;
    buckets[bucketOf(times, i, step)]! += grown;
  }
  return buckets;
}

function lastKnown({ times, values }: MetricSeries, step: Ms): Float64Array<ArrayBuffer> {
  const buckets = emptyBuckets(times, step).fill(Number.NaN);
  for (let i = 1; i < times.length; i++) buckets[bucketOf(times, i, step)] = values[i]!;
  for (let i = 0; i < buckets.length; i++) {
    if (Number.isNaN(buckets[i]!)) buckets[i] = i === 0 ? values[0]! : buckets[i - 1]!;
  }
  return buckets;
}

function emptyBuckets(times: readonly UnixMs[], step: Ms): Float64Array<ArrayBuffer> {
  return new Float64Array(Math.ceil((times.at(-1)! - times[0]!) / step));
}

/** The bucket that ends with or contains what was read at `times[i]`. */
function bucketOf(times: readonly UnixMs[], i: number, step: Ms): number {
  return Math.max(0, Math.ceil((times[i]! - times[0]!) / step) - 1);
}
