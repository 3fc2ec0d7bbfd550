import { setStatement } from '../flinkSql/translation/settings.js';
import { cancellation } from './cancellation.js';
import { CommandFailure, printable } from './failure.js';
import { gatewayFor } from './gateway.js';
import { stopJob } from './stopJob.js';

export interface StopOnFlinkOptions {
  /** The SQL Gateway. */
  readonly on: string;
  readonly savepoint: boolean;
  /** Where the savepoint goes, a URI of the cluster's file systems. */
  readonly to: string | undefined;
}

/** `checkpoint-lens stop JOB --on GATEWAY`: prints where the savepoint is, or that the job is stopped. */
export async function stopOnFlink(meant: string, options: StopOnFlinkOptions): Promise<void> {
  const signal = cancellation();
  const gateway = await gatewayFor(options, signal);
  try {
    const { session } = gateway;
    if (options.to !== undefined) {
      await session.execute(setStatement(['execution.checkpointing.savepoint-dir', options.to]), signal);
    }
    const { rows } = await session.execute('SHOW JOBS', signal);
    const stopped = await stopJob(session, jobMeant(meant, rows, gateway.url), options.savepoint);
    process.stdout.write(
      stopped.kind === 'savepoint' ? `${printable(stopped.location)}\n` : `Stopped ${printable(meant)}.\n`,
    );
  } finally {
    await gateway.close();
  }
}

/** Of what `SHOW JOBS` gives: id, name, state and start of each. */
function jobMeant(meant: string, rows: readonly (readonly unknown[])[], url: string): string {
  const running = rows.filter(([, , state]) => !['FINISHED', 'CANCELED', 'FAILED'].includes(String(state)));
  const found = running.filter(([id, name]) => id === meant || name === meant);
  const [job, other] = found.map(([id]) => String(id));
  if (job === undefined) {
    const names = running.map(([id, name]) => `${String(name)} (${String(id)})`);
    const others = names.length === 0 ? 'None runs' : `Running: ${names.join(', ')}`;
    throw new CommandFailure([printable(`${url}: no running job is ${meant}. ${others}.`)]);
  }
  if (other !== undefined) {
    throw new CommandFailure([
      printable(`${url}: several jobs are named ${meant}: give the id of one of them.`),
    ]);
  }
  return job;
}
