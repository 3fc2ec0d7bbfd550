import { defaultCut, MemoryPool } from './memoryPool.js';
import { ValueHeap } from './valueHeap.js';

export const firstEpoch = 1;

/** The memory of one subtask's keyed state, and which snapshots of it are being read. */
export class StateMemory {
  readonly pool: MemoryPool;
  readonly heap: ValueHeap;
  /** Counts the snapshots: what was written in an earlier epoch may belong to one that is being read. */
  epoch = firstEpoch;
  /** Keys deleted after this epoch stay known as such, for snapshots of what has changed since. */
  deletedKeptAfter = Infinity;
  /** Bytes copied because of snapshots since the start. */
  bytesCopied = 0;
  private readonly open: number[] = [];

  constructor(cut = defaultCut) {
    this.pool = new MemoryPool(cut);
    this.heap = new ValueHeap(this.pool);
  }

  /** The epochs of the snapshots that are being read, the oldest first. A snapshot has what was written up to its epoch. */
  get openSnapshots(): readonly number[] {
    return this.open;
  }

  /** What all tables hold now is the snapshot of this epoch. Takes the same time whatever the size: two stores. */
  beginSnapshot(): void {
    this.open.push(this.epoch++);
  }

  /** The snapshot of this epoch is read, or given up: nothing needs saving for it any more. */
  releaseSnapshot(epoch: number): void {
    const at = this.open.indexOf(epoch);
    if (at < 0) return;
    this.open.splice(at, 1);
    this.pool.snapshotReleased(epoch, this.open);
    this.heap.snapshotReleased(epoch, this.open);
  }

  /** A block for a value of so many bytes. @throws RunError when there is no memory. */
  allocateValue(bytes: number): number {
    return this.heap.allocate(bytes, this.epoch);
  }
}
