import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RestartStrategy, type RestartSettings } from '../../../src/engine/checkpoint/restartStrategy.js';

const exponential = {
  type: 'exponential-delay',
  initialBackoffMs: 1000,
  maxBackoffMs: 60_000,
  backoffMultiplier: 2,
  resetBackoffThresholdMs: 3_600_000,
  jitterFactor: 0,
  attempts: Infinity,
} as const;

const middle = (): number => 0.5;

/** When each of some failures, one a moment after the restart before, is followed by a restart. */
function delays(settings: RestartSettings, failures: number, random = middle): (number | undefined)[] {
  const strategy = new RestartStrategy(settings, random);
  let now = 0;
  return Array.from({ length: failures }, () => {
    const delay = strategy.failed(now);
    now += (delay ?? 0) + 1;
    return delay;
  });
}

describe('a run that has failed', () => {
  it('stays down without a restart strategy', () => {
    expect(delays({ type: 'none' }, 1)).toEqual([undefined]);
  });

  it('starts again after a fixed delay as often as it may, and no more', () => {
    const settings = { type: 'fixed-delay', attempts: 2, delayMs: 500 } as const;
    expect(delays(settings, 4)).toEqual([500, 500, undefined, undefined]);
  });

  it('waits longer after each failure, up to the longest backoff', () => {
    const settings = { ...exponential, maxBackoffMs: 5000 };
    expect(delays(settings, 5)).toEqual([1000, 2000, 4000, 5000, 5000]);
  });

  it('begins with the shortest backoff again once it has run long enough', () => {
    const strategy = new RestartStrategy({ ...exponential, resetBackoffThresholdMs: 10_000 }, middle);
    expect(strategy.failed(0)).toBe(1000);
    // It has run since 1,000.
    expect(strategy.failed(10_999)).toBe(2000);
    // It has run since 12,999.
    expect(strategy.failed(22_999)).toBe(1000);
  });

  it('gives up after as many restarts in a row as it may have', () => {
    const strategy = new RestartStrategy(
      { ...exponential, attempts: 2, resetBackoffThresholdMs: 10_000 },
      middle,
    );
    expect([strategy.failed(0), strategy.failed(2000)]).toEqual([1000, 2000]);
    expect(new RestartStrategy({ ...exponential, attempts: 0 }, middle).failed(0)).toBeUndefined();
    expect(strategy.failed(20_000)).toBe(1000);
    expect(strategy.failed(22_000)).toBe(2000);
    expect(strategy.failed(24_500)).toBeUndefined();
  });

  it('never waits shorter than the first backoff nor longer than the longest, and strays by the jitter at most', () => {
    const settings = fc.record({
      type: fc.constant('exponential-delay' as const),
      initialBackoffMs: fc.integer({ min: 1, max: 1000 }),
      maxBackoffMs: fc.integer({ min: 1000, max: 100_000 }),
      backoffMultiplier: fc.double({ min: 1, max: 10, noNaN: true }),
      resetBackoffThresholdMs: fc.constant(Infinity),
      jitterFactor: fc.double({ min: 0, max: 1, noNaN: true }),
      attempts: fc.constant(Infinity),
    });
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(settings, fc.array(chance, { minLength: 1, maxLength: 30 }), (of, chances) => {
        const strategy = new RestartStrategy(of, () => chances[0]!);
        const still = new RestartStrategy({ ...of, jitterFactor: 0 }, middle);
        for (let now = 0; chances.length > 0; chances.shift()) {
          const delay = strategy.failed(now)!;
          const plain = still.failed(now)!;
          expect(delay).toBeGreaterThanOrEqual(of.initialBackoffMs);
          expect(delay).toBeLessThanOrEqual(of.maxBackoffMs);
          expect(Math.abs(delay - plain)).toBeLessThanOrEqual(plain * of.jitterFactor + 1e-6);
          now += delay;
        }
      }),
    );
  });
});
