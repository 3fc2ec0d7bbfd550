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
  };

  constructor(private readonly events: EventWriter) {}

  /** The counts of the bucket that `time`, ms since the epoch, lies in. */
  at(time: number): Counts {
    const index = Math.floor(time / bucketMs);
    if (index !== this.index) {
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
    if (counts.records > 0 || counts.bytesCopied > 0 || counts.backPressured > 0 || counts.idle > 0) {
      this.events.bucket(this.index, counts);
    }
    counts.records = 0;
    counts.longestPause = 0;
    counts.bytesCopied = 0;
    counts.backPressured = 0;
    counts.idle = 0;
  }
}
