import type { LockObservation } from '../../trace/model.js';
import { lockHolder } from '../task/stateLock.js';

/** What a watcher can read of one subtask, from outside. */
export interface WatchedLock {
  /** The lock word. */
  readonly holder: () => number;
  /** Records processed, modulo 2³². */
  readonly records: () => number;
  /** ms since the epoch. */
  readonly now: () => number;
}

export type SeenHold = Omit<LockObservation, 'operator' | 'subtask'>;

/** Follows one subtask's lock by looking at it again and again, and says what it saw of each hold for a snapshot. */
export class LockWatch {
  /** None before it was seen free: a hold that was going on when the watch began may have begun at any time before. */
  private lastFree: number | undefined;
  private held: Omit<SeenHold, 'lastFree' | 'firstFree' | 'records'> | undefined;
  private recordsFirst = 0;
  private recordsLast = 0;

  constructor(private readonly lock: WatchedLock) {}

  /** Looks once. Gives a hold when it finds that the hold is over. */
  look(): SeenHold | undefined {
    const { holder, records: count, now } = this.lock;
    // The time before a look bounds what was seen from below, the time after it from above.
    const before = now();
    const first = holder() === lockHolder.snapshot;
    const records = count();
    const between = now();
    // The watcher may lose its processor between two reads: the count is of the hold only if the lock is held after it too.
    const second = holder() === lockHolder.snapshot;
    const after = now();
    if (first && second) {
      if (!this.held) this.recordsFirst = records;
      this.recordsLast = records;
      this.held = { firstHeld: this.held?.firstHeld ?? after, lastHeld: before };
      return undefined;
    }
    const { held, lastFree } = this;
    this.held = undefined;
    // The next hold begins after the last read that found none. An earlier moment may be one of a hold that was missed.
    this.lastFree = second ? before : between;
    if (held === undefined || lastFree === undefined) return undefined;
    return { lastFree, ...held, firstFree: after, records: (this.recordsLast - this.recordsFirst) | 0 };
  }
}
