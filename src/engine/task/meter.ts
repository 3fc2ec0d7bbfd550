import type { EventWriter } from '../recorder/eventRing.js';

/** Length of the buckets in which records are counted, ms. */
export const bucketMs = 20;

/** Batches kept from before a lock hold, and recorded after it. */
const neighbours = 6;

/**
 * Counts what a subtask processes: records by bucket of 20 ms with the longest time between two batches, and the
 * single batches around each lock hold.
 */
export class Meter {
  /** Records processed since the start, modulo 2³². */
  total = 0;
  private bucket = -1;
  private records = 0;
  private longestPause = 0;
  private lastEnd: number | undefined;
  private readonly recent = new Float64Array(neighbours * 3);
  private recentCount = 0;
  private stillToRecord = 0;
  private checkpoint = 0;

  constructor(private readonly events: EventWriter) {}

  /** A batch ran from `start` to `end`, ms since the epoch, with the lock held. */
  batch(start: number, end: number, records: number): void {
    const bucket = Math.floor(end / bucketMs);
    if (bucket !== this.bucket) this.turnTo(bucket);
    this.total = (this.total + records) | 0;
    this.records += records;
    this.longestPause = Math.max(this.longestPause, start - (this.lastEnd ?? start));
    this.lastEnd = end;
    if (this.stillToRecord > 0) {
      this.stillToRecord--;
      this.events.batch(this.checkpoint, start, end, records);
    } else {
      this.recent.set([start, end, records], (this.recentCount++ % neighbours) * 3);
    }
  }

  /** The lock was held for a checkpoint's snapshot: records the batches before it and those to come. */
  lockHeld(checkpoint: number): void {
    for (let i = 0; i < Math.min(this.recentCount, neighbours); i++) {
      const [start, end, records] = this.recent.subarray(i * 3) as unknown as [number, number, number];
      this.events.batch(checkpoint, start, end, records);
    }
    this.recentCount = 0;
    this.checkpoint = checkpoint;
    this.stillToRecord = neighbours;
  }

  /** Hands over what the bucket has so far, before the subtask sleeps. */
  flush(): void {
    if (this.records > 0) this.events.bucket(this.bucket, this.records, this.longestPause);
    this.records = 0;
  }

  private turnTo(bucket: number): void {
    this.flush();
    this.bucket = bucket;
    this.longestPause = 0;
  }
}
