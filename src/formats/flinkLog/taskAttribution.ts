import type { JobId, UnixMs, VertexId } from '../evidence/model.js';
import type { TimedEvent } from './eventTimes.js';
import type { Execution, Executions } from './executions.js';
import type { TaskEvent } from './logEvent.js';
import type { TaskLabel } from './taskLabel.js';
import { TriggerIndex } from './triggerIndex.js';

/** Whose step it is, and in which checkpoint. */
export interface Attribution {
  /** Empty where no line tells. */
  readonly job: JobId;
  readonly vertex: VertexId;
  readonly subtask: number;
  readonly attempt: number;
  readonly checkpoint: number;
  readonly label?: TaskLabel;
}

/** Lines of one task are a little out of order, and its upload may end after it has. */
const lateness = 5000;

/** Ties the steps of tasks to jobs, vertices and checkpoints. Asked in the order of time. */
export class TaskAttribution {
  private readonly triggers: TriggerIndex;
  private readonly vertexByName = new Map<string, Map<JobId, VertexId>>();
  private readonly lastStarted = new Map<string, number>();
  /** How many steps fit several jobs, so that they are left out. */
  undecided = 0;

  constructor(
    events: readonly TimedEvent[],
    private readonly executions: Executions,
  ) {
    this.triggers = new TriggerIndex(events);
    this.tieByTriggers(events);
    for (const execution of executions.all) {
      const name = execution.label?.name;
      if (name === undefined || execution.vertex === undefined) continue;
      const vertices = this.vertexByName.get(name) ?? new Map<JobId, VertexId>();
      this.vertexByName.set(name, vertices.set(this.jobOf(execution), execution.vertex));
    }
  }

  /** The job of an execution; empty where no line tells. */
  jobOf(execution: Execution): JobId {
    return this.executions.jobOf(execution) ?? this.onlyJob() ?? '';
  }

  /** Undefined where the line fits more than one task or no checkpoint. */
  of(event: TaskEvent, at: UnixMs, file: number): Attribution | undefined {
    const task = this.taskOf(event, at, file);
    if (task === undefined) {
      this.undecided += 1;
      return undefined;
    }
    const key = `${task.job} ${task.vertex} ${task.subtask} ${task.attempt}`;
    const checkpoint =
      event.checkpoint ?? this.triggers.checkpointAt(event.trigger, task.job) ?? this.lastStarted.get(key);
    if (checkpoint === undefined) return undefined;
    if (event.step === 'started') this.lastStarted.set(key, checkpoint);
    return { ...task, checkpoint };
  }

  /** The task of an execution, whatever its checkpoint. */
  ofAttempt(attemptId: string): Omit<Attribution, 'checkpoint'> | undefined {
    const execution = this.executions.of(attemptId);
    return execution === undefined ? undefined : this.taskOfExecution(execution);
  }

  private taskOf(event: TaskEvent, at: UnixMs, file: number): Omit<Attribution, 'checkpoint'> | undefined {
    const named = event.attemptId === undefined ? undefined : this.executions.of(event.attemptId);
    if (named !== undefined) return this.taskOfExecution(named, event.label);
    if (event.label === undefined) return undefined;
    const label = this.executions.names.labelOf(event.label);
    const fitting = this.fittingExecutions(label, event, at, file);
    if (fitting.length > 1) return undefined;
    if (fitting[0] !== undefined) return this.taskOfExecution(fitting[0], label);
    return this.taskOfName(label, event, at);
  }

  private taskOfExecution(
    execution: Execution,
    label = execution.label,
  ): Omit<Attribution, 'checkpoint'> | undefined {
    const subtask = execution.subtask ?? label?.subtask;
    const vertex = execution.vertex ?? (label === undefined ? undefined : `name:${label.name}`);
    if (subtask === undefined || vertex === undefined) return undefined;
    return {
      job: this.jobOf(execution),
      vertex,
      subtask,
      attempt: execution.attempt ?? label?.attempt ?? 0,
      ...(label === undefined ? {} : { label }),
    };
  }

  /** The executions that a label may stand for in a line, narrowed down by all that the line tells. */
  private fittingExecutions(
    label: TaskLabel,
    event: TaskEvent,
    at: UnixMs,
    file: number,
  ): readonly Execution[] {
    let fitting = this.executions
      .ofLabel(label)
      .filter(({ from, to }) => from - lateness <= at && at <= to + lateness);
    const narrow = (fits: (execution: Execution) => boolean) => {
      if (fitting.length > 1 && fitting.some(fits)) fitting = fitting.filter(fits);
    };
    narrow((execution) => event.job !== undefined && this.jobOf(execution) === event.job);
    narrow(({ files }) => files.has(file));
    narrow((execution) => this.triggers.hasTriggered(event.trigger, this.jobOf(execution)));
    narrow((execution) => !this.triggers.isRuledOut(event.checkpoint, this.jobOf(execution), at));
    narrow(({ from, to }) => from <= at && at <= to);
    return fitting;
  }

  /** No line ties the label to an execution: the vertex follows from the name at most. */
  private taskOfName(
    label: TaskLabel,
    event: TaskEvent,
    at: UnixMs,
  ): Omit<Attribution, 'checkpoint'> | undefined {
    const vertices = this.vertexByName.get(label.name) ?? new Map<JobId, VertexId>();
    const candidates = vertices.size > 0 ? [...vertices.keys()] : [...this.executions.jobs];
    const possible = candidates.filter((job) => !this.triggers.isRuledOut(event.checkpoint, job, at));
    const job = event.job ?? (possible.length === 1 ? possible[0]! : '');
    return {
      job,
      vertex: vertices.get(job) ?? `name:${label.name}`,
      subtask: label.subtask,
      attempt: label.attempt,
      label,
    };
  }

  /** A trigger's id and time together name the job. */
  private tieByTriggers(events: readonly TimedEvent[]): void {
    for (const { event } of events) {
      if (event.kind !== 'task' || event.attemptId === undefined || event.trigger === undefined) continue;
      const execution = this.executions.of(event.attemptId);
      if (execution === undefined || this.executions.jobOf(execution) !== undefined) continue;
      const job = this.triggers.jobTriggering(event.checkpoint, event.trigger);
      if (job !== undefined) this.executions.tieTo(event.attemptId, job);
    }
  }

  private onlyJob(): JobId | undefined {
    const { jobs } = this.executions;
    return jobs.size === 1 ? [...jobs][0] : undefined;
  }
}
