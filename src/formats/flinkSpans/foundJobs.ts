import { msLimit } from '../../trace/json/fields.js';
import type { Ms } from '../../trace/units.js';
import type { JobId, RestoreEvidence, VertexId } from '../evidence/model.js';
import { msOf, textOf, wholeOf, type Attributes } from './attributes.js';
import type { FoundCheckpoint } from './checkpointSpans.js';
import type { FlinkEvent } from './event.js';
import { lensAttribute } from './lensAttributes.js';
import { present } from '../evidence/present.js';
import type { FlinkSpan } from './span.js';

/** All that was found of one job. */
export interface FoundJob {
  name: string | undefined;
  readonly checkpoints: Map<number, FoundCheckpoint>;
  readonly vertices: Map<VertexId, FoundVertex>;
  readonly restores: Map<string, RestoreEvidence>;
  readonly statuses: FlinkEvent[];
}

export interface FoundVertex {
  name: string | undefined;
  parallelism: number | undefined;
  /** Of each checkpoint of which there is a task's span: trigger → last barrier. */
  readonly lastBarriers: Map<number, Ms>;
}

/** What a span is about; its children, which need not repeat it, are about the same. */
interface Subject {
  readonly jobId: JobId;
  readonly jobName?: string;
  readonly checkpoint?: number;
  readonly vertex?: VertexId;
}

/** Sorts spans and events by what they are about. */
export class FoundJobs {
  readonly byId = new Map<JobId, FoundJob>();

  /** Takes a span and all within it. */
  addTree(root: FlinkSpan): void {
    const open: { readonly span: FlinkSpan; readonly outer: Subject }[] = [
      { span: root, outer: { jobId: '' } },
    ];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { span, outer } = next;
      const subject = subjectOf(span.attributes, outer);
      if (span.start >= 0 && span.start <= msLimit) this.addSpan(span, subject);
      for (const child of span.children) open.push({ span: child, outer: subject });
    }
  }

  addEvent(event: FlinkEvent): void {
    const subject = subjectOf(event.attributes, { jobId: '' });
    const { checkpoint } = subject;
    if (event.name === 'JobStatusChangeEvent') {
      this.jobOf(subject).statuses.push(event);
    } else if (event.name === 'CheckpointEvent' && checkpoint !== undefined) {
      checkpointOf(this.jobOf(subject), checkpoint).events.push(event);
    }
  }

  private addSpan(span: FlinkSpan, subject: Subject): void {
    const { checkpoint, vertex } = subject;
    if (span.name === 'JobInitialization') {
      const { restores } = this.jobOf(subject);
      if (checkpoint === undefined) return;
      restores.set(`${span.start} ${checkpoint}`, { checkpoint, at: span.start });
    } else if (checkpoint === undefined) {
      return;
    } else if (span.name === 'Checkpoint') {
      checkpointOf(this.jobOf(subject), checkpoint).spans.push(span);
    } else if (vertex === undefined) {
      return;
    } else if (span.name === 'Checkpoint_Task') {
      addTask(vertexOf(this.jobOf(subject), vertex), checkpoint, span.attributes);
    } else if (span.name === 'Checkpoint_Subtask') {
      const job = this.jobOf(subject);
      vertexOf(job, vertex);
      checkpointOf(job, checkpoint).subtasks.push({ vertex, span });
    }
  }

  private jobOf({ jobId, jobName }: Subject): FoundJob {
    const job = getOrAdd(this.byId, jobId, () => ({
      name: undefined,
      checkpoints: new Map(),
      vertices: new Map(),
      restores: new Map(),
      statuses: [],
    }));
    job.name ??= jobName;
    return job;
  }
}

export function vertexOf(job: FoundJob, id: VertexId): FoundVertex {
  return getOrAdd(job.vertices, id, () => ({
    name: undefined,
    parallelism: undefined,
    lastBarriers: new Map(),
  }));
}

function checkpointOf(job: FoundJob, id: number): FoundCheckpoint {
  return getOrAdd(job.checkpoints, id, () => ({ spans: [], subtasks: [], events: [] }));
}

function addTask(vertex: FoundVertex, checkpoint: number, attributes: Attributes): void {
  const startDelay = msOf(attributes, 'maxCheckpointStartDelayMs') ?? 0;
  const alignment = msOf(attributes, 'maxAlignmentDurationMs') ?? 0;
  vertex.lastBarriers.set(checkpoint, startDelay + alignment);
  vertex.name ??= textOf(attributes, lensAttribute.name);
  vertex.parallelism ??= wholeOf(attributes, lensAttribute.parallelism);
}

function subjectOf(attributes: Attributes, outer: Subject): Subject {
  return {
    jobId: textOf(attributes, 'job_id', 'jobId') ?? outer.jobId,
    ...present({
      jobName: textOf(attributes, 'job_name') ?? outer.jobName,
      checkpoint: wholeOf(attributes, 'checkpointId') ?? outer.checkpoint,
      vertex: textOf(attributes, 'jobVertexId') ?? outer.vertex,
    }),
  };
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
