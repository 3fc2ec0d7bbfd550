import type { TimeLimits } from './exchange.js';

/** Growls when a server keeps silent for a while; bites when that is too long, or when it takes too long for something small. */
export class Watchdog {
  private silence: NodeJS.Timeout;
  private noticed: NodeJS.Timeout;
  private total: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: TimeLimits,
    movesFile: boolean,
    private readonly bite: () => void,
    private readonly growl: () => void,
  ) {
    this.silence = setTimeout(bite, limits.silence);
    this.noticed = setTimeout(growl, limits.noticedSilence);
    this.total = movesFile ? undefined : setTimeout(bite, limits.smallRequest);
  }

  sawLife(): void {
    this.silence.refresh();
    this.noticed.refresh();
  }

  /** Time that is not the server's. */
  async sleepsDuring(ownTime: Promise<void>): Promise<void> {
    this.endSilence();
    await ownTime;
    this.silence = setTimeout(this.bite, this.limits.silence);
    this.noticed = setTimeout(this.growl, this.limits.noticedSilence);
  }

  /** Bites after so many ms more, whatever happens. */
  hurry(ms: number): void {
    clearTimeout(this.total);
    this.total = setTimeout(this.bite, ms);
  }

  stop(): void {
    this.endSilence();
    clearTimeout(this.total);
  }

  private endSilence(): void {
    clearTimeout(this.silence);
    clearTimeout(this.noticed);
  }
}
