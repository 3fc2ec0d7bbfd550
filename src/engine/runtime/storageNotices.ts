/** A reason is not said again so soon, ms: many parts of an upload meet the same trouble at once. */
const quietMs = 10_000;

/** The silence of a server is said again only when another begins so much later, ms: all that ask it meet the same one. */
const oneSilenceMs = 60_000;

/** Tells a person why uploads take longer: what is tried again, and why. */
export class StorageNotices {
  private readonly silentSince = new Map<string, number>();
  private readonly saidAt = new Map<string, number>();

  constructor(
    private readonly uri: string,
    private readonly notice: (text: string) => void,
  ) {}

  /** It is going to be waited for `limit` ms in all, and to be asked `tries` times. */
  silent(host: string, since: number, limit: number, tries: number): void {
    if (since - (this.silentSince.get(host) ?? -Infinity) < oneSilenceMs) return;
    this.silentSince.set(host, since);
    const clock = new Date(since).toLocaleTimeString('en-GB');
    const patience = `It is waited for ${limit / 1000} s each time it is asked, up to ${tries} times.`;
    this.notice(`${this.uri}: ${host} does not answer, since ${clock}. ${patience}`);
  }

  readonly retrying = (reason: string): void => {
    const now = Date.now();
    if (now - (this.saidAt.get(reason) ?? -Infinity) < quietMs) return;
    this.saidAt.set(reason, now);
    this.notice(`${this.uri}: ${reason}. Trying again.`);
  };
}
