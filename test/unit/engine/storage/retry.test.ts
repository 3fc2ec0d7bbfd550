import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffMs, duringRun, firstContact, withRetries } from '../../../../src/engine/storage/retry.js';
import { StorageError, UploadAborted } from '../../../../src/engine/storage/storage.js';

const quick = { tries: 4, firstMs: 1, longestMs: 2 };
const busy = new StorageError('busy', { isTransient: true });

describe('the wait before the next try', () => {
  it('doubles up to its longest, and ends', () => {
    const policy = { tries: 6, firstMs: 100, longestMs: 500 };
    const waits = [1, 2, 3, 4, 5, 6].map((failures) => backOffMs(failures, policy, 1));
    expect(waits).toEqual([100, 200, 400, 500, 500, undefined]);
  });

  it('is spread over its upper half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const full = backOffMs(failures, duringRun, 1)!;
          const wait = backOffMs(failures, duringRun, random)!;
          expect(wait).toBeGreaterThanOrEqual(full / 2);
          expect(wait).toBeLessThanOrEqual(full);
        },
      ),
    );
  });

  it('outlasts the restart of a server during a run, and is short before it', () => {
    const total = (policy: typeof duringRun, random: number): number =>
      Array.from({ length: policy.tries - 1 }, (_, i) => backOffMs(i + 1, policy, random)!).reduce(
        (a, b) => a + b,
      );
    expect(total(duringRun, 0)).toBeGreaterThan(15_000);
    expect(total(duringRun, 1)).toBeLessThan(32_000);
    expect(total(firstContact, 1)).toBeLessThan(1000);
  });
});

describe('something that fails', () => {
  it('is tried again when a moment may cure it, and each reason is told', async () => {
    const reasons: string[] = [];
    let tries = 0;
    const result = await withRetries(() => (++tries < 3 ? Promise.reject(busy) : Promise.resolve('done')), {
      policy: quick,
      onRetry: (reason) => reasons.push(reason),
    });
    expect([result, reasons]).toEqual(['done', ['busy', 'busy']]);
  });

  it('is given up after enough tries, with their number', async () => {
    let tries = 0;
    const work = () => {
      tries++;
      return Promise.reject(busy);
    };
    await expect(withRetries(work, { policy: quick })).rejects.toThrow('busy (tried 4 times)');
    expect(tries).toBe(4);
  });

  it.each([new StorageError('forbidden'), new Error('a mistake of ours'), new UploadAborted()])(
    'is not tried again for good: %s',
    async (error) => {
      let tries = 0;
      const work = () => {
        tries++;
        return Promise.reject(error);
      };
      await expect(withRetries(work, { policy: quick })).rejects.toBe(error);
      expect(tries).toBe(1);
    },
  );

  it('is not tried again, nor waited for, once the run ends', async () => {
    const controller = new AbortController();
    const policy = { tries: 3, firstMs: 1e6, longestMs: 1e6 };
    let tries = 0;
    const work = () => {
      tries++;
      return Promise.reject(busy);
    };
    const options = { policy, lastTry: controller.signal };
    const result = withRetries(work, { ...options, onRetry: () => setTimeout(() => controller.abort()) });
    await expect(result).rejects.toBe(busy);
    // Awake at once, with one more try.
    expect(tries).toBe(2);
    await expect(withRetries(work, options)).rejects.toBe(busy);
    expect(tries).toBe(3);
  });

  it('is not waited for once the upload is given up', async () => {
    const controller = new AbortController();
    const policy = { tries: 3, firstMs: 1e6, longestMs: 1e6 };
    const result = withRetries(() => Promise.reject(busy), {
      policy,
      signal: controller.signal,
      onRetry: () => setTimeout(() => controller.abort()),
    });
    await expect(result).rejects.toBeInstanceOf(UploadAborted);
  });
});
