/** How long a hidden page keeps what it shows: a person goes to and fro between tabs, but may leave twenty of them open. */
const restMs = 60_000;

/** A page as far as it can be taken away and brought back. */
export interface RestingPage {
  load(): void;
  /** Takes it away, with all of its memory. */
  unload(): void;
}

/** Lets a page live on for a minute when it is hidden, so that it is there at once, and then takes it away until it is shown again. */
export class PageRest {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isAway = false;

  constructor(private readonly page: RestingPage) {}

  shown(): void {
    this.stopWaiting();
    if (!this.isAway) return;
    this.isAway = false;
    this.page.load();
  }

  hidden(): void {
    if (this.isAway) return;
    this.timer ??= setTimeout(() => {
      this.stopWaiting();
      this.isAway = true;
      this.page.unload();
    }, restMs);
  }

  dispose(): void {
    this.stopWaiting();
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
