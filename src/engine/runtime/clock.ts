/** Where a run's time starts: one moment, on the wall clock and on the machine's monotonic clock. */
export interface Epoch {
  /** Unix time in ms. */
  readonly unixMs: number;
  /** Monotonic clock in ns. */
  readonly monotonicNs: bigint;
}

export function epochNow(): Epoch {
  return { unixMs: Date.now(), monotonicNs: process.hrtime.bigint() };
}

/**
 * A clock in ms since the epoch that agrees between threads: `performance.now()`, which costs some 30 ns, counts from
 * the thread's own start on the same monotonic clock that `hrtime` reads. The offset is taken from the quickest of
 * several pairs of readings and is good to about a microsecond.
 */
export function clockSince(epoch: Epoch): () => number {
  let quickest = Infinity;
  let offset = 0;
  for (let i = 0; i < 50; i++) {
    const before = performance.now();
    const monotonicMs = Number(process.hrtime.bigint() - epoch.monotonicNs) / 1e6;
    const took = performance.now() - before;
    if (took < quickest) {
      quickest = took;
      offset = monotonicMs - (before + took / 2);
    }
  }
  return () => performance.now() + offset;
}
