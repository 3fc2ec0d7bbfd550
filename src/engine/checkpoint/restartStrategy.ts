/** Flink's `restart-strategy.type`, with the options of each. */
export type RestartSettings =
  | { readonly type: 'none' }
  | { readonly type: 'fixed-delay'; readonly attempts: number; readonly delayMs: number }
  | {
      readonly type: 'exponential-delay';
      readonly initialBackoffMs: number;
      readonly maxBackoffMs: number;
      readonly backoffMultiplier: number;
      /** After so long without a failure the next one counts as the first, ms. */
      readonly resetBackoffThresholdMs: number;
      /** A backoff is longer or shorter by at most this part of it, in [0, 1]. */
      readonly jitterFactor: number;
      /** Without a reset in between; Infinity for no limit. */
      readonly attempts: number;
    };

export const restartTypes = ['none', 'fixed-delay', 'exponential-delay'] as const;

/**
 * Decides after each failure of a run whether it starts again, and when. The rules are Flink's, of
 * `FixedDelayRestartBackoffTimeStrategy` and `ExponentialDelayRestartBackoffTimeStrategy`. Times are in ms, by any clock
 * that goes on.
 */
export class RestartStrategy {
  private restarts = 0;
  private backoffMs = 0;
  private restartedAt = 0;

  /** @param random in [0, 1) */
  constructor(
    private readonly settings: RestartSettings,
    private readonly random: () => number,
  ) {}

  /**
   * The run has failed.
   *
   * @returns after how many ms it is to start again, or `undefined` when it is not.
   */
  failed(now: number): number | undefined {
    const { settings } = this;
    if (settings.type === 'none') return undefined;
    if (settings.type === 'fixed-delay') {
      return this.restarts++ < settings.attempts ? settings.delayMs : undefined;
    }
    const { initialBackoffMs, maxBackoffMs, backoffMultiplier, jitterFactor, attempts } = settings;
    const isFirst = this.restarts === 0 || now - this.restartedAt >= settings.resetBackoffThresholdMs;
    if (isFirst) this.restarts = 0;
    if (this.restarts++ >= attempts) return undefined;
    this.backoffMs = Math.min(maxBackoffMs, isFirst ? initialBackoffMs : this.backoffMs * backoffMultiplier);
    const jitter = this.backoffMs * jitterFactor * (2 * this.random() - 1);
    const delayMs = Math.min(maxBackoffMs, Math.max(initialBackoffMs, this.backoffMs + jitter));
    this.restartedAt = now + delayMs;
    return delayMs;
  }
}
