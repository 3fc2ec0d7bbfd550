import { answerAt } from '../control/controlLine.js';
import type { ControlAnswer, ControlRequest } from '../control/controlMessages.js';
import { addressFor, announce, type RunningRun } from '../control/runningRuns.js';
import { messageOf } from '../errors.js';
import type { JobRun } from './jobRun.js';

/**
 * Makes a run known to this user's other processes on this machine, which may ask it for a savepoint or to stop.
 *
 * @returns what ends that. A run goes on without it where it is not possible, and a notice says why.
 */
export async function controlled(
  job: JobRun,
  run: Omit<RunningRun, 'address' | 'pid'>,
  notice: (text: string) => void,
): Promise<() => void> {
  try {
    const { pid } = process;
    const address = addressFor(pid);
    const server = await answerAt(address, (request) => answerTo(job, request));
    const withdraw = announce({ ...run, pid, address });
    return () => {
      withdraw();
      server.close();
    };
  } catch (error) {
    notice(`The commands savepoint and stop will not find this run: ${messageOf(error)}.`);
    return () => undefined;
  }
}

async function answerTo(job: JobRun, request: ControlRequest): Promise<ControlAnswer> {
  if (request.type === 'stop') {
    job.stop('cancelled');
    return { type: 'stopping' };
  }
  const result = await job.savepoint(request.to, request.stop);
  return 'failure' in result ? { type: 'failed', reason: result.failure } : { type: 'savepoint', ...result };
}
