import { open } from 'node:fs/promises';
import { UsageError } from '../../engine/errors.js';
import type { FlinkClient } from '../../flink/client.js';
import { isTerminal } from '../../flink/clusterAnswers.js';
import { CommandFailure, printable } from '../failure.js';
import type { Submitted } from './submitOnFlink.js';

/**
 * A job that was submitted before, and its JobManager.
 *
 * @throws {UsageError} without a JobManager; {CommandFailure} where that has no such job, or not any more
 */
export async function attachedJob(
  job: string,
  flink: string | undefined,
  connect: (url: string, isNamed: boolean) => Promise<FlinkClient>,
): Promise<Submitted> {
  if (flink === undefined) throw new UsageError('--attach: give --flink too, the JobManager of the job.');
  const client = await connect(flink, true);
  try {
    const known = await client.job(job);
    if (known === undefined) throw new CommandFailure([printable(`${client.url}: knows no job ${job}.`)]);
    if (isTerminal(known)) {
      throw new CommandFailure([printable(`${client.url}: job ${job} has ended: ${known.state}.`)]);
    }
    return { job, client };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** A recording names its job in its first answers; so far is looked, bytes. */
const headBytes = 1 << 18;

/** Whether a recording is of this job, so that it can go on; false where there is none. */
export async function isRecordingOf(file: string, job: string): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const head = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    return head.toString('latin1', 0, bytesRead).includes(`"path":"/jobs/${job}`);
  } finally {
    await handle.close();
  }
}
