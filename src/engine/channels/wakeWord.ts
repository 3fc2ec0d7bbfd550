/**
 * How one thread waits for others without spinning: a count of events and a flag that says it sleeps, in shared
 * memory. Who publishes something wakes the sleeper; who is about to sleep looks once more after raising the flag,
 * so that nothing published in between is missed.
 */
const events = 0;
const sleeping = 1;
const mail = 2;
export const wakeWordBytes = 64;

export class WakeWord {
  private readonly words: Int32Array;

  constructor(memory: SharedArrayBuffer, index: number) {
    this.words = new Int32Array(memory, index * wakeWordBytes, wakeWordBytes / 4);
  }

  /** Wakes the owner if it sleeps. */
  wake(): void {
    if (Atomics.load(this.words, sleeping) === 1) {
      Atomics.add(this.words, events, 1);
      Atomics.notify(this.words, events);
    }
  }

  /** Says that a message lies in one of the owner's ports, and wakes it. */
  mailPosted(): void {
    Atomics.add(this.words, mail, 1);
    this.wake();
  }

  /** Messages posted so far, modulo 2³². */
  get mailCount(): number {
    return Atomics.load(this.words, mail);
  }

  /**
   * Sleeps until woken, for `timeoutMs` at most, unless `somethingToDo` says so after the flag is up.
   * For the owner's thread only, which must be allowed to block.
   */
  sleepUnless(somethingToDo: () => boolean, timeoutMs: number): void {
    const seen = Atomics.load(this.words, events);
    Atomics.store(this.words, sleeping, 1);
    if (!somethingToDo()) Atomics.wait(this.words, events, seen, timeoutMs);
    Atomics.store(this.words, sleeping, 0);
  }
}
