import type { JobEvidence, JobId, UnixMs } from '../evidence/model.js';
import type { TimedEvent } from './eventTimes.js';
import { addressOf, Executions } from './executions.js';
import { JobDraft } from './jobDraft.js';
import type { CoordinatorEvent, ExecutionEvent, TaskEvent } from './logEvent.js';
import { TaskAttribution } from './taskAttribution.js';

/** The jobs that events tell of, and what could not be told apart. */
export interface LogJobs {
  readonly evidence: readonly JobEvidence[];
  /** How many steps of tasks fit several jobs and are left out. */
  readonly undecided: number;
  /** Ids that a job used twice, by job. */
  readonly reused: ReadonlyMap<JobId, readonly number[]>;
}

/** Puts the events of all files together, job by job. They must be in the order of time. */
export function jobsOfEvents(events: readonly TimedEvent[]): LogJobs {
  const jobs = new EventJobs(events);
  for (const timed of events) jobs.take(timed);
  return jobs.result();
}

class EventJobs {
  private readonly drafts = new Map<JobId, JobDraft>();
  private readonly executions: Executions;
  private readonly attribution: TaskAttribution;
  private readonly versions: { readonly at: UnixMs; readonly version: string }[] = [];

  constructor(events: readonly TimedEvent[]) {
    this.executions = new Executions(events);
    this.attribution = new TaskAttribution(events, this.executions);
  }

  take({ event, at, file }: TimedEvent): void {
    switch (event.kind) {
      case 'version':
        this.versions.push({ at, version: event.version });
        break;
      case 'execution':
        this.takeExecution(event, at);
        break;
      case 'task':
        this.takeStep(event, at, file);
        break;
      case 'acknowledged':
      case 'late':
      case 'declined':
        this.takeReport(event, at);
        break;
      case 'triggered':
      case 'completed':
      case 'failed':
      case 'restored':
      case 'statistics':
        this.draft(event.job, at).takeCheckpointFact(event, at);
        break;
      case 'jobName':
      case 'jobState':
      case 'triggerFailed':
      case 'executionGraph':
      case 'slot':
        this.draft(event.job, at).takeJobFact(event, at);
        break;
    }
  }

  result(): LogJobs {
    const evidence: JobEvidence[] = [];
    const reused = new Map<JobId, readonly number[]>();
    for (const [job, draft] of this.drafts) {
      const found = draft.evidence(this.versionAt(draft.firstSeen));
      // Tasks of some job, without a checkpoint, help nobody.
      if (job === '' && found.checkpoints.length === 0) continue;
      evidence.push(found);
      if (draft.reusedIds.length > 0) reused.set(job, draft.reusedIds);
    }
    return { evidence, undecided: this.attribution.undecided, reused };
  }

  private takeExecution(event: ExecutionEvent, at: UnixMs): void {
    const execution = this.executions.of(event.attemptId);
    if (execution?.vertex === undefined) return;
    const draft = this.draft(this.attribution.jobOf(execution), at);
    draft.takeTask(execution.vertex, at, execution.label);
    const location = event.location === undefined ? undefined : addressOf(event.location);
    const subtask = execution.subtask ?? execution.label?.subtask;
    if (location === undefined || subtask === undefined) return;
    draft.takeLocation(execution.vertex, at, subtask, location);
  }

  private takeStep(event: TaskEvent, at: UnixMs, file: number): void {
    const task = this.attribution.of(event, at, file);
    if (task === undefined) return;
    const draft = this.draft(task.job, at);
    draft.takeTask(task.vertex, at, task.label);
    draft.checkpoint(task.checkpoint).takeStep(event, task, at);
  }

  private takeReport(
    event: CoordinatorEvent & { readonly kind: 'acknowledged' | 'late' | 'declined' },
    at: UnixMs,
  ): void {
    const { kind, job, checkpoint, attemptId } = event;
    const draft = this.draft(job, at);
    draft.takeCheckpointFact(event, at);
    const task = this.attribution.ofAttempt(attemptId);
    if (task === undefined) return;
    draft.takeTask(task.vertex, at, task.label);
    draft.checkpoint(checkpoint).takeReport(kind, { ...task, job, checkpoint }, at);
    const location = event.location === undefined ? undefined : addressOf(event.location);
    if (location !== undefined) draft.takeLocation(task.vertex, at, task.subtask, location);
  }

  private draft(job: JobId, at: UnixMs): JobDraft {
    const known = this.drafts.get(job);
    if (known !== undefined) return known;
    const draft = new JobDraft(job, at);
    this.drafts.set(job, draft);
    return draft;
  }

  /** The Flink that ran then: a cluster may have been upgraded in between. */
  private versionAt(moment: UnixMs): string | undefined {
    return (this.versions.findLast(({ at }) => at <= moment) ?? this.versions[0])?.version;
  }
}
