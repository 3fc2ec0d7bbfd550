import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlinkClient } from '../../flink/client.js';
import { FlinkError } from '../../flink/flinkError.js';
import type { SqlScript } from '../../flinkSql/translation/translate.js';
import { messageOf } from '../../engine/errors.js';
import type { EndWishes } from './endWishes.js';
import { CommandFailure, printable } from '../failure.js';
import { gatewayFor, type GatewayOptions } from './gateway.js';
import { report } from '../report.js';
import { cancelled, LostWhileSubmittingError, submitScript } from './submitScript.js';

/** A cluster that has taken a job without the gateway's saying so shows it within this time, ms. */
const appearsMs = 10_000;
const lookMs = 1000;

export interface Submitted {
  readonly job: string;
  /** Of the JobManager; undefined where nobody says where it is, or it is not reached. */
  readonly client: FlinkClient | undefined;
}

export interface SubmitParts {
  readonly pipeline: string;
  readonly script: SqlScript;
  readonly options: GatewayOptions & { readonly flink?: string; readonly detach?: true };
  readonly wishes: EndWishes;
  /** Makes a client of the JobManager at a URL; `isNamed` where a person gave it. */
  readonly connect: (url: string, isNamed: boolean) => Promise<FlinkClient>;
  readonly say: (text: string) => void;
}

/**
 * Submits a translated pipeline in a session of its own, which is closed again whatever happens: the job needs none.
 *
 * @throws {CommandFailure} where there is no job, or it is not known whether there is one
 */
export async function submitOnFlink(parts: SubmitParts): Promise<Submitted> {
  const { pipeline, script, options, wishes, connect, say } = parts;
  report({ type: 'stage', stage: 'session' });
  const gateway = await gatewayFor(options, wishes.signal).catch((error: unknown) => {
    throw wishes.signal.aborted ? cancelled(script.job) : error;
  });
  let client: FlinkClient | undefined;
  try {
    say(`${gateway.url}: SQL Gateway of Flink ${printable(gateway.version)}.`);
    const cluster = options.flink ?? (await gateway.session.clusterUrl(wishes.signal));
    client = cluster === undefined ? undefined : await connect(cluster, options.flink !== undefined);
    const before = await jobsBefore(client, gateway.url, parts);
    if (before === undefined) {
      await client?.close();
      client = undefined;
    }
    const submit = submitScript(script, resolve(pipeline), gateway, wishes, say);
    const job = await submit.catch((error: unknown) => {
      if (!(error instanceof LostWhileSubmittingError)) throw error;
      return foundOnCluster(error, { name: script.job, client, before, say });
    });
    return { job, client };
  } catch (error) {
    await client?.close();
    throw wishes.signal.aborted && !(error instanceof CommandFailure) ? cancelled(script.job) : error;
  } finally {
    await gateway.close();
  }
}

/**
 * Jobs that are there already; undefined where the cluster does not say.
 *
 * @throws {CommandFailure} where nobody could watch the job, though it is to be watched
 */
async function jobsBefore(
  client: FlinkClient | undefined,
  gateway: string,
  { options, wishes }: SubmitParts,
): Promise<ReadonlySet<string> | undefined> {
  try {
    if (client === undefined) throw new CommandFailure([`${gateway} does not say where its cluster is.`]);
    return new Set((await client.jobs(wishes.signal)).map(({ id }) => id));
  } catch (error) {
    if (wishes.signal.aborted) throw error;
    if (options.detach === true) return undefined;
    throw new CommandFailure([printable(`${messageOf(error)} ${hints}`)], { cause: error });
  }
}

const hints =
  'Nothing was submitted: give --flink with the JobManager’s address as it is reached from here, or --detach to leave the job unwatched.';

interface Search {
  readonly name: string;
  readonly client: FlinkClient | undefined;
  readonly before: ReadonlySet<string> | undefined;
  readonly say: (text: string) => void;
}

/** The gateway was lost: whether the job runs is what the cluster says. @throws {CommandFailure} where that is not certain */
async function foundOnCluster(
  lost: LostWhileSubmittingError,
  { name, client, before, say }: Search,
): Promise<string> {
  const what = lost.isGivenUp ? `${name}: not waited for any longer.` : messageOf(lost.reason);
  say(printable(`${what} Looking for ${name} on the cluster.`));
  const patienceMs = lost.isGivenUp ? 0 : appearsMs;
  const found = client && before && (await newJobs(client, name, before, patienceMs));
  const [job, ...others] = found ?? [];
  if (job !== undefined && others.length === 0) {
    say(printable(`The cluster has taken ${name} all the same.`));
    return job;
  }
  throw new CommandFailure([printable(`${what} ${lostText(name, client?.url, found, lost)}`)], {
    cause: lost.reason,
  });
}

function lostText(
  name: string,
  cluster: string | undefined,
  found: readonly string[] | undefined,
  { reason, isGivenUp }: LostWhileSubmittingError,
): string {
  if (cluster === undefined || found === undefined) {
    return `Whether ${name} was submitted is not known: look for it in Flink’s web UI, or with checkpoint-lens record.`;
  }
  if (found.length > 1) {
    return `The cluster ${cluster} has several new jobs of the name ${name}, and which one is this is not known: ${found.join(', ')}.`;
  }
  // A gateway that hangs goes on where it was when it comes back.
  return isGivenUp || (reason instanceof FlinkError && reason.kind === 'timeout')
    ? `The cluster ${cluster} has no new job ${name} yet; the gateway may still submit it, so look there again when it answers.`
    : `The cluster ${cluster} has no new job ${name}: nothing was submitted.`;
}

/** Undefined where the cluster does not answer. */
async function newJobs(
  client: FlinkClient,
  name: string,
  before: ReadonlySet<string>,
  patienceMs: number,
): Promise<readonly string[] | undefined> {
  for (const until = performance.now() + patienceMs; ;) {
    const jobs = await client.jobs().catch(() => undefined);
    const found = jobs?.filter((job) => job.name === name && !before.has(job.id)).map(({ id }) => id);
    if ((found !== undefined && found.length > 0) || performance.now() > until) return found;
    await sleep(lookMs);
  }
}
