import { sentence } from '../flink/answerProblem.js';
import type { GatewaySession } from '../flink/gateway/gatewaySession.js';
import { CommandFailure, printable } from './failure.js';
import { messageOf } from '../engine/errors.js';

export type Stopped =
  { readonly kind: 'savepoint'; readonly location: string } | { readonly kind: 'stopped' };

/**
 * Stops a job of the session's cluster.
 *
 * @throws {CommandFailure} where Flink does not, in its words; the job goes on
 */
export async function stopJob(
  session: GatewaySession,
  job: string,
  withSavepoint: boolean,
): Promise<Stopped> {
  const statement = `STOP JOB '${job}'${withSavepoint ? ' WITH SAVEPOINT' : ''}`;
  try {
    const { rows } = await session.execute(statement);
    const location = rows[0]?.[0];
    return withSavepoint && typeof location === 'string'
      ? { kind: 'savepoint', location }
      : { kind: 'stopped' };
  } catch (error) {
    throw new CommandFailure(
      [printable(`Job ${job} was not stopped and goes on: ${sentence(messageOf(error))}`)],
      { cause: error },
    );
  }
}
