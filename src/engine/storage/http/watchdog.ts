import type { TimeLimits } from './exchange.js';

/** Bites when a server keeps silent for too long, or takes too long for something small. */
export class Watchdog {
  private silence: NodeJS.Timeout;
  private readonly total: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: TimeLimits,
    movesFile: boolean,
    private readonly bite: () => void,
  ) {
    this.silence = setTimeout(bite, limits.silence);
    this.total = movesFile ? undefined : setTimeout(bite, limits.smallRequest);
  }

  sawLife(): void {
    this.silence.refresh();
  }

  /** Time that is not the server's. */
  async sleepsDuring(ownTime: Promise<void>): Promise<void> {
    clearTimeout(this.silence);
    await ownTime;
    this.silence = setTimeout(this.bite, this.limits.silence);
  }

  stop(): void {
    clearTimeout(this.silence);
    clearTimeout(this.total);
  }
}
