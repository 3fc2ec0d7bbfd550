import { setTimeout as delay } from 'node:timers/promises';
import { StorageError, UploadAborted } from './storage.js';

export interface RetryPolicy {
  /** How often something is tried in all. */
  readonly tries: number;
  /** Wait after the first failure, ms; doubled after each further one. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** While nobody has heard of the storage yet: who mistyped its name should learn so at once. */
export const firstContact: RetryPolicy = { tries: 3, firstMs: 250, longestMs: 1000 };
/** While a run goes on: 15 to 30 s, which outlasts the restart of a server and the failover of a NameNode. */
export const duringRun: RetryPolicy = { tries: 9, firstMs: 250, longestMs: 8000 };

export interface RetryOptions {
  readonly policy: RetryPolicy;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
  /** Once this is aborted nothing is tried again: somebody waits for the end. */
  readonly lastTry?: AbortSignal;
  /** Told before each further try why the last one failed. */
  readonly onRetry?: (reason: string) => void;
}

/**
 * How long to wait after so many failures in a row (from 1), ms; `random` in [0, 1) spreads those that failed together
 * over the upper half of the time.
 *
 * @returns `undefined` when enough has been tried.
 */
export function backOffMs(
  failures: number,
  { tries, firstMs, longestMs }: RetryPolicy,
  random: number,
): number | undefined {
  if (failures >= tries) return undefined;
  const full = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random;
}

/**
 * Does `work` until it succeeds, fails for good, or has been tried often enough.
 *
 * @throws what `work` threw last; UploadAborted once the signal is aborted.
 */
export async function withRetries<Result>(
  work: () => Promise<Result>,
  { policy, signal, lastTry, onRetry }: RetryOptions,
): Promise<Result> {
  for (let failures = 0; ;) {
    if (signal?.aborted) throw new UploadAborted();
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) throw new UploadAborted();
      if (!(error instanceof StorageError) || !error.isTransient || lastTry?.aborted) throw error;
      const wait = backOffMs(++failures, policy, Math.random());
      if (wait === undefined) {
        if (failures === 1) throw error;
        throw new StorageError(`${error.message} (tried ${failures} times)`, {
          cause: error,
          isTransient: true,
        });
      }
      onRetry?.(error.message);
      await pause(wait, [signal, lastTry]);
    }
  }
}

/** Waits, or until one of the signals is aborted. */
async function pause(ms: number, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  const over = new AbortController();
  const end = (): void => over.abort();
  for (const signal of signals) signal?.addEventListener('abort', end);
  await delay(ms, undefined, { signal: over.signal }).catch(() => undefined);
  for (const signal of signals) signal?.removeEventListener('abort', end);
}
