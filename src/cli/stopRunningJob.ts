import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../engine/errors.js';
import { sentence } from '../flink/answerProblem.js';
import type { FlinkClient } from '../flink/client.js';
import { CommandFailure, printable } from './failure.js';
import type { Stopped } from './stopJob.js';

/** For so long a savepoint waits for the tasks of a job that starts, and so often it is tried, ms. */
const patienceMs = 30_000;
const tryMs = 1000;

/**
 * Stops a job by its JobManager, without the gateway that submitted it.
 *
 * @throws {CommandFailure} where Flink does not, in its words; the job goes on
 */
export async function stopRunningJob(
  client: FlinkClient,
  job: string,
  withSavepoint: boolean,
): Promise<Stopped> {
  try {
    if (withSavepoint) return { kind: 'savepoint', location: await savepointOf(client, job) };
    await client.cancel(job);
    return { kind: 'stopped' };
  } catch (error) {
    const reason = isWithoutTasks(error)
      ? 'not all of its tasks run, and so it can take no savepoint now.'
      : sentence(messageOf(error));
    throw new CommandFailure([printable(`Job ${job} was not stopped and goes on: ${reason}`)], {
      cause: error,
    });
  }
}

/** A job that has just been submitted takes none before all its tasks run; one that failed and restarts is not waited for. */
async function savepointOf(client: FlinkClient, job: string): Promise<string> {
  for (const until = performance.now() + patienceMs; ;) {
    try {
      return await client.stopWithSavepoint(job);
    } catch (error) {
      if (!isWithoutTasks(error) || performance.now() > until || !(await isStarting(client, job))) {
        throw error;
      }
      await sleep(tryMs);
    }
  }
}

function isWithoutTasks(error: unknown): boolean {
  return /not all required tasks are currently running/i.test(messageOf(error));
}

async function isStarting(client: FlinkClient, job: string): Promise<boolean> {
  const state = (await client.job(job))?.state;
  return state === 'INITIALIZING' || state === 'CREATED' || state === 'RUNNING';
}
