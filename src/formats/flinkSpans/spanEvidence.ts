import type { Ms } from '../../trace/units.js';
import type {
  CheckpointEvidence,
  JobEvidence,
  JobId,
  SubtaskEvidence,
  VertexEvidence,
  VertexId,
} from '../evidence/model.js';
import { textOf } from './attributes.js';
import { checkpointEvidence } from './checkpointSpans.js';
import type { FlinkEvent } from './event.js';
import { FoundJobs, vertexOf, type FoundJob } from './foundJobs.js';
import { present } from '../evidence/present.js';
import type { FlinkSpan } from './span.js';

/**
 * What Flink's spans and events say of its jobs. Their order does not matter, neither does whether a span is within its
 * parent or beside it, and one that comes several times counts once. Maxima and sums of a checkpoint or a task say nothing
 * of a subtask and are left out. Vertices come in the order in which barriers reach them, and have no names.
 */
export function spanEvidence(
  spans: readonly FlinkSpan[],
  events: readonly FlinkEvent[] = [],
): readonly JobEvidence[] {
  const jobs = new FoundJobs();
  for (const span of spans) jobs.addTree(span);
  for (const event of events) jobs.addEvent(event);
  return [...jobs.byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([jobId, job]) => jobEvidence(jobId, job));
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
    ...present({
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
    .map(([id, { name, parallelism }]) => ({ id, ...present({ name, parallelism }) }));
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
