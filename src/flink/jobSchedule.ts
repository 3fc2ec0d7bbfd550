import { isTerminal, type FlinkJob } from './clusterAnswers.js';
import { CheckpointsSchedule } from './checkpointsSchedule.js';
import type { Errand } from './errand.js';
import { MetricsSchedule } from './metricsSchedule.js';
import type { RecorderEvent } from './recorderEvent.js';
import { StructureSchedule } from './structureSchedule.js';

/** What a server does not answer so long after a job's end it will never answer. In ms. */
const givenUpMs = 60_000;

/** What to ask about one job, and when. */
export class JobSchedule {
  private readonly structure: StructureSchedule;
  private readonly checkpoints: CheckpointsSchedule;
  private readonly metrics: MetricsSchedule;
  private endedAt = Infinity;
  private isLost = false;

  constructor(
    private job: FlinkJob,
    pollMs: () => number,
    private readonly emit: (event: RecorderEvent) => void,
    now: number,
  ) {
    this.metrics = new MetricsSchedule(job.id);
    this.structure = new StructureSchedule(
      job.id,
      (vertices, at) => {
        if (this.job.state === 'RUNNING') this.metrics.poll(vertices, at);
        else this.metrics.stop();
      },
      (body) => emit({ kind: 'exceptions', job: this.job, body }),
    );
    this.checkpoints = new CheckpointsSchedule(() => this.job, pollMs, emit, now);
    emit({ kind: 'jobFound', job });
    this.follow(undefined, now);
  }

  *errands(): Generator<Errand, void, undefined> {
    if (this.isLost) return;
    yield* this.checkpoints.errands();
    yield* this.structure.errands();
    yield* this.metrics.errands();
  }

  /** It has ended and all that there is to know is known, or cannot be had. */
  isDone(now: number): boolean {
    if (now >= this.endedAt + givenUpMs) return true;
    return this.endedAt < Infinity && this.checkpoints.isDone && this.structure.isDone;
  }

  /** How many checkpoints have ended and are not fetched. */
  get pendingCheckpoints(): number {
    return this.checkpoints.pending;
  }

  /** What the cluster's overview says of the job; undefined when it no longer lists it. */
  listed(job: FlinkJob | undefined, now: number): void {
    if (job === undefined) {
      if (!this.isLost && this.endedAt === Infinity) this.emit({ kind: 'jobLost', job: this.job });
      this.isLost = true;
      return;
    }
    const before = this.job;
    this.job = job;
    if (this.isLost) {
      this.isLost = false;
      this.emit({ kind: 'jobFound', job });
      this.refresh(now);
    } else if (before.state !== job.state || before.lastModification !== job.lastModification) {
      this.follow(before, now);
    }
  }

  /** Asks for everything again: what was before may not be what is now. */
  refresh(now: number): void {
    this.structure.changed(undefined, this.job, now);
  }

  private follow(before: FlinkJob | undefined, now: number): void {
    this.structure.changed(before, this.job, now);
    if (!isTerminal(this.job) || this.endedAt < Infinity) return;
    this.endedAt = now;
    this.metrics.stop();
    this.structure.end();
    this.checkpoints.end(now);
    this.emit({ kind: 'jobEnded', job: this.job });
  }
}
