import type { BucketCounts, EventWriter } from '../recorder/eventRing.js';

/** Length of the buckets in which a subtask counts, ms. */
export const bucketMs = 20;

type Counts = { -readonly [Name in keyof BucketCounts]: BucketCounts[Name] };

/** Counts by bucket, handed over when the next bucket begins. Time only goes on. */
export class Buckets {
  private index = -1;
  private readonly counts: Counts = {
    records: 0,
    longestPause: 0,
    bytesCopied: 0,
    backPressured: 0,
    idle: 0,
    processorWait: 0,
  };
  private waitedBefore: number;

  /** @param processorWait how long the subtask's thread has waited for a processor since it began, ms; asked once a bucket */
  constructor(
    private readonly events: EventWriter,
    private readonly processorWait: () => number,
  ) {
    this.waitedBefore = processorWait();
  }

  /** The counts of the bucket that `time`, ms since the epoch, lies in. */
  at(time: number): Counts {
    const index = Math.floor(time / bucketMs);
    if (index !== this.index) {
      this.addProcessorWait();
      this.flush();
      this.index = index;
    }
    return this.counts;
  }

  /** Adds a stretch of time to all buckets that it goes through. */
  addTime(name: 'backPressured' | 'idle', start: number, end: number): void {
    for (let from = start; from < end;) {
      const to = Math.min(end, (Math.floor(from / bucketMs) + 1) * bucketMs);
      this.at(from)[name] += to - from;
      from = to;
    }
  }

  /** Hands over what the bucket has so far; what it gets later follows as a second part. */
  flush(): void {
    const { counts } = this;
    const { records, bytesCopied, backPressured, idle, processorWait } = counts;
    if (records > 0 || bytesCopied > 0 || backPressured > 0 || idle > 0 || processorWait > 0) {
      this.events.bucket(this.index, counts);
    }
    counts.records = 0;
    counts.longestPause = 0;
    counts.bytesCopied = 0;
    counts.backPressured = 0;
    counts.idle = 0;
    counts.processorWait = 0;
  }

  private addProcessorWait(): void {
    const waited = this.processorWait();
    // There is no bucket yet that it could belong to.
    if (this.index >= 0) this.counts.processorWait += waited - this.waitedBefore;
    this.waitedBefore = waited;
  }
}
