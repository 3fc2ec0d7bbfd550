import { isTerminal } from '../flink/clusterAnswers.js';
import type { FlinkClient } from '../flink/client.js';
import type { RecorderEvent } from '../flink/recorderEvent.js';
import type { Trace } from '../trace/model.js';
import { messageOf } from '../engine/errors.js';
import { askHowToEnd, canAsk } from './askHowToEnd.js';
import type { EndWish, EndWishes } from './endWishes.js';
import { failureText, newestFailure, watchFailures, type DefinedJob } from './jobFailures.js';
import { recordInto } from './recordJob.js';
import { RecordProgress } from './recordProgress.js';
import { report } from './report.js';
import { stopRunningJob } from './stopRunningJob.js';

/** How a job came to its end, or the watching of it. */
export type JobEnd =
  | { readonly kind: 'ended'; readonly state: string; readonly afterMs: number }
  /** `reason` is a sentence with its place. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'savepoint'; readonly location: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'left' };

export interface Following {
  readonly defined: DefinedJob;
  /** The file to record into. */
  readonly trace: string;
  /** Stops the job after so many completed checkpoints. */
  readonly checkpoints: number;
  readonly durationMs: number;
  /** What is written of the trace. */
  readonly changed: (trace: Trace) => Trace;
}

/** From one look at the checkpoints to the next, ms. */
const pollMs = 500;

/** Records a job until it ends, is stopped by a limit, or by a person, who is asked how. */
export async function followJob(
  client: FlinkClient,
  { defined, trace, checkpoints, durationMs, changed }: Following,
  wishes: EndWishes,
): Promise<JobEnd> {
  const { job } = defined;
  const progress = new RecordProgress(process.stderr);
  const started = performance.now();
  const ending = new Ending(client, job, progress);
  const stop = (): void => ending.begin(() => stopRunningJob(client, job, false));
  const timer = durationMs === Infinity ? undefined : setTimeout(stop, durationMs);
  const forget = wishes.onWish((wish) => ending.wished(wish));
  if (wishes.last !== undefined) ending.wished(wishes.last);
  let completed = 0;
  const heard = (event: RecorderEvent): void => {
    if (event.kind !== 'checkpointEnded' || event.checkpoint.status !== 'completed') return;
    completed += 1;
    if (completed >= checkpoints) stop();
  };
  const over = new AbortController();
  const restarts = (reason: string): void => {
    progress.say(reason);
    report({ type: 'restarts', reason });
  };
  const failures = watchFailures(client, defined, restarts, over.signal);
  try {
    const follows = ({ id }: { readonly id: string }): boolean => id === job;
    const settings = { follows, pollMs, durationMs: Infinity };
    await recordInto(client, trace, settings, progress, ending.signal, { onEvent: heard, changed });
    progress.say(progress.summary());
  } finally {
    clearTimeout(timer);
    forget();
    over.abort();
    await failures;
  }
  return (await ending.outcome) ?? (await ownEnd(client, defined, performance.now() - started));
}

/** The end of a job that somebody wished, one at a time: a wish that did not come true may be followed by another. */
class Ending {
  private readonly leaving = new AbortController();
  private under: Promise<JobEnd | undefined> | undefined;

  constructor(
    private readonly client: FlinkClient,
    private readonly job: string,
    private readonly progress: RecordProgress,
  ) {}

  /** Aborted where the job is left: one that is stopped is recorded to its end. */
  get signal(): AbortSignal {
    return this.leaving.signal;
  }

  /** Undefined where nobody's wish has ended it. */
  get outcome(): Promise<JobEnd | undefined> {
    return this.leaving.signal.aborted ? Promise.resolve({ kind: 'left' }) : Promise.resolve(this.under);
  }

  begin(how: () => Promise<JobEnd>): void {
    this.under ??= how().then(
      (end) => {
        if (end.kind === 'left') this.leaving.abort();
        return end;
      },
      (error: unknown) => {
        const reason = messageOf(error);
        this.progress.say(reason);
        report({ type: 'goesOn', reason });
        this.under = undefined;
        return undefined;
      },
    );
  }

  /** Who says it twice does not want to wait. */
  wished(wish: EndWish): void {
    if (wish === 'leave' || (wish === 'ask' && this.under !== undefined)) this.leaving.abort();
    else this.begin(() => this.asked(wish));
  }

  private async asked(wish: EndWish): Promise<JobEnd> {
    const answer = wish === 'ask' ? await askHowToEnd() : wish;
    if (answer === 'leave') return { kind: 'left' };
    const stopped = stopRunningJob(this.client, this.job, answer === 'savepoint');
    if (wish !== 'ask' || canAsk()) return stopped;
    // Nobody is there to wish anything else.
    return stopped.catch((error: unknown) => {
      this.progress.say(messageOf(error));
      return { kind: 'left' };
    });
  }
}

async function ownEnd(client: FlinkClient, defined: DefinedJob, afterMs: number): Promise<JobEnd> {
  const known = await client.job(defined.job);
  if (known === undefined || !isTerminal(known)) return { kind: 'left' };
  if (known.state !== 'FAILED') return { kind: 'ended', state: known.state, afterMs };
  const failure = await newestFailure(client, defined.job);
  const reason = `${defined.file}: ${defined.name} failed on Flink, which does not say why: see the JobManager’s log.`;
  return { kind: 'failed', reason: failure === undefined ? reason : failureText(failure, defined) };
}
