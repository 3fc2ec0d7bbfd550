import { isTerminal } from '../../flink/clusterAnswers.js';
import type { FlinkClient } from '../../flink/client.js';
import type { RecorderEvent } from '../../flink/recorderEvent.js';
import type { Trace } from '../../trace/model.js';
import type { EndWishes } from './endWishes.js';
import { printable } from '../failure.js';
import { failureText, newestFailure, RestartReasons, type DefinedJob } from './jobFailures.js';
import { recordInto } from '../recordJob.js';
import { RecordProgress } from '../recordProgress.js';
import { report } from '../report.js';
import { lostText } from '../stopRunningJob.js';
import { WishedEnd, type WishedJobEnd } from './wishedEnd.js';

/** How a job came to its end, or the watching of it. */
export type JobEnd =
  | WishedJobEnd
  | { readonly kind: 'ended'; readonly state: string; readonly afterMs: number }
  /** `reason` is a sentence with its place. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Following {
  readonly defined: DefinedJob;
  /** The file to record into. */
  readonly trace: string;
  /** Stops the job after so many completed checkpoints. */
  readonly checkpoints: number;
  readonly durationMs: number;
  /** Where a savepoint goes, a URI of the cluster's file systems; undefined for its own default. */
  readonly savepoints: string | undefined;
  /** What is written of the trace. */
  readonly changed: (trace: Trace) => Trace;
}

/** From one look at the checkpoints to the next, ms. */
const pollMs = 500;

/** Records a job until it ends, is stopped by a limit, or by a person, who is asked how. */
export async function followJob(
  client: FlinkClient,
  { defined, trace, checkpoints, durationMs, savepoints, changed }: Following,
  wishes: EndWishes,
): Promise<JobEnd> {
  const { job } = defined;
  const progress = new RecordProgress(process.stderr);
  const started = performance.now();
  const ending = new WishedEnd(client, job, savepoints, progress);
  const stop = (): void => ending.limit();
  const timer = durationMs === Infinity ? undefined : setTimeout(stop, durationMs);
  const forget = wishes.onWish((wish) => ending.wished(wish));
  if (wishes.last !== undefined) ending.wished(wishes.last);
  const reasons = new RestartReasons(defined);
  let completed = 0;
  const heard = (event: RecorderEvent): void => {
    if (event.kind === 'exceptions') sayRestart(reasons.newIn(event), progress);
    if (event.kind !== 'checkpointEnded' || event.checkpoint.status !== 'completed') return;
    completed += 1;
    if (completed >= checkpoints) stop();
  };
  try {
    const follows = ({ id }: { readonly id: string }): boolean => id === job;
    const settings = { follows, pollMs, durationMs: Infinity };
    await recordInto(client, trace, settings, progress, ending.signal, { onEvent: heard, changed });
    progress.say(progress.summary());
  } finally {
    clearTimeout(timer);
    forget();
  }
  return (await ending.outcome) ?? (await ownEnd(client, defined, performance.now() - started));
}

function sayRestart(reason: string | undefined, progress: RecordProgress): void {
  if (reason === undefined) return;
  progress.say(reason);
  report({ type: 'restarts', reason });
}

async function ownEnd(client: FlinkClient, defined: DefinedJob, afterMs: number): Promise<JobEnd> {
  const known = await client.job(defined.job);
  if (known === undefined) {
    return { kind: 'failed', reason: printable(`${defined.file}: ${lostText(client, defined.job)}`) };
  }
  if (!isTerminal(known)) return { kind: 'left' };
  if (known.state !== 'FAILED') return { kind: 'ended', state: known.state, afterMs };
  const failure = await newestFailure(client, defined.job);
  const reason = `${defined.file}: ${defined.name} failed on Flink, which does not say why: see the JobManager’s log.`;
  return { kind: 'failed', reason: failure === undefined ? reason : failureText(failure, defined) };
}
