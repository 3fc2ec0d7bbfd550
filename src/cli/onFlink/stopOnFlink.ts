import type { FlinkClient } from '../../flink/client.js';
import { isTerminal } from '../../flink/clusterAnswers.js';
import { cancellation } from '../cancellation.js';
import { CommandFailure, printable } from '../failure.js';
import { connectionOf, jobManagerConnection, type ConnectionOptions } from '../flinkConnection.js';
import { gatewayFor, type GatewayOptions, type OpenGateway } from './gateway.js';
import { clientOf } from '../recordJob.js';
import { jobsOfSession, stopJob, type JobOfSession } from '../stopJob.js';
import { stopRunningJob, type Stopped, type StopWish } from '../stopRunningJob.js';

export type StopOnFlinkOptions = StopWish &
  /** The SQL Gateway, or the JobManager, which needs none. */
  (GatewayOptions | ConnectionOptions);

/** `checkpoint-lens stop JOB --on GATEWAY` or `--flink JOBMANAGER`: prints where the savepoint is, or that the job is stopped. */
export async function stopOnFlink(meant: string, options: StopOnFlinkOptions): Promise<void> {
  const signal = cancellation();
  const stopped =
    'flink' in options
      ? await stopAtJobManager(meant, options, signal)
      : await stopThroughGateway(meant, options, signal);
  process.stdout.write(
    stopped.kind === 'savepoint' ? `${printable(stopped.location)}\n` : `Stopped ${printable(meant)}.\n`,
  );
}

async function stopAtJobManager(
  meant: string,
  options: StopWish & ConnectionOptions,
  signal: AbortSignal,
): Promise<Stopped> {
  const client = await clientOf(await connectionOf(options, process.env));
  try {
    const job = jobMeant(meant, await client.jobs(signal), client.url);
    return await stopRunningJob(client, job, options);
  } finally {
    await client.close();
  }
}

/** The gateway says where its JobManager is, which stops the job; where that is not reached from here, the gateway has it do so. */
async function stopThroughGateway(
  meant: string,
  options: StopWish & GatewayOptions,
  signal: AbortSignal,
): Promise<Stopped> {
  const gateway = await gatewayFor(options, signal);
  let client: FlinkClient | undefined;
  try {
    client = await jobManagerOf(gateway, options, signal);
    const jobs = await client?.jobs(signal).catch(() => signal.throwIfAborted());
    if (client !== undefined && jobs !== undefined) {
      return await stopRunningJob(client, jobMeant(meant, jobs, client.url), options);
    }
    const { session, url } = gateway;
    return await stopJob(session, jobMeant(meant, await jobsOfSession(session, signal), url), options);
  } finally {
    await client?.close();
    await gateway.close();
  }
}

async function jobManagerOf(
  { session }: OpenGateway,
  options: GatewayOptions,
  signal: AbortSignal,
): Promise<FlinkClient | undefined> {
  const flink = await session.clusterUrl(signal);
  if (flink === undefined) return undefined;
  return clientOf(await jobManagerConnection({ ...options, flink }, false, process.env));
}

function jobMeant(meant: string, jobs: readonly JobOfSession[], url: string): string {
  const running = jobs.filter((job) => !isTerminal(job));
  const [job, other] = running.filter(({ id, name }) => id === meant || name === meant);
  if (job === undefined) {
    const names = running.map(({ id, name }) => `${name} (${id})`);
    const others = names.length === 0 ? 'None runs' : `Running: ${names.join(', ')}`;
    throw new CommandFailure([printable(`${url}: no running job is ${meant}. ${others}.`)]);
  }
  if (other !== undefined) {
    throw new CommandFailure([
      printable(`${url}: several jobs are named ${meant}: give the id of one of them.`),
    ]);
  }
  return job.id;
}
