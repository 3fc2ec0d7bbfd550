/** A reason is not said again so soon, ms: many parts of an upload meet the same trouble at once. */
const quietMs = 10_000;

/** Tells a person why uploads take longer: what is tried again, and why. */
export class StorageNotices {
  private readonly saidAt = new Map<string, number>();

  constructor(
    private readonly uri: string,
    private readonly notice: (text: string) => void,
  ) {}

  readonly retrying = (reason: string): void => {
    const now = Date.now();
    if (now - (this.saidAt.get(reason) ?? -Infinity) < quietMs) return;
    this.saidAt.set(reason, now);
    this.notice(`${this.uri}: ${reason}. Trying again.`);
  };
}
