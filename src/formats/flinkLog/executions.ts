import type { JobId, UnixMs, VertexId } from '../evidence/model.js';
import type { TimedEvent } from './eventTimes.js';
import { TaskNames } from './taskNames.js';
import { labelText, readAttemptId, type TaskLabel } from './taskLabel.js';

/** One execution of one subtask, as far as the lines tell. */
export interface Execution {
  readonly attemptId: string;
  vertex?: VertexId;
  readonly executionGraph?: string;
  readonly subtask?: number;
  readonly attempt?: number;
  label?: TaskLabel;
  /** When it began and ended; infinite where no line says. */
  from: UnixMs;
  to: UnixMs;
  /** Files that name it. */
  readonly files: Set<number>;
  slot?: string;
}

/** A cluster runs the same job again some times; every question about a label looks at all of them. */
const sameLabelMax = 1000;

/** Who is who: which execution is which task of which job. */
export class Executions {
  private readonly byAttempt = new Map<string, Execution>();
  readonly names = new TaskNames();
  private readonly byLabel = new Map<string, Execution[]>();
  private readonly jobOfGraph = new Map<string, JobId>();
  private readonly jobOfSlot = new Map<string, JobId>();
  private readonly jobOfAttempt = new Map<string, JobId>();
  readonly jobs = new Set<JobId>();

  /** Learns from all events, in the order of time. */
  constructor(events: readonly TimedEvent[]) {
    for (const timed of events) this.learn(timed);
    for (const execution of this.byAttempt.values()) {
      this.tie(execution);
      if (execution.label === undefined) continue;
      execution.label = this.names.labelOf(execution.label);
      const text = labelText(execution.label);
      const same = this.byLabel.get(text);
      if (same === undefined) this.byLabel.set(text, [execution]);
      else if (same.length < sameLabelMax) same.push(execution);
    }
  }

  get all(): Iterable<Execution> {
    return this.byAttempt.values();
  }

  of(attemptId: string): Execution | undefined {
    return this.byAttempt.get(attemptId);
  }

  /** All executions that a label stood for, at whatever time. */
  ofLabel(label: TaskLabel): readonly Execution[] {
    return this.byLabel.get(labelText(this.names.labelOf(label))) ?? [];
  }

  /** Undefined where no line ties the execution to a job. */
  jobOf(execution: Execution): JobId | undefined {
    const { attemptId, executionGraph, slot } = execution;
    return (
      this.jobOfAttempt.get(attemptId) ??
      (executionGraph === undefined ? undefined : this.jobOfGraph.get(executionGraph)) ??
      (slot === undefined ? undefined : this.jobOfSlot.get(slot))
    );
  }

  /** Learns that an execution belongs to a job, and with it all of the same execution graph. */
  tieTo(attemptId: string, job: JobId): void {
    const graph = this.byAttempt.get(attemptId)?.executionGraph;
    if (graph === undefined) this.jobOfAttempt.set(attemptId, job);
    else if (!this.jobOfGraph.has(graph)) this.jobOfGraph.set(graph, job);
  }

  private learn({ event, at, file }: TimedEvent): void {
    if ('label' in event && event.isLabelSure) this.names.add(event.label.name);
    if ('job' in event) this.jobs.add(event.job);
    if (event.kind === 'executionGraph') this.jobOfGraph.set(event.id, event.job);
    if (event.kind === 'slot') this.jobOfSlot.set(event.id, event.job);
    if (!('attemptId' in event)) return;
    const execution = this.executionOf(event.attemptId);
    execution.files.add(file);
    if ('label' in event) execution.label ??= event.label;
    if ('job' in event) this.tieTo(event.attemptId, event.job);
    if (event.kind !== 'execution') return;
    if (event.vertex !== undefined) execution.vertex ??= event.vertex;
    if (event.slot !== undefined) execution.slot = event.slot;
    if (event.begins) execution.from = execution.from === -Infinity ? at : Math.min(execution.from, at);
    if (event.ends) execution.to = execution.to === Infinity ? at : Math.max(execution.to, at);
  }

  private executionOf(attemptId: string): Execution {
    const known = this.byAttempt.get(attemptId);
    if (known !== undefined) return known;
    const execution: Execution = {
      attemptId,
      ...readAttemptId(attemptId),
      from: -Infinity,
      to: Infinity,
      files: new Set<number>(),
    };
    this.byAttempt.set(attemptId, execution);
    return execution;
  }

  /** A slot belongs to one job, and so does an execution graph. */
  private tie({ attemptId, slot }: Execution): void {
    const job = slot === undefined ? undefined : this.jobOfSlot.get(slot);
    if (job !== undefined) this.tieTo(attemptId, job);
  }
}

/** Of `localhost:43403-294f81 @ localhost (dataPort=37113)` the `host:port` that Flink's REST API shows. */
export function addressOf(location: string): string | undefined {
  const match = / @ (\S{1,255}) \(dataPort=(\d{1,5})\)/.exec(location);
  return match === null ? undefined : `${match[1]!}:${match[2]!}`;
}
