/** Who holds a subtask's lock. The numbers are what stands in shared memory, for a watcher to read. */
export const lockHolder = { free: 0, processing: 1, snapshot: 2 } as const;

/** Words of shared memory for each subtask: its lock and its count of records, on a cache line of their own. */
export const lockLineBytes = 64;
export const lockWord = 0;
/** Records processed, modulo 2³², stored after each batch while the lock is still held. */
export const processedWord = 1;

/**
 * The one lock of a subtask: processing takes it for each batch of records, the sync phase of a checkpoint takes it
 * for the snapshot. It is a word of shared memory, so that any thread can contend for it and any can watch it.
 */
export class StateLock {
  private readonly words: Int32Array;

  constructor(memory: SharedArrayBuffer, subtask: number) {
    this.words = new Int32Array(memory, subtask * lockLineBytes, lockLineBytes / 4);
  }

  /** Takes the lock, waiting while another thread holds it. */
  acquire(holder: 'processing' | 'snapshot'): void {
    for (;;) {
      const found = Atomics.compareExchange(this.words, lockWord, lockHolder.free, lockHolder[holder]);
      if (found === lockHolder.free) return;
      Atomics.wait(this.words, lockWord, found);
    }
  }

  /** Gives the lock back and wakes one that waits for it. */
  release(): void {
    Atomics.store(this.words, lockWord, lockHolder.free);
    Atomics.notify(this.words, lockWord, 1);
  }

  /** Publishes how many records were processed; call it with the lock held. */
  countProcessed(records: number): void {
    Atomics.store(this.words, processedWord, records | 0);
  }
}
