import type { OpenStore } from '../clusters/clusterStore.js';

const key = 'checkpointLens.jobsOnFlink';

/** A job that was started from here. Its cluster outlives the window, and so does it. */
export interface StartedJob {
  /** Flink's id of it. */
  readonly job: string;
  readonly name: string;
  /** Path of the definition. */
  readonly definition: string;
  /** URLs of its JobManager and of the gateway that submitted it. */
  readonly cluster: string;
  readonly gateway: string;
  /** When it was submitted, ms since 1970. */
  readonly started: number;
}

/** The jobs that were started from this workspace and of which nobody has seen the end, in the order in which they were started. */
export class StartedJobs {
  private readonly listeners = new Set<() => void>();

  constructor(private readonly memory: OpenStore) {}

  get all(): readonly StartedJob[] {
    const kept = this.memory.get(key);
    return Array.isArray(kept) ? kept.filter(isStartedJob) : [];
  }

  /** Calls whenever there may be others. Gives what ends the listening. */
  onChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  keep(started: StartedJob): Promise<void> {
    return this.update([...this.all.filter(({ job }) => job !== started.job), started]);
  }

  async forget(job: string): Promise<void> {
    const { all } = this;
    const others = all.filter((one) => one.job !== job);
    if (others.length < all.length) await this.update(others);
  }

  private async update(jobs: readonly StartedJob[]): Promise<void> {
    await this.memory.update(key, jobs);
    for (const listener of this.listeners) listener();
  }
}

/** Another version may have written it. */
function isStartedJob(value: unknown): value is StartedJob {
  if (typeof value !== 'object' || value === null) return false;
  const { job, name, definition, cluster, gateway, started } = value as Partial<
    Record<keyof StartedJob, unknown>
  >;
  return (
    [job, name, definition, cluster, gateway].every((text) => typeof text === 'string') &&
    typeof started === 'number'
  );
}
