import type { FromWebview, PageAnswers, PictureWishes, ToWebview } from '../../protocol.js';

/** Questions to a page. Its view abandons them when the page is hidden. */
export class PageQuestions {
  private readonly open = new Map<number, (answer: unknown) => void>();
  private next = 1;

  constructor(private readonly post: (message: Extract<ToWebview, { type: 'ask' }>) => void) {}

  /** What the page answers; undefined where it cannot. */
  ask<What extends keyof PageAnswers>(
    what: What,
    wishes?: PictureWishes,
  ): Promise<PageAnswers[What] | undefined> {
    const id = this.next++;
    return new Promise((resolve) => {
      this.open.set(id, resolve as (answer: unknown) => void);
      this.post({ type: 'ask', id, what, wishes });
    });
  }

  answered({ id, answer }: FromWebview & { type: 'answer' }): void {
    this.open.get(id)?.(answer);
    this.open.delete(id);
  }

  /** Nobody answers what is still open. */
  abandon(): void {
    for (const resolve of this.open.values()) resolve(undefined);
    this.open.clear();
  }
}
