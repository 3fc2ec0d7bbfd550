import { msLimit } from '../../trace/json/fields.js';
import type { Ms } from '../../trace/units.js';
import type {
  CheckpointEvidence,
  JobEvidence,
  JobId,
  RestoreEvidence,
  SubtaskEvidence,
  VertexEvidence,
  VertexId,
} from '../evidence/model.js';
import { numberOf, textOf, wholeOf } from './attributes.js';
import { checkpointEvidence, type FoundCheckpoint } from './checkpointSpans.js';
import type { FlinkEvent } from './event.js';
import { lensAttribute } from './lensAttributes.js';
import { said } from './said.js';
import type { FlinkSpan } from './span.js';

/** All that was found of one job. */
interface FoundJob {
  name: string | undefined;
  readonly checkpoints: Map<number, FoundCheckpoint>;
  readonly vertices: Map<VertexId, FoundVertex>;
  readonly restores: Map<string, RestoreEvidence>;
  readonly statuses: FlinkEvent[];
}

interface FoundVertex {
  name: string | undefined;
  parallelism: number | undefined;
  /** Of each checkpoint of which there is a task's span: trigger → last barrier. */
  readonly lastBarriers: Map<number, Ms>;
}

/** What a span passes on to its children, which need not repeat it. */
interface Outer {
  readonly jobId: JobId;
  readonly jobName?: string;
  readonly checkpoint?: number;
  readonly vertex?: VertexId;
}

/**
 * What Flink's spans and events say of its jobs. Their order does not matter, neither does whether a span is within its
 * parent or beside it, and one that comes several times counts once. Maxima and sums of a checkpoint or a task say nothing
 * of a subtask and are left out. Vertices come in the order in which barriers reach them, and have no names.
 */
export function spanEvidence(
  spans: readonly FlinkSpan[],
  events: readonly FlinkEvent[] = [],
): readonly JobEvidence[] {
  const jobs = new Map<JobId, FoundJob>();
  const open: { readonly span: FlinkSpan; readonly outer: Outer }[] = [];
  for (const root of spans) {
    open.push({ span: root, outer: { jobId: '' } });
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const inner = placeOf(next.span, next.outer);
      if (hasTime(next.span)) addSpan(jobs, next.span, inner);
      for (const child of next.span.children) open.push({ span: child, outer: inner });
    }
  }
  for (const event of events) addEvent(jobs, event);
  return [...jobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([jobId, job]) => jobEvidence(jobId, job));
}

function placeOf({ attributes }: Pick<FlinkSpan, 'attributes'>, outer: Outer): Outer {
  return {
    jobId: textOf(attributes, 'job_id', 'jobId') ?? outer.jobId,
    ...said({
      jobName: textOf(attributes, 'job_name') ?? outer.jobName,
      checkpoint: wholeOf(attributes, 'checkpointId') ?? outer.checkpoint,
      vertex: textOf(attributes, 'jobVertexId') ?? outer.vertex,
    }),
  };
}

function hasTime({ start }: FlinkSpan): boolean {
  return start >= 0 && start <= msLimit;
}

function addSpan(jobs: Map<JobId, FoundJob>, span: FlinkSpan, place: Outer): void {
  const { checkpoint, vertex } = place;
  const { attributes } = span;
  switch (span.name) {
    case 'JobInitialization': {
      const job = jobOf(jobs, place);
      if (checkpoint === undefined) return;
      job.restores.set(`${span.start} ${checkpoint}`, { checkpoint, at: span.start });
      return;
    }
    case 'Checkpoint':
      if (checkpoint !== undefined) checkpointOf(jobOf(jobs, place), checkpoint).spans.push(span);
      return;
    case 'Checkpoint_Task': {
      if (checkpoint === undefined || vertex === undefined) return;
      const task = vertexOf(jobOf(jobs, place), vertex);
      const delay = numberOf(attributes, 'maxCheckpointStartDelayMs') ?? 0;
      const alignment = numberOf(attributes, 'maxAlignmentDurationMs') ?? 0;
      task.lastBarriers.set(checkpoint, delay + alignment);
      task.name ??= textOf(attributes, lensAttribute.name);
      task.parallelism ??= wholeOf(attributes, lensAttribute.parallelism);
      return;
    }
    case 'Checkpoint_Subtask': {
      if (checkpoint === undefined || vertex === undefined) return;
      const job = jobOf(jobs, place);
      vertexOf(job, vertex);
      checkpointOf(job, checkpoint).subtasks.push({ vertex, span });
      return;
    }
    default:
  }
}

function addEvent(jobs: Map<JobId, FoundJob>, event: FlinkEvent): void {
  const place = placeOf(event, { jobId: '' });
  if (event.name === 'JobStatusChangeEvent') jobOf(jobs, place).statuses.push(event);
  if (event.name !== 'CheckpointEvent' || place.checkpoint === undefined) return;
  checkpointOf(jobOf(jobs, place), place.checkpoint).events.push(event);
}

function jobOf(jobs: Map<JobId, FoundJob>, { jobId, jobName }: Outer): FoundJob {
  let job = jobs.get(jobId);
  if (job === undefined) {
    job = {
      name: undefined,
      checkpoints: new Map(),
      vertices: new Map(),
      restores: new Map(),
      statuses: [],
    };
    jobs.set(jobId, job);
  }
  job.name ??= jobName;
  return job;
}

function checkpointOf(job: FoundJob, id: number): FoundCheckpoint {
  let checkpoint = job.checkpoints.get(id);
  if (checkpoint === undefined) {
    checkpoint = { spans: [], subtasks: [], events: [] };
    job.checkpoints.set(id, checkpoint);
  }
  return checkpoint;
}

function vertexOf(job: FoundJob, id: VertexId): FoundVertex {
  let vertex = job.vertices.get(id);
  if (vertex === undefined) {
    vertex = { name: undefined, parallelism: undefined, lastBarriers: new Map() };
    job.vertices.set(id, vertex);
  }
  return vertex;
}

function jobEvidence(jobId: JobId, job: FoundJob): JobEvidence {
  const checkpoints = [...job.checkpoints]
    .sort(([a], [b]) => a - b)
    .map(([id, found]) => checkpointEvidence(id, found));
  const restores = [...job.restores.values()].sort((a, b) => a.at! - b.at! || a.checkpoint - b.checkpoint);
  const lastStatus = [...job.statuses].sort((a, b) => a.at - b.at).at(-1);
  return {
    origin: 'spans',
    jobId,
    vertices: verticesOf(job, checkpoints),
    checkpoints,
    ...said({
      name: job.name,
      state: lastStatus && textOf(lastStatus.attributes, 'newJobStatus'),
      restores: restores.length === 0 ? undefined : restores,
    }),
  };
}

/**
 * A vertex has its last barrier after every vertex upstream has its own, so the mean moment of it over all checkpoints
 * puts the vertices into an order that stands in for the graph.
 */
function verticesOf(job: FoundJob, checkpoints: readonly CheckpointEvidence[]): readonly VertexEvidence[] {
  for (const { id, subtasks } of checkpoints) {
    for (const [vertex, lastBarrier] of lastBarriersOf(subtasks ?? [])) {
      vertexOf(job, vertex).lastBarriers.set(id, lastBarrier);
    }
  }
  const means = new Map([...job.vertices].map(([id, { lastBarriers }]) => [id, mean(lastBarriers)]));
  return [...job.vertices]
    .sort(([a], [b]) => means.get(a)! - means.get(b)! || (a < b ? -1 : 1))
    .map(([id, { name, parallelism }]) => ({ id, ...said({ name, parallelism }) }));
}

function lastBarriersOf(subtasks: readonly SubtaskEvidence[]): ReadonlyMap<VertexId, Ms> {
  const lastBarriers = new Map<VertexId, Ms>();
  for (const { vertex, startDelay = 0, alignment = 0 } of subtasks) {
    lastBarriers.set(vertex, Math.max(startDelay + alignment, lastBarriers.get(vertex) ?? 0));
  }
  return lastBarriers;
}

function mean(values: ReadonlyMap<number, Ms>): Ms {
  let sum = 0;
  for (const value of values.values()) sum += value;
  return sum / Math.max(1, values.size);
}
