import { setTimeout as delay } from 'node:timers/promises';

const stepsPerSecond = 20;
/** Less costs more than it carries. */
const leastBytes = 512;

/** Memory of a throttle that several threads share. */
export function throttleMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(8);
}

/** Slows uploads to so many bytes per second over all threads, to see what a slow network does. */
export class Throttle {
  /** When the bytes granted so far have gone through, in µs of the monotonic clock. */
  private readonly busyUntil: BigInt64Array;

  constructor(
    memory: SharedArrayBuffer,
    private readonly bytesPerSecond: number,
  ) {
    this.busyUntil = new BigInt64Array(memory);
  }

  /** How many bytes to take at once so that they go evenly, not in steps of seconds. */
  get stepBytes(): number {
    return Math.max(leastBytes, Math.floor(this.bytesPerSecond / stepsPerSecond));
  }

  /** Waits until `bytes` more may go. */
  async take(bytes: number): Promise<void> {
    const now = process.hrtime.bigint() / 1000n;
    const busyUntil = Atomics.load(this.busyUntil, 0);
    // An idle time is not saved up. Another thread may have moved the word meanwhile: then its time counts.
    if (busyUntil < now) Atomics.compareExchange(this.busyUntil, 0, busyUntil, now);
    const cost = BigInt(Math.round((bytes / this.bytesPerSecond) * 1e6));
    const through = Atomics.add(this.busyUntil, 0, cost) + cost;
    const waitMs = Number(through - now) / 1000;
    if (waitMs > 1) await delay(waitMs);
  }
}
