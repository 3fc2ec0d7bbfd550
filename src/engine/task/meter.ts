import type { EventWriter } from '../recorder/eventRing.js';
import { Buckets } from './buckets.js';

/** Batches kept from before a lock hold, and recorded after it. */
const neighbours = 6;

/** What a subtask lacks when it cannot go on: room in an output, or something to do. */
export type Lack = 'room' | 'work';

/**
 * Counts what a subtask processes, by bucket, with the longest time between two batches, the bytes that snapshots made it
 * copy and the time it could not go on; and records the single batches around each lock hold. All of it costs
 * something for each batch and each wait, and nothing for a record.
 */
export class Meter {
  /** Records processed since the start, modulo 2³². */
  total = 0;
  private readonly buckets: Buckets;
  private lastEnd: number | undefined;
  private copiedBefore = 0;
  private lack: Lack | undefined;
  private waitsSince = 0;
  private readonly recent = new Float64Array(neighbours * 3);
  private recentCount = 0;
  private stillToRecord = 0;
  private checkpoint = 0;

  /**
   * @param bytesCopied how many bytes snapshots have made the subtask copy since the start
   * @param processorWait how long its thread has waited for a processor since it began, ms
   */
  constructor(
    private readonly events: EventWriter,
    private readonly bytesCopied: () => number = () => 0,
    processorWait: () => number = () => 0,
  ) {
    this.buckets = new Buckets(events, processorWait);
  }

  /** A batch ran from `start` to `end`, ms since the epoch, with the lock held. */
  batch(start: number, end: number, records: number): void {
    const counts = this.buckets.at(end);
    this.total = (this.total + records) | 0;
    counts.records += records;
    counts.longestPause = Math.max(counts.longestPause, start - (this.lastEnd ?? start));
    counts.bytesCopied += this.newlyCopied();
    this.lastEnd = end;
    if (this.stillToRecord > 0) {
      this.stillToRecord--;
      this.events.batch(this.checkpoint, start, end, records);
    } else {
      this.recent.set([start, end, records], (this.recentCount++ % neighbours) * 3);
    }
  }

  /** The lock was held until `end` for a checkpoint's snapshot: records the batches before it and those to come. */
  lockHeld(checkpoint: number, end: number): void {
    this.buckets.at(end).bytesCopied += this.newlyCopied();
    for (let i = 0; i < Math.min(this.recentCount, neighbours); i++) {
      const [start, batchEnd, records] = this.recent.subarray(i * 3) as unknown as [number, number, number];
      this.events.batch(checkpoint, start, batchEnd, records);
    }
    this.recentCount = 0;
    this.checkpoint = checkpoint;
    this.stillToRecord = neighbours;
  }

  /** The subtask cannot go on from now on. */
  waits(lack: Lack, now: number): void {
    this.goesOn(now);
    this.lack = lack;
    this.waitsSince = now;
  }

  get isWaiting(): boolean {
    return this.lack !== undefined;
  }

  /** What it waited for is there, or may be. */
  goesOn(now: number): void {
    if (this.lack === undefined) return;
    this.buckets.addTime(this.lack === 'room' ? 'backPressured' : 'idle', this.waitsSince, now);
    this.lack = undefined;
  }

  /** Hands over what the bucket has so far, before the subtask sleeps. */
  flush(): void {
    this.buckets.flush();
  }

  private newlyCopied(): number {
    const copied = this.bytesCopied();
    const newly = copied - this.copiedBefore;
    this.copiedBefore = copied;
    return newly;
  }
}
