import { setTimeout as sleep } from 'node:timers/promises';
import * as l10n from '@vscode/l10n';
import { answerProblem, sentence } from './answerProblem.js';
import {
  errorIn,
  fieldsIn,
  historyIn,
  isJobId,
  jobsIn,
  overviewIn,
  summaryOf,
  textIn,
  versionIn,
  wholeIn,
  type CheckpointSummary,
  type FlinkJob,
  type FlinkOverview,
} from './clusterAnswers.js';
import type { FlinkConnection } from './connection.js';
import { FlinkError, isPassing } from './flinkError.js';
import { javaReason } from './javaReason.js';
import { checkUrl } from './transportFailure.js';
import { RestTransport, type RestAnswer, type TransportLimits } from './transport.js';

export interface SavepointOptions {
  /** A URI of the cluster's file systems; without it the cluster's own default is taken. */
  readonly targetDirectory?: string | undefined;
  /** Canonical restores into any state backend, native is quicker. Without it Flink takes canonical. */
  readonly format?: 'canonical' | 'native' | undefined;
}

/** How often the end of what was triggered is asked for, in ms: as soon as a short one may be over, then less often. */
const pollMs = { first: 250, most: 2000 } as const;

/** A savepoint of hours must not be given up for one lost packet. */
const failuresMax = 5;

/**
 * A running Flink cluster, 1.17 to 2.x, through its REST API. Every method throws a {@link FlinkError}, or what its
 * `signal` was aborted with.
 */
export class FlinkClient {
  readonly #transport: RestTransport;

  /** Sends nothing yet. @throws {TypeError} for a connection that no request can be sent with; says no secret */
  constructor(connection: FlinkConnection, limits: Partial<TransportLimits> = {}) {
    this.#transport = new RestTransport(connection, limits);
  }

  /** The cluster's URL for people and files, without credentials. */
  get url(): string {
    return this.#transport.url;
  }

  async overview(signal?: AbortSignal): Promise<FlinkOverview> {
    const [config, overview] = await Promise.all([
      this.get('/config', signal),
      this.get('/overview', signal),
    ]);
    const version = versionIn(config);
    if (version === undefined) throw this.#notFlink('/config', l10n.t('a Flink version'));
    return overviewIn(overview, version);
  }

  /** All jobs that the cluster still knows, also those that are over. */
  async jobs(signal?: AbortSignal): Promise<readonly FlinkJob[]> {
    const jobs = jobsIn(await this.get('/jobs/overview', signal));
    if (jobs === undefined) throw this.#notFlink('/jobs/overview', l10n.t('a list of jobs'));
    return jobs;
  }

  /** One of {@link jobs}; undefined where the cluster does not know it. */
  async job(jobId: string, signal?: AbortSignal): Promise<FlinkJob | undefined> {
    return (await this.jobs(signal)).find(({ id }) => id === jobId);
  }

  /** What is left in Flink's history, newest first; none where the job takes no checkpoints. */
  async checkpoints(jobId: string, signal?: AbortSignal): Promise<readonly CheckpointSummary[]> {
    const path = `${jobPath(jobId)}/checkpoints`;
    const answer = await this.answer(path, signal);
    if (answer.status === 404 && /not been enabled/.test(errorIn(answer.body) ?? '')) return [];
    const history = historyIn(this.#successful(path, answer));
    if (history === undefined) throw this.#notFlink(path, l10n.t('a history of checkpoints'));
    return history.map(summaryOf).sort((one, other) => other.id - one.id);
  }

  /** The JSON that `path` answers; `path` begins with a slash and may have a query. */
  async get(path: string, signal?: AbortSignal): Promise<unknown> {
    return this.#successful(path, await this.answer(path, signal));
  }

  /** As {@link get}, but an answer that says 404 or 500 is given and not thrown. */
  answer(path: string, signal?: AbortSignal): Promise<RestAnswer> {
    return this.#transport.send({ path, signal });
  }

  /** Triggers a checkpoint and waits until it is completed. Gives its id. */
  async triggerCheckpoint(jobId: string, signal?: AbortSignal): Promise<number> {
    const path = `${jobPath(jobId)}/checkpoints`;
    const operation = await this.#trigger(path, { checkpointType: 'CONFIGURED' }, signal);
    const id = wholeIn(operation, 'checkpointId');
    if (id === undefined) throw this.#notFlink(path, l10n.t('the id of the checkpoint'));
    return id;
  }

  /** Triggers a savepoint and waits until it is completed. Gives where it is, a URI of the cluster's file systems. */
  async triggerSavepoint(jobId: string, options: SavepointOptions, signal?: AbortSignal): Promise<string> {
    const path = `${jobPath(jobId)}/savepoints`;
    const { targetDirectory, format } = options;
    const operation = await this.#trigger(
      path,
      {
        'cancel-job': false,
        ...(targetDirectory !== undefined && { 'target-directory': targetDirectory }),
        ...(format !== undefined && { formatType: format.toUpperCase() }),
      },
      signal,
    );
    return this.#locationIn(operation, path);
  }

  /** Stops a job with a savepoint and waits until that is completed. Gives where it is. */
  async stopWithSavepoint(
    jobId: string,
    { targetDirectory }: Pick<SavepointOptions, 'targetDirectory'> = {},
    signal?: AbortSignal,
  ): Promise<string> {
    const path = `${jobPath(jobId)}/stop`;
    const body = { drain: false, ...(targetDirectory !== undefined && { targetDirectory }) };
    const operation = await this.#trigger(path, body, signal, `${jobPath(jobId)}/savepoints`);
    return this.#locationIn(operation, path);
  }

  /** Cancels a job; settles when the cluster has taken that, before the job has ended. */
  async cancel(jobId: string, signal?: AbortSignal): Promise<void> {
    const path = `${jobPath(jobId)}?mode=cancel`;
    this.#successful(path, await this.#transport.send({ method: 'PATCH', path, body: {}, signal }));
  }

  /** Ends its connections; requests under way fail. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  #locationIn(operation: unknown, path: string): string {
    const location = textIn(operation, 'location');
    if (location === undefined) throw this.#notFlink(path, l10n.t('the place of the savepoint'));
    return location;
  }

  /** @param outcomes below which what became of it is found by the id of the request */
  async #trigger(
    path: string,
    body: unknown,
    signal: AbortSignal | undefined,
    outcomes = path,
  ): Promise<unknown> {
    const answer = await this.#transport.send({ method: 'POST', path, body, signal });
    const id = textIn(this.#successful(path, answer), 'request-id');
    if (id === undefined || !isJobId(id)) throw this.#notFlink(path, l10n.t('the id of a request'));
    let failures = 0;
    for (let wait: number = pollMs.first; ; wait = Math.min(wait * 1.5, pollMs.most)) {
      await sleep(wait, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
      const status = await this.get(`${outcomes}/${id}`, signal).catch((error: unknown) => {
        failures += 1;
        if (!isPassing(error) || failures > failuresMax) throw error;
        return undefined;
      });
      if (textIn(fieldsIn(status, 'status'), 'id') !== 'COMPLETED') continue;
      const operation = fieldsIn(status, 'operation');
      const cause = fieldsIn(operation, 'failureCause') ?? fieldsIn(operation, 'failure-cause');
      if (cause !== undefined) throw this.#failed(path, cause);
      return operation;
    }
  }

  #successful(path: string, answer: RestAnswer): unknown {
    if (answer.status < 300) return answer.body;
    const kind = answer.status === 404 ? 'notFound' : 'server';
    throw new FlinkError(kind, answerProblem(`${this.url}${path}`, answer));
  }

  #failed(path: string, cause: unknown): FlinkError {
    const trace = textIn(cause, 'stack-trace')?.split('\n', 1)[0]?.slice(0, 1000);
    const said =
      (trace === undefined ? undefined : javaReason(trace)) ??
      textIn(cause, 'class') ??
      l10n.t('Flink does not say why');
    return new FlinkError(
      'server',
      l10n.t('{place} failed: {said}', { place: `${this.url}${path}`, said: sentence(said) }),
      l10n.t('The JobManager’s log says more.'),
    );
  }

  #notFlink(path: string, expected: string): FlinkError {
    return new FlinkError(
      'notFlink',
      l10n.t('{place} answered without {expected}.', { place: `${this.url}${path}`, expected }),
      checkUrl(),
    );
  }
}

function jobPath(jobId: string): string {
  return `/jobs/${encodeURIComponent(jobId)}`;
}
