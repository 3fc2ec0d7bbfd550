/**
 * How far event time has come, told from the timestamps that were seen. A watermark of t says that no record with a timestamp
 * up to t is expected any more.
 */
export class WatermarkStrategy {
  private constructor(
    /** @internal ms */
    readonly outOfOrderness: number,
    /** @internal ms */
    readonly idleAfter: number,
  ) {}

  /** Timestamps only grow. */
  static forMonotonousTimestamps(): WatermarkStrategy {
    return WatermarkStrategy.forBoundedOutOfOrderness(0);
  }

  /** A record comes at most so many ms of event time behind a later one. @throws Error for less than 0. */
  static forBoundedOutOfOrderness(ms: number): WatermarkStrategy {
    if (!(ms >= 0)) throw new Error(`forBoundedOutOfOrderness(${ms}): give 0 ms or more.`);
    return new WatermarkStrategy(ms, Infinity);
  }

  /**
   * A subtask that has had no record for so many ms, by the clock, holds up the event time of nobody until it has one again.
   *
   * @throws Error for 0 or less.
   */
  withIdleness(ms: number): WatermarkStrategy {
    if (!(ms > 0)) throw new Error(`withIdleness(${ms}): give more than 0 ms.`);
    return new WatermarkStrategy(this.outOfOrderness, ms);
  }
}
