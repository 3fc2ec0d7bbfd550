import type { Schedule } from './schedule.js';

/**
 * What may be slow: one of the subtasks, the way of its messages to the main thread, and the storage with all that is written to
 * it. Commands to a subtask are there once they are sent: a subtask that is slow takes them late.
 */
export type Slow = 'subtask' | 'message' | 'storage';

/** Which parts of a simulated process stand still until when. Each keeps its own order; they change theirs among one another. */
export class Delays {
  /** What happened, counted. */
  readonly happened = new Map<string, number>();
  /** By which of what it is: until when, ms of virtual time. It is asked for at every step. */
  private readonly until: Readonly<Record<Slow, number[]>> = { subtask: [], message: [], storage: [] };

  /**
   * @param onceIn one in so many occasions delays what it is about
   * @param longestMs of virtual time
   */
  constructor(
    private readonly schedule: Schedule,
    private readonly clock: { readonly now: number },
    private readonly onceIn: number,
    private readonly longestMs: number,
  ) {}

  /** Something comes to the `nth` of what may be slow: perhaps it takes its time from now on. */
  maybe(what: Slow, nth = 0): void {
    if (this.onceIn === Infinity || !this.schedule.onceIn(this.onceIn)) return;
    const ms = (this.longestMs * (1 + this.schedule.oneOf(100))) / 100;
    this.until[what][nth] = this.clock.now + ms;
    this.happened.set(`a slow ${what}`, (this.happened.get(`a slow ${what}`) ?? 0) + 1);
  }

  holds(what: Slow, nth = 0): boolean {
    if (this.onceIn === Infinity) return false;
    const until = this.until[what][nth];
    return until !== undefined && until > this.clock.now;
  }

  /** When the next of them goes on. */
  get nextAt(): number {
    const all = Object.values(this.until).flat();
    return Math.min(...all.filter((until) => until > this.clock.now));
  }
}
