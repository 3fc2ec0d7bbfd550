import { uncollectedBytesMax } from '../state/memoryPool.js';

/**
 * Lets the memory of snapshots go that a thread has read. V8 knows nothing of the size of shared memory, and a thread that does nothing
 * but to read snapshots makes so little else that it may never collect; the memory stays until each thread that knew it has. It is
 * asked to, where the runtime has exposed `gc`, once states have given up enough.
 */
export class SnapshotCollection {
  private readonly collectedUpTo = new Map<number, number>();

  /** Nobody reads a snapshot of this subtask any more, before which its state had given up so many bytes in all. */
  ended(subtask: number, givenUpBytes: number): void {
    if (givenUpBytes - (this.collectedUpTo.get(subtask) ?? 0) < uncollectedBytesMax) return;
    this.collectedUpTo.set(subtask, givenUpBytes);
    // Whoever says so still holds the snapshot.
    setImmediate(() => globalThis.gc?.());
  }
}
