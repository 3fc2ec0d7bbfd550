import { counterNames, type Counter } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import { bucketMs } from '../task/buckets.js';
import type { BucketCounts } from './eventRing.js';

/** The clocks tell microseconds; further digits would only make the file longer. */
const perMs = 1000;

/** One subtask's counts by bucket. Buckets come in order; one may come in parts, and empty ones do not come. */
export class BucketSeries {
  private first = 0;
  private readonly records: number[] = [];
  private readonly longestPauses: number[] = [];
  private readonly bytesCopied: number[] = [];
  private readonly backPressured: number[] = [];
  private readonly idle: number[] = [];
  private readonly processorWaits: number[] = [];

  add(bucket: number, counts: BucketCounts): void {
    if (this.records.length === 0) this.first = bucket;
    const at = bucket - this.first;
    while (this.records.length <= at) {
      for (const values of this.all) values.push(0);
    }
    this.records[at]! += counts.records;
    this.longestPauses[at] = Math.max(this.longestPauses[at]!, counts.longestPause);
    this.bytesCopied[at]! += counts.bytesCopied;
    this.backPressured[at]! += counts.backPressured;
    this.idle[at]! += counts.idle;
    this.processorWaits[at]! += counts.processorWait;
  }

  /**
   * The series so far. Records, copied bytes and waits for a processor, which not every system tells of, only of a subtask that
   * has any; times of each, since 0 says something.
   */
  counters(row: Row): Counter[] {
    if (this.records.length === 0) return [];
    const counter = (name: string, values: readonly number[]): Counter => ({
      ...row,
      name,
      start: this.first * bucketMs,
      step: bucketMs,
      values: Float64Array.from(values),
    });
    const times = (values: readonly number[]) => values.map((ms) => Math.round(ms * perMs) / perMs);
    const isAny = (values: readonly number[]) => values.some((value) => value > 0);
    return [
      ...(isAny(this.records)
        ? [
            counter(counterNames.recordsProcessed, this.records),
            counter(counterNames.longestPause, this.longestPauses),
          ]
        : []),
      ...(isAny(this.bytesCopied) ? [counter(counterNames.bytesCopied, this.bytesCopied)] : []),
      counter(counterNames.backPressuredTime, times(this.backPressured)),
      counter(counterNames.idleTime, times(this.idle)),
      ...(isAny(this.processorWaits)
        ? [counter(counterNames.processorWaitTime, times(this.processorWaits))]
        : []),
    ];
  }

  private get all(): readonly number[][] {
    const { records, longestPauses, bytesCopied, backPressured, idle, processorWaits } = this;
    return [records, longestPauses, bytesCopied, backPressured, idle, processorWaits];
  }
}
