import { version } from '../../../package.json';
import { isMoment } from '../../trace/json/fields.js';
import { buildTrace, type SpanRow } from '../../trace/builder.js';
import {
  parallelismMax,
  type Checkpoint,
  type Operator,
  type SubtaskOutcome,
  type Trace,
} from '../../trace/model.js';
import type { MergedJob } from '../evidence/merge.js';
import type {
  CheckpointEvidence,
  MetricSeries,
  SubtaskEvidence,
  UnixMs,
  VertexEvidence,
  VertexId,
} from '../evidence/model.js';
import { present } from '../evidence/present.js';
import { countersOf } from './counters.js';
import { sourceOf } from './source.js';
import { subtaskPhases } from './subtaskPhases.js';

/** Flink's durations are whole milliseconds. */
const resolutionMs = 1;

type Placed = CheckpointEvidence & { readonly trigger: UnixMs };
type SubtaskPlace = Pick<SubtaskEvidence, 'vertex' | 'subtask'>;

/**
 * A job's checkpoints as a timeline. An operator is a Flink job vertex, that is a chain of operators. What cannot be
 * placed is left out: a checkpoint whose trigger is not known, a phase beyond what time can be.
 */
export function flinkTimeline(job: MergedJob): Trace {
  const placed = job.checkpoints.filter(
    (checkpoint): checkpoint is Placed => checkpoint.trigger !== undefined,
  );
  const epoch = placed[0]?.trigger ?? 0;
  const { metrics = [] } = job;
  const seen = subtasksSeen(placed, metrics);
  const operators = job.vertices.map((vertex) => operatorOf(vertex, seen.get(vertex.id) ?? 1));
  const operatorAt = new Map(operators.map(({ id }, index) => [id, index]));
  const spans: SpanRow[] = [];
  const outcomes: SubtaskOutcome[] = [];
  placed.forEach((checkpoint, index) => {
    for (const subtask of checkpoint.subtasks ?? []) {
      const operator = operatorAt.get(subtask.vertex);
      if (operator === undefined || !isSubtask(subtask)) continue;
      const at = { checkpoint: index, operator, subtask: subtask.subtask };
      const { outcome } = subtask;
      if (outcome !== undefined && outcome !== 'acknowledged') outcomes.push({ ...at, outcome });
      const uploaded = subtask.checkpointedBytes ?? 0;
      for (const span of subtaskPhases(subtask, checkpoint, job.config)) {
        const { phase, start, end, origin, uncertainty } = span;
        // Numbers that are each possible may add up to what is not.
        if (!isMoment(start) || !isMoment(end) || !isMoment(uncertainty)) continue;
        spans.push({
          checkpoint: index,
          operator,
          subtask: subtask.subtask,
          phase,
          start: start - epoch,
          end: end - epoch,
          origin,
          uncertainty,
          bytes: phase === 'async' ? uploaded : 0,
        });
      }
    }
  });
  return buildTrace({
    producer: { name: 'checkpoint-lens', version },
    source: { ...sourceOf(job), resolution: resolutionMs },
    epoch,
    operators,
    checkpoints: placed.map((checkpoint) => checkpointOf(checkpoint, epoch)),
    spans,
    counters: countersOf(metrics, operatorAt, epoch),
    outcomes,
  });
}

/** How many subtasks of each vertex the checkpoints and the metrics tell of at least. */
function subtasksSeen(
  checkpoints: readonly Placed[],
  metrics: readonly MetricSeries[],
): ReadonlyMap<VertexId, number> {
  const seen = new Map<VertexId, number>();
  const see = (of: SubtaskPlace) => {
    if (isSubtask(of)) seen.set(of.vertex, Math.max(seen.get(of.vertex) ?? 1, of.subtask + 1));
  };
  for (const { subtasks = [] } of checkpoints) subtasks.forEach(see);
  metrics.forEach(see);
  return seen;
}

function operatorOf(vertex: VertexEvidence, subtasks: number): Operator {
  const { id, name = shortName(id), inputs = [], locations } = vertex;
  const parallelism = Math.max(Math.min(vertex.parallelism ?? 1, parallelismMax), subtasks);
  return present<Operator>({
    id,
    name,
    parallelism,
    inputs,
    locations: locations && Array.from({ length: parallelism }, (_, subtask) => locations.get(subtask) ?? ''),
  });
}

function isSubtask({ subtask }: SubtaskPlace): boolean {
  return subtask < parallelismMax;
}

/** Trace spans carry no names of vertices. The first digits of an id tell the vertices of a job apart. */
function shortName(id: string): string {
  const known = id.replace(/^name:/, '');
  return /^[0-9a-f]{32}$/.test(known) ? `vertex ${known.slice(0, 8)}` : known;
}

function checkpointOf(checkpoint: Placed, epoch: UnixMs): Checkpoint {
  const { id, kind = 'checkpoint', trigger, type, failure, checkpointedBytes, fullBytes } = checkpoint;
  const end = endOf(checkpoint);
  return present<Checkpoint>({
    id,
    kind,
    trigger: trigger - epoch,
    status: checkpoint.status ?? 'inProgress',
    end: end === undefined ? undefined : Math.max(end, trigger) - epoch,
    bytes: checkpointedBytes,
    fullBytes,
    type,
    failure,
  });
}

/** REST does not say when a checkpoint was completed, only when the last subtask had acknowledged it. */
function endOf({ status, completed, failed, latestAck }: Placed): UnixMs | undefined {
  if (status === 'completed') return completed ?? latestAck;
  return status === 'failed' ? (failed ?? latestAck) : undefined;
}
