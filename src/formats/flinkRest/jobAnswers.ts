import * as l10n from '@vscode/l10n';
import type { Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { CheckpointConfig, JobEvidence, JobId, VertexId } from '../evidence/model.js';
import { readBackpressure } from './backpressureBody.js';
import type { JobBodyKind } from './bodyKind.js';
import { CheckpointAnswers } from './checkpointAnswers.js';
import { readCheckpoint, readCheckpointList, readTasks } from './checkpointBody.js';
import { readCheckpointConfig } from './checkpointConfigBody.js';
import type { ClusterFacts } from './clusterAnswers.js';
import { readRootCause } from './exceptionsBody.js';
import { failedTriggers } from './failedTriggers.js';
import { markFinished } from './finishedSubtasks.js';
import { readJob, readSummary, type JobSummary } from './jobBody.js';
import { MetricAnswers } from './metricAnswers.js';
import { readMetrics } from './metricsBody.js';
import { readPlan, unwrapPlan } from './planBody.js';
import { present } from '../evidence/present.js';
import type { RestAnswer } from './restAnswer.js';
import { RestFields } from './restFields.js';
import { readSubtasks } from './subtasksBody.js';
import { VertexAnswers } from './vertexAnswers.js';
import { readVertex } from './vertexBody.js';

/** What the answers about one job come to. */
export class JobAnswers {
  private readonly vertices = new VertexAnswers();
  private readonly checkpoints = new CheckpointAnswers();
  private readonly metrics = new MetricAnswers();
  private summary: JobSummary = {};
  private config: CheckpointConfig | undefined;
  private rootCause: string | undefined;

  /** `id` is empty where nothing says which job it is. */
  constructor(readonly id: JobId) {}

  /** What a list of jobs says: the job's own body says more, but may be older. */
  addListed(listed: JobSummary): void {
    this.summary =
      hasEnded(listed) && !hasEnded(this.summary)
        ? { ...this.summary, ...listed }
        : { ...listed, ...this.summary };
  }

  /** Takes a body of any kind that is about one job. */
  add(kind: JobBodyKind, answer: RestAnswer, findings: Findings): void {
    const { value, at, path } = answer;
    if (kind === 'metrics') {
      this.addMetrics(value as readonly unknown[], answer);
      return;
    }
    const body = value as Fields;
    switch (kind) {
      case 'checkpoints':
        this.checkpoints.addList(readCheckpointList(body, findings), at);
        break;
      case 'checkpoint':
        this.addCheckpoint(body, answer, findings);
        break;
      case 'subtasks':
        this.addSubtasks(body, answer, findings);
        break;
      case 'checkpointConfig':
        this.config = readCheckpointConfig(body, findings);
        break;
      case 'job':
        this.addJob(body, answer, findings);
        break;
      case 'plan': {
        const { fields, path: planPath } = unwrapPlan(body);
        const plan = readPlan(fields, planPath, findings);
        if (plan.name !== undefined) this.addSummary({ name: plan.name });
        this.vertices.addPlan(plan.nodes, findings);
        break;
      }
      case 'jobConfig':
        this.addSummary(present<JobSummary>({ name: readSummary(new RestFields(body, [], findings)).name }));
        break;
      case 'exceptions':
        this.rootCause = readRootCause(body, findings) ?? this.rootCause;
        break;
      case 'vertex': {
        const vertex = readVertex(body, findings);
        const id = vertex.id ?? path.vertex;
        if (id !== undefined) this.vertices.addVertex(id, vertex, findings);
        break;
      }
      case 'backpressure': {
        const { at: measured = at, samples } = readBackpressure(body, findings);
        if (path.vertex !== undefined && measured !== undefined) {
          this.metrics.addRatios(path.vertex, samples, measured);
        }
        break;
      }
    }
  }

  evidence({ flinkVersion, taskManagers }: ClusterFacts): JobEvidence {
    const restores = this.checkpoints.restored;
    const hasRestarted = this.checkpoints.hasRestored || this.vertices.hasRestarted;
    const checkpoints = markFinished(this.checkpoints.evidence(), this.vertices, hasRestarted);
    const metrics = this.metrics.evidence();
    const { name, state } = this.summary;
    const hasFailed = state === 'FAILED' || state === 'FAILING';
    return present<JobEvidence>({
      origin: 'rest',
      jobId: this.id,
      name,
      state,
      failure: hasFailed ? this.rootCause : undefined,
      flinkVersion,
      config: this.config,
      vertices: this.vertices.evidence(taskManagers),
      checkpoints,
      restores: restores.length === 0 ? undefined : restores,
      failedTriggers: failedTriggers(this.checkpoints.newestCounts, checkpoints, restores),
      metrics: metrics.length === 0 ? undefined : metrics,
    });
  }

  private addSummary(summary: JobSummary): void {
    const { now } = this.summary;
    const isOlder = now !== undefined && summary.now !== undefined && summary.now < now;
    this.summary = isOlder ? { ...summary, ...this.summary } : { ...this.summary, ...summary };
  }

  private addJob(body: Fields, { at }: RestAnswer, findings: Findings): void {
    const { vertices, plan, ...summary } = readJob(body, findings);
    const now = summary.now ?? at;
    this.addSummary(now === undefined ? summary : { ...summary, now });
    this.vertices.addStates(vertices, now, findings);
    if (plan !== undefined) this.vertices.addPlan(plan.nodes, findings);
  }

  private addCheckpoint(body: Fields, { at }: RestAnswer, findings: Findings): void {
    const checkpoint = readCheckpoint(body, [], findings);
    if (checkpoint === undefined) return;
    this.checkpoints.add(checkpoint, at);
    for (const [vertex, count] of readTasks(body, findings)) {
      this.vertices.addParallelism(vertex, count, findings);
    }
  }

  private addSubtasks(value: Fields, { path }: RestAnswer, findings: Findings): void {
    const vertex: VertexId = path.vertex ?? `name:${path.lastName}`;
    const body = readSubtasks(value, vertex, findings);
    const checkpoint = body.checkpoint ?? path.checkpoint;
    if (checkpoint === undefined) {
      findings.add(
        ['id'],
        l10n.t('must be the id of a checkpoint, and the path has none; the reports are left out'),
      );
      return;
    }
    this.checkpoints.addSubtasks(checkpoint, vertex, body);
    const seen = body.subtasks.reduce(
      (most, { subtask }) => Math.max(most, subtask + 1),
      body.subtaskCount ?? 0,
    );
    this.vertices.addParallelism(vertex, seen === 0 ? undefined : seen, findings);
  }

  private addMetrics(body: readonly unknown[], { path, at }: RestAnswer): void {
    if (path.vertex === undefined || at === undefined) return;
    const isOnlySubtask = this.vertices.parallelism(path.vertex) === 1;
    this.metrics.add(path.vertex, readMetrics(body, path.subtask ?? (isOnlySubtask ? 0 : undefined)), at);
  }
}

/** Flink's globally terminal states: a job never leaves them. */
function hasEnded({ state }: JobSummary): boolean {
  return state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED';
}
