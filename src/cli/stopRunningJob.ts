import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../engine/errors.js';
import { sentence } from '../flink/answerProblem.js';
import type { FlinkClient } from '../flink/client.js';
import { isTerminal } from '../flink/clusterAnswers.js';
import { isPassing } from '../flink/flinkError.js';
import { CommandFailure, printable } from './failure.js';
import { checkpointFolder } from './onFlink/checkpointFolder.js';

export type Stopped =
  { readonly kind: 'savepoint'; readonly location: string } | { readonly kind: 'stopped' };

/** The job that was to be stopped had come to its end, or `isLost` with a JobManager that kept nothing of it. */
export class JobEndedError extends CommandFailure {
  constructor(
    line: string,
    readonly isLost: boolean,
  ) {
    super([printable(line)]);
  }
}

/** For so long a savepoint waits for the tasks of a job that starts, and so often it is tried, ms. */
const usualPatienceMs = 30_000;
const tryMs = 1000;

/** What of a job is wanted at its end: `to` is where the savepoint goes, a URI of the cluster's file systems. */
export interface StopWish {
  readonly savepoint: boolean;
  readonly to?: string | undefined;
}

/**
 * Stops a job by its JobManager, without the gateway that submitted it.
 *
 * @throws {CommandFailure} where Flink does not, in its words, or does not say whether it does; {@link JobEndedError}
 */
export async function stopRunningJob(
  client: FlinkClient,
  job: string,
  { savepoint, to }: StopWish,
  patienceMs = usualPatienceMs,
): Promise<Stopped> {
  try {
    if (savepoint) return { kind: 'savepoint', location: await savepointOf(client, job, to, patienceMs) };
    await client.cancel(job);
    return { kind: 'stopped' };
  } catch (error) {
    const jobs = await client.jobs().catch(() => undefined);
    const known = jobs?.find(({ id }) => id === job);
    if (jobs !== undefined && known === undefined) throw new JobEndedError(lostText(client, job), true);
    if (known !== undefined && isTerminal(known)) {
      throw new JobEndedError(`Job ${job} had ended before: ${known.state}.`, false);
    }
    throw failureOf(job, error);
  }
}

/** A JobManager without high availability that is started again begins with nothing. */
export function lostText({ url }: FlinkClient, job: string): string {
  return `${url} does not know job ${job} any more: its JobManager was started anew, and kept nothing of its jobs.`;
}

function failureOf(job: string, error: unknown): CommandFailure {
  if (isPassing(error)) {
    return new CommandFailure(
      [printable(`Whether job ${job} stops is not known: ${sentence(messageOf(error))}`)],
      { cause: error },
    );
  }
  const reason = isWithoutTasks(error)
    ? 'not all of its tasks run, and so it can take no savepoint now.'
    : isWithoutFolder(error)
      ? 'its cluster has no folder for savepoints. Set execution.checkpointing.savepoint-dir there, or give stop --to.'
      : sentence(messageOf(error));
  return new CommandFailure([printable(`Job ${job} was not stopped and goes on: ${reason}`)], {
    cause: error,
  });
}

/**
 * A job that has just been submitted takes none before all its tasks run, and tells with its first checkpoint where they are; one that
 * failed and restarts is not waited for.
 */
async function savepointOf(
  client: FlinkClient,
  job: string,
  to: string | undefined,
  patienceMs: number,
): Promise<string> {
  let targetDirectory = to;
  for (const until = performance.now() + patienceMs; ;) {
    try {
      return await client.stopWithSavepoint(job, { targetDirectory });
    } catch (error) {
      const isFolderMissing = isWithoutFolder(error);
      // As on the embedded engine, it goes where the checkpoints are.
      if (isFolderMissing) targetDirectory = await checkpointFolder(client, job);
      if (targetDirectory !== undefined && isFolderMissing) continue;
      const mayPass = isFolderMissing || isWithoutTasks(error);
      if (!mayPass || performance.now() > until || !(await isStarting(client, job))) throw error;
      await sleep(tryMs);
    }
  }
}

function isWithoutFolder(error: unknown): boolean {
  return /savepoint-dir\] is not set|savepoints\.dir\] is not set|\[targetDirectory\] must be provided/i.test(
    messageOf(error),
  );
}

function isWithoutTasks(error: unknown): boolean {
  return /not all required tasks are currently running/i.test(messageOf(error));
}

async function isStarting(client: FlinkClient, job: string): Promise<boolean> {
  const state = (await client.job(job))?.state;
  return state === 'INITIALIZING' || state === 'CREATED' || state === 'RUNNING';
}
