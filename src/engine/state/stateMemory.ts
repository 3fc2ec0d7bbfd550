import { MemoryPool } from './memoryPool.js';
import { ValueHeap } from './valueHeap.js';

/** The memory of one subtask's keyed state, and which snapshot of it is being read. */
export class StateMemory {
  readonly pool = new MemoryPool();
  readonly heap = new ValueHeap(this.pool);
  /** Counts the snapshots: what was written in an earlier epoch may belong to one that is being read. */
  epoch = 1;
  snapshotActive = false;
  /** Keys deleted after this epoch stay known as such, for snapshots of what has changed since. */
  deletedKeptAfter = Infinity;
  /** Bytes copied because of snapshots since the start. */
  bytesCopied = 0;

  /** What all tables hold now is the snapshot. Takes the same time whatever the size: two stores. */
  beginSnapshot(): void {
    this.epoch++;
    this.snapshotActive = true;
  }

  /** The snapshot is read, or given up: nothing needs saving any more. */
  releaseSnapshot(): void {
    this.snapshotActive = false;
    this.pool.snapshotReleased();
    this.heap.snapshotReleased();
  }

  /** Frees a value's block, at once unless the snapshot being read may have it. */
  freeValue(reference: number, areOldNeeded: boolean): void {
    if (this.isNeeded(reference, areOldNeeded)) this.heap.freeAfterSnapshot(reference);
    else this.heap.free(reference);
  }

  /** Whether a value must stay as it is: it was written in an earlier epoch, of which a snapshot needs the values. */
  isNeeded(reference: number, areOldNeeded: boolean): boolean {
    return areOldNeeded && this.heap.epochOf(reference) < this.epoch;
  }

  /** A block for a value of so many bytes. @throws RunError when there is no memory. */
  allocateValue(bytes: number): number {
    return this.heap.allocate(bytes, this.epoch);
  }
}
