import { lockHolder, lockLineBytes, lockWord, processedWord } from '../task/stateLock.js';

/** How long a subtask may process one batch before it is said, ms: a batch is meant to take one. */
const patienceMs = 5000;

/** By its index. */
export interface WatchedSubtask {
  readonly name: string;
  /** Where its operator is defined, as in `orders.pipeline.ts:12`, where that is known. */
  readonly place: string | undefined;
}

interface Seen {
  readonly processed: number;
  readonly since: number;
  said: boolean;
}

/**
 * Notices subtasks that do not come back from a function of the pipeline. It looks at their lock words now and then: where
 * processing holds the lock each time and no record more was counted, it was in one batch all the while.
 */
export class Watchdog {
  private readonly words: Int32Array;
  private readonly seen = new Map<number, Seen>();

  /** @param locks the lock lines of all subtasks */
  constructor(
    locks: SharedArrayBuffer,
    private readonly subtasks: readonly WatchedSubtask[],
    private readonly notice: (text: string) => void,
  ) {
    this.words = new Int32Array(locks);
  }

  /** How long the subtask has been seen in one batch, ms; 0 where it is in none, or in one that is new since the last look. */
  inOneBatchMs(subtask: number, now: number): number {
    const before = this.seen.get(subtask);
    return before === undefined ? 0 : now - before.since;
  }

  /** @param now ms, by any clock that goes on */
  look(now: number): void {
    this.subtasks.forEach(({ name, place }, subtask) => {
      const line = (subtask * lockLineBytes) / 4;
      const processed = Atomics.load(this.words, line + processedWord);
      if (Atomics.load(this.words, line + lockWord) !== lockHolder.processing) {
        this.seen.delete(subtask);
        return;
      }
      const before = this.seen.get(subtask);
      if (before?.processed !== processed) {
        this.seen.set(subtask, { processed, since: now, said: false });
      } else if (now - before.since >= patienceMs && !before.said) {
        before.said = true;
        const seconds = Math.round((now - before.since) / 1000);
        this.notice(
          place === undefined
            ? `${name} has been in one batch of records for ${seconds} s and holds its lock: ` +
                `a function of the pipeline may never return. Checkpoints wait for it.`
            : `${name} has been in one batch of records for ${seconds} s and holds its lock: ` +
                `its function at ${place} may never return. Checkpoints wait for it.`,
        );
      }
    });
  }
}
