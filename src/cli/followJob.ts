import { isTerminal } from '../flink/clusterAnswers.js';
import type { FlinkClient } from '../flink/client.js';
import type { RecorderEvent } from '../flink/recorderEvent.js';
import { askHowToEnd } from './askHowToEnd.js';
import { readRootCause } from '../formats/flinkRest/exceptionsBody.js';
import { isFields } from '../trace/json/fields.js';
import { Findings } from '../trace/json/findings.js';
import type { Trace } from '../trace/model.js';
import { messageOf } from '../engine/errors.js';
import type { OpenGateway } from './gateway.js';
import { recordInto } from './recordJob.js';
import { RecordProgress } from './recordProgress.js';
import { stopJob } from './stopJob.js';

/** How a job came to its end, or the watching of it. */
export type JobEnd =
  | { readonly kind: 'ended'; readonly state: string; readonly afterMs: number }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'savepoint'; readonly location: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'left' };

export interface Following {
  readonly job: string;
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
  gateway: OpenGateway,
  { job, trace, checkpoints, durationMs, changed }: Following,
  signal: AbortSignal,
): Promise<JobEnd> {
  const progress = new RecordProgress(process.stderr);
  const started = performance.now();
  const recording = new AbortController();
  let ending: Promise<JobEnd | undefined> | undefined;
  let completed = 0;
  const end = (how: () => Promise<JobEnd>): void => {
    ending ??= how().then(
      (ended) => {
        // A job that has stopped is recorded to its end; one that goes on is left.
        if (ended.kind === 'left') recording.abort();
        return ended;
      },
      (error: unknown) => {
        progress.say(messageOf(error));
        return undefined;
      },
    );
  };
  const onSignal = (): void => end(() => askedEnd(gateway, job));
  const stop = (): void => end(() => stopJob(gateway.session, job, false));
  const timer = durationMs === Infinity ? undefined : setTimeout(stop, durationMs);
  signal.addEventListener('abort', onSignal);
  if (signal.aborted) onSignal();
  const heard = (event: RecorderEvent): void => {
    if (event.kind !== 'checkpointEnded' || event.checkpoint.status !== 'completed') return;
    completed += 1;
    if (completed >= checkpoints) stop();
  };
  try {
    const follows = ({ id }: { readonly id: string }): boolean => id === job;
    const settings = { follows, pollMs, durationMs: Infinity };
    await recordInto(client, trace, settings, progress, recording.signal, { onEvent: heard, changed });
    progress.say(progress.summary());
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onSignal);
  }
  return (await ending) ?? (await ownEnd(client, job, performance.now() - started));
}

/** What a person wants; where nobody can be asked, a savepoint. A savepoint that fails leaves the job running. */
async function askedEnd(gateway: OpenGateway, job: string): Promise<JobEnd> {
  const answer = await askHowToEnd();
  if (answer === 'leave') return { kind: 'left' };
  return stopJob(gateway.session, job, answer === 'savepoint').catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    return { kind: 'left' } as const;
  });
}

async function ownEnd(client: FlinkClient, job: string, afterMs: number): Promise<JobEnd> {
  const known = (await client.jobs()).find(({ id }) => id === job);
  if (known === undefined || !isTerminal(known)) return { kind: 'left' };
  if (known.state !== 'FAILED') return { kind: 'ended', state: known.state, afterMs };
  const exceptions = await client.get(`/jobs/${job}/exceptions`);
  const cause = isFields(exceptions) ? readRootCause(exceptions, new Findings()) : undefined;
  return { kind: 'failed', reason: cause ?? 'Flink does not say why: see the JobManager’s log.' };
}
