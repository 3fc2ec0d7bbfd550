import { messageOf } from '../../engine/errors.js';
import type { FlinkClient } from '../../flink/client.js';
import type { JobEnding } from '../../flink/runReport.js';
import { askHowToEnd, canAsk } from './askHowToEnd.js';
import type { EndWish } from './endWishes.js';
import type { RecordProgress } from '../recordProgress.js';
import { report } from '../report.js';
import { JobEndedError, stopRunningJob, type Stopped } from '../stopRunningJob.js';

/** What came of a wish: of a job that is left, that it goes on, that it is being stopped, or why it was not. */
export type WishedJobEnd =
  | Stopped
  | { readonly kind: 'left' }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'unstopped'; readonly reason: string };

/** The end of a job that somebody wished, one at a time: a wish that did not come true may be followed by another. */
export class WishedEnd {
  private readonly leaving = new AbortController();
  private under: Promise<WishedJobEnd | undefined> | undefined;
  private isStopping = false;
  /** What is told where the job is left; undefined where nothing of it is left. */
  private left: WishedJobEnd | undefined;

  /** @param savepoints where they go, a URI of the cluster's file systems; undefined for its own default */
  constructor(
    private readonly client: FlinkClient,
    private readonly job: string,
    private readonly savepoints: string | undefined,
    private readonly progress: RecordProgress,
  ) {}

  /** Aborted where the job is left: one that is stopped is recorded to its end. */
  get signal(): AbortSignal {
    return this.leaving.signal;
  }

  /** Undefined where nobody's wish has ended it. */
  get outcome(): Promise<WishedJobEnd | undefined> {
    if (!this.leaving.signal.aborted) return Promise.resolve(this.under);
    return Promise.resolve(this.isStopping ? { kind: 'stopping' } : this.left);
  }

  /** Because a limit is reached, without a savepoint. */
  limit(): void {
    this.begin(() => this.stop('cancel'));
  }

  /** Who says it twice does not want to wait. */
  wished(wish: EndWish): void {
    const isSecond = wish === 'ask' && this.under !== undefined;
    if (isSecond || wish === 'leave') this.leave({ kind: 'left' });
    else this.begin(() => this.asked(wish));
  }

  private begin(how: () => Promise<WishedJobEnd>): void {
    this.under ??= how().then(
      (end) => {
        if (end.kind === 'left' || end.kind === 'unstopped') this.leave(end);
        return end;
      },
      (error: unknown) => {
        this.under = undefined;
        this.failed(error);
        return undefined;
      },
    );
  }

  private failed(error: unknown): void {
    if (this.leaving.signal.aborted) return;
    if (error instanceof JobEndedError) {
      if (error.isLost) this.leave(undefined);
      return;
    }
    const reason = messageOf(error);
    this.progress.say(reason);
    report({ type: 'goesOn', reason });
  }

  private leave(as: WishedJobEnd | undefined): void {
    this.left ??= as;
    this.leaving.abort();
  }

  private async asked(wish: EndWish): Promise<WishedJobEnd> {
    const answer = wish === 'ask' ? await askHowToEnd() : wish;
    if (answer === 'leave') return { kind: 'left' };
    const stopped = this.stop(answer);
    if (wish !== 'ask' || canAsk()) return stopped;
    // Nobody is there to wish anything else.
    return stopped.catch((error: unknown) => {
      if (error instanceof JobEndedError) throw error;
      return { kind: 'unstopped', reason: messageOf(error) };
    });
  }

  private async stop(how: Exclude<JobEnding, 'leave'>): Promise<Stopped> {
    this.isStopping = true;
    try {
      const wish = { savepoint: how === 'savepoint', to: this.savepoints };
      return await stopRunningJob(this.client, this.job, wish);
    } finally {
      this.isStopping = false;
    }
  }
}
