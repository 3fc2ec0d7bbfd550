import type {
  JobEvidence,
  JobId,
  RestoreEvidence,
  SubtaskMoments,
  UnixMs,
  VertexEvidence,
  VertexId,
} from '../evidence/model.js';
import { CheckpointDraft } from './checkpointDraft.js';
import type { CoordinatorEvent, JobEvent } from './logEvent.js';
import type { TaskLabel } from './taskLabel.js';

interface VertexDraft {
  readonly id: VertexId;
  readonly firstSeen: UnixMs;
  name?: string;
  parallelism?: number;
  readonly locations: Map<number, string>;
}

/** The facts of one job, as the lines come in, in the order of time. */
export class JobDraft {
  private name: string | undefined;
  private state: string | undefined;
  private failure: string | undefined;
  private readonly vertices = new Map<VertexId, VertexDraft>();
  private readonly checkpoints = new Map<number, CheckpointDraft>();
  /** By id and moment: the same log may be there twice. */
  private readonly restores = new Map<string, RestoreEvidence>();
  private readonly failedTriggers = new Set<UnixMs>();
  /** Ids that a later run of the job used again. */
  private readonly reused = new Set<number>();

  constructor(
    private readonly jobId: JobId,
    readonly firstSeen: UnixMs,
  ) {}

  get reusedIds(): readonly number[] {
    return [...this.reused];
  }

  takeJobFact(event: JobEvent, at: UnixMs): void {
    if (event.kind === 'jobName') this.name = event.name;
    if (event.kind === 'triggerFailed') this.failedTriggers.add(at);
    if (event.kind !== 'jobState') return;
    this.state = event.state;
    // Restarting makes up for a failure.
    this.failure = event.failure ?? (event.state.startsWith('FAIL') ? this.failure : undefined);
  }

  takeCheckpointFact(event: CoordinatorEvent, at: UnixMs): void {
    if (event.kind === 'restored') {
      const { checkpoint, savepoint } = event;
      this.restores.set(`${checkpoint} ${at}`, { checkpoint, at, savepoint });
      return;
    }
    if (event.kind === 'triggered') this.startAgain(event.checkpoint, event.trigger);
    this.checkpoint(event.checkpoint).takeFact(event, at);
    if (event.kind !== 'statistics') return;
    for (const [vertex, parallelism] of event.parallelism) {
      this.vertex(vertex, at).parallelism ??= parallelism;
    }
  }

  checkpoint(id: number): CheckpointDraft {
    const known = this.checkpoints.get(id);
    if (known !== undefined) return known;
    const draft = new CheckpointDraft(id);
    this.checkpoints.set(id, draft);
    return draft;
  }

  takeTask(vertex: VertexId, at: UnixMs, label: TaskLabel | undefined): void {
    const draft = this.vertex(vertex, at);
    if (label === undefined) return;
    draft.name ??= label.name;
    draft.parallelism ??= label.parallelism;
  }

  takeLocation(vertex: VertexId, at: UnixMs, subtask: number, location: string): void {
    this.vertex(vertex, at).locations.set(subtask, location);
  }

  evidence(flinkVersion: string | undefined): JobEvidence {
    const trustsSync = this.syncTrust(flinkVersion);
    const vertices = [...this.vertices.values()].sort(
      (a, b) => a.firstSeen - b.firstSeen || (a.id < b.id ? -1 : 1),
    );
    return {
      origin: 'log',
      jobId: this.jobId,
      ...(this.name === undefined ? {} : { name: this.name }),
      ...(this.state === undefined ? {} : { state: this.state }),
      ...(this.failure === undefined ? {} : { failure: this.failure }),
      ...(flinkVersion === undefined ? {} : { flinkVersion }),
      vertices: vertices.map(vertexEvidence),
      checkpoints: [...this.checkpoints]
        .sort(([a], [b]) => a - b)
        .map(([, checkpoint]) => checkpoint.evidence(trustsSync)),
      ...(this.restores.size === 0 ? {} : { restores: [...this.restores.values()] }),
      ...(this.failedTriggers.size === 0 ? {} : { failedTriggers: this.failedTriggers.size }),
    };
  }

  /** A job that starts anew under its old id, as in application mode, counts from 1 again: the later run is shown. */
  private startAgain(id: number, trigger: UnixMs): void {
    const known = this.checkpoints.get(id)?.trigger;
    if (known === undefined || known === trigger) return;
    this.reused.add(id);
    this.checkpoints.delete(id);
  }

  private vertex(id: VertexId, at: UnixMs): VertexDraft {
    const known = this.vertices.get(id);
    if (known !== undefined) return known;
    const draft = { id, firstSeen: at, locations: new Map<number, string>() };
    this.vertices.set(id, draft);
    return draft;
  }

  /**
   * Before Flink 2.0 the line is written before the duration is set, which shows as -1 or 0. Where no version is known, a 0
   * is not believed if the moments say otherwise and no line has more than 0.
   */
  private syncTrust(flinkVersion: string | undefined): (moments: SubtaskMoments) => boolean {
    if (flinkVersion !== undefined) {
      const isTrusted = !/^[01]\./.test(flinkVersion);
      return () => isTrusted;
    }
    const hasDuration = [...this.checkpoints.values()].some((checkpoint) =>
      [...checkpoint.moments()].some(({ syncMs }) => (syncMs ?? 0) > 0),
    );
    return ({ barrierSent, syncEnd, syncMs }) =>
      hasDuration || syncMs !== 0 || (syncEnd ?? 0) - (barrierSent ?? syncEnd ?? 0) <= plausibleGap;
  }
}

/** Between the barrier and the sync line of a snapshot that took no whole millisecond, ms. */
const plausibleGap = 20;

function vertexEvidence({ id, name, parallelism, locations }: VertexDraft): VertexEvidence {
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(locations.size === 0 ? {} : { locations }),
  };
}
