import { messageOf } from '../engine/errors.js';
import { sentence } from '../flink/answerProblem.js';
import { StatementError } from '../flink/gateway/gatewayClient.js';
import type { GatewaySession } from '../flink/gateway/gatewaySession.js';
import { setStatement } from '../flinkSql/translation/settings.js';
import { CommandFailure, printable } from './failure.js';
import type { Stopped, StopWish } from './stopRunningJob.js';

/** A job as `SHOW JOBS` has it. */
export interface JobOfSession {
  readonly id: string;
  readonly name: string;
  /** Flink's word, as in `RUNNING`. */
  readonly state: string;
}

/** All jobs that the session's cluster still knows. */
export async function jobsOfSession(
  session: GatewaySession,
  signal: AbortSignal,
): Promise<readonly JobOfSession[]> {
  const { rows } = await session.execute('SHOW JOBS', signal);
  return rows.map(([id, name, state]) => ({ id: String(id), name: String(name), state: String(state) }));
}

/**
 * Has the gateway stop a job of the session's cluster.
 *
 * @throws {CommandFailure} where Flink does not, in its words, or the gateway does not say whether it does
 */
export async function stopJob(
  session: GatewaySession,
  job: string,
  { savepoint, to }: StopWish,
): Promise<Stopped> {
  if (to !== undefined) {
    await session.execute(setStatement(['execution.checkpointing.savepoint-dir', to]));
  }
  try {
    const { rows } = await session.execute(`STOP JOB '${job}'${savepoint ? ' WITH SAVEPOINT' : ''}`);
    const location = rows[0]?.[0];
    return savepoint && typeof location === 'string' ? { kind: 'savepoint', location } : { kind: 'stopped' };
  } catch (error) {
    const reason = sentence(messageOf(error));
    const outcome =
      error instanceof StatementError
        ? `Job ${job} was not stopped and goes on: ${reason}`
        : `Whether job ${job} stops is not known: ${reason}`;
    throw new CommandFailure([printable(outcome)], { cause: error });
  }
}
