import {
  isTerminal,
  type CheckpointSummary,
  type FlinkJob,
  type FlinkOverview,
} from '../../flink/clusterAnswers.js';
import type { Cluster } from './cluster.js';

/** What of a `FlinkClient` is used to watch a cluster. */
export interface WatchedClient {
  overview(signal?: AbortSignal): Promise<FlinkOverview>;
  jobs(signal?: AbortSignal): Promise<readonly FlinkJob[]>;
  checkpoints(jobId: string, signal?: AbortSignal): Promise<readonly CheckpointSummary[]>;
  close(): Promise<void>;
}

export type ClusterState =
  | { readonly type: 'connecting' }
  | { readonly type: 'unreachable'; readonly problem: string }
  | {
      readonly type: 'reachable';
      readonly overview: FlinkOverview;
      /** Those that run first, then the newest first. */
      readonly jobs: readonly WatchedJob[];
      /** How many jobs there are beyond those. */
      readonly moreJobs: number;
    };

export interface WatchedJob extends FlinkJob {
  /** Newest first; absent where nobody has asked for them yet. */
  readonly checkpoints?: readonly CheckpointSummary[];
}

/** Between two looks at a cluster that answers; one that does not is asked less and less often. */
export const pollMs = 5000;
const longestBackOffMs = 60_000;

/** Of so many jobs the newest checkpoint is shown even if nobody has asked for their checkpoints. */
const jobsAtAGlance = 10;

/** A session cluster may have run thousands, which nobody would look for in a tree. */
const mostJobs = 200;

/** Looks at one cluster whenever it is asked to, and remembers what it saw. */
export class ClusterWatch {
  private current: ClusterState = { type: 'connecting' };
  private client: WatchedClient | undefined;
  private looking: Promise<void> | undefined;
  private failures = 0;
  /** When the next look may be, ms since 1970. */
  private notBefore = 0;
  private readonly ended = new AbortController();
  private readonly wanted = new Set<string>();

  constructor(
    readonly cluster: Cluster,
    private readonly connect: () => Promise<WatchedClient>,
    private readonly changed: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  get state(): ClusterState {
    return this.current;
  }

  /** Looks at once, however many looks failed before. */
  async lookNow(): Promise<void> {
    await this.looking;
    this.notBefore = 0;
    await this.look();
  }

  /** Looks, unless the last look failed a short while ago. Calls while it looks lead to no more. */
  async look(): Promise<void> {
    if (this.now() < this.notBefore || this.ended.signal.aborted) return;
    this.looking ??= this.lookOnce().finally(() => (this.looking = undefined));
    await this.looking;
  }

  /** From now on the job's checkpoints are looked at as well; settles when they have been. */
  async wantCheckpoints(jobId: string): Promise<void> {
    const isNew = !this.wanted.has(jobId);
    this.wanted.add(jobId);
    if (isNew) await this.lookNow();
  }

  ignoreCheckpoints(jobId: string): void {
    this.wanted.delete(jobId);
  }

  dispose(): void {
    this.ended.abort();
    void this.client?.close();
  }

  private async lookOnce(): Promise<void> {
    const { signal } = this.ended;
    try {
      this.client ??= await this.connect();
      const { current, client } = this;
      // Asked only once: it costs two requests, and a JobManager that is replaced cuts the connection.
      const overview = current.type === 'reachable' ? current.overview : await client.overview(signal);
      const all = (await client.jobs(signal)).toSorted(byInterest);
      const jobs = await this.withCheckpoints(client, all.slice(0, mostJobs));
      this.failures = 0;
      this.become({ type: 'reachable', overview, jobs, moreJobs: all.length - jobs.length });
    } catch (error) {
      if (signal.aborted) return;
      this.failures++;
      this.notBefore = this.now() + Math.min(pollMs * 2 ** this.failures, longestBackOffMs);
      void this.client?.close();
      this.client = undefined;
      this.become({ type: 'unreachable', problem: error instanceof Error ? error.message : String(error) });
    }
  }

  private async withCheckpoints(
    client: WatchedClient,
    jobs: readonly FlinkJob[],
  ): Promise<readonly WatchedJob[]> {
    return Promise.all(
      jobs.map(async (job, index) => {
        const asked = this.wanted.has(job.id) || (index < jobsAtAGlance && !isTerminal(job));
        if (!asked) return job;
        // A job may be gone since the list was made; the next list will say so.
        const checkpoints = await client.checkpoints(job.id, this.ended.signal).catch(() => undefined);
        return checkpoints === undefined ? job : { ...job, checkpoints };
      }),
    );
  }

  private become(state: ClusterState): void {
    if (JSON.stringify(state) === JSON.stringify(this.current)) return;
    this.current = state;
    this.changed();
  }
}

function byInterest(a: FlinkJob, b: FlinkJob): number {
  return Number(isTerminal(a)) - Number(isTerminal(b)) || b.startTime - a.startTime;
}
