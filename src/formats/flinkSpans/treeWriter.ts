import type { Checkpoint, Phase, Trace } from '../../trace/model.js';
import type { Ms, OperatorIndex } from '../../trace/units.js';
import { lensAttribute } from './lensAttributes.js';
import type { WrittenSpan } from './otlpRequest.js';
import { spanId } from './spanIds.js';
import { subtaskMoments, subtaskNumbers } from './subtaskAttributes.js';
import type { SubtaskPart } from './subtaskPart.js';
import { nanosecondsAsMsText, unixNanoseconds } from './unixNanoseconds.js';

const statuses = { completed: 'COMPLETED', failed: 'FAILED', inProgress: 'IN_PROGRESS' } as const;

type Identity = Readonly<Record<'job_id' | 'job_name', string | undefined>> & {
  readonly checkpointId: number;
};

/** Writes one checkpoint as Flink's tree of spans: the checkpoint, its tasks, their subtasks. */
export class TreeWriter {
  private readonly identity: Identity;
  private readonly traceId: string;
  private readonly rootId: string;
  private readonly trigger: bigint;

  constructor(
    private readonly trace: Trace,
    private readonly checkpoint: Checkpoint,
  ) {
    const { job, jobId } = trace.source;
    const id = typeof jobId === 'string' ? jobId : job;
    this.identity = { job_id: id || undefined, job_name: job || undefined, checkpointId: checkpoint.id };
    this.trigger = this.at(checkpoint.trigger);
    // A job that began anew under its old id counts from 1 again: its triggers tell the two apart.
    const names = [id, checkpoint.id, String(this.trigger)];
    this.traceId = spanId('trace', ...names) + spanId(...names, 'trace');
    this.rootId = spanId(...names);
  }

  /** The spans, each before those within it. */
  spans(parts: readonly SubtaskPart[]): readonly WrittenSpan[] {
    const tasks = new Map<OperatorIndex, SubtaskPart[]>();
    for (const part of parts) {
      const task = tasks.get(part.operator);
      if (task === undefined) tasks.set(part.operator, [part]);
      else task.push(part);
    }
    return [this.root(parts), ...[...tasks].flatMap(([operator, task]) => this.task(operator, task))];
  }

  /** Ends with the latest acknowledgement, as Flink's does. */
  private root(parts: readonly SubtaskPart[]): WrittenSpan {
    const { trigger, end, status, kind, type, bytes, fullBytes, failure } = this.checkpoint;
    const acks = parts.flatMap((part) => part.phases.get('ack')?.end ?? []);
    const last = acks.length === 0 ? (end ?? trigger) : latest(acks);
    return {
      traceId: this.traceId,
      spanId: this.rootId,
      name: 'Checkpoint',
      start: this.trigger,
      end: this.at(Math.max(trigger, last)),
      attributes: {
        ...this.identity,
        checkpointStatus: statuses[status],
        checkpointType: typeName(kind, type),
        isUnaligned: String(type === 'UNALIGNED_CHECKPOINT'),
        checkpointedSize: bytes,
        fullSize: fullBytes,
        [lensAttribute.end]: end === undefined ? undefined : nanosecondsAsMsText(this.at(end)),
        [lensAttribute.failure]: failure,
        [lensAttribute.hasAcknowledgement]: acks.length === 0 ? 'false' : undefined,
      },
    };
  }

  private task(operator: OperatorIndex, parts: readonly SubtaskPart[]): readonly WrittenSpan[] {
    const { id, name, parallelism } = this.trace.operators[operator]!;
    const taskId = spanId(this.rootId, id);
    const subtasks = parts.map((part) => this.subtask(part, id, taskId));
    const longest = (phase: Phase): Ms | undefined => {
      const durations = parts.flatMap((part) => part.duration(phase) ?? []);
      return durations.length === 0 ? undefined : latest(durations);
    };
    return [
      {
        traceId: this.traceId,
        spanId: taskId,
        parentSpanId: this.rootId,
        name: 'Checkpoint_Task',
        start: subtasks.reduce((first, { start }) => (start < first ? start : first), subtasks[0]!.start),
        end: subtasks.reduce((last, { end }) => (end > last ? end : last), subtasks[0]!.end),
        attributes: {
          ...this.identity,
          jobVertexId: id,
          maxCheckpointStartDelayMs: longest('startDelay'),
          maxAlignmentDurationMs: longest('alignment'),
          maxSyncCheckpointDurationMs: longest('sync'),
          maxAsyncCheckpointDurationMs: longest('async'),
          [lensAttribute.name]: name,
          [lensAttribute.parallelism]: parallelism,
        },
      },
      ...subtasks,
    ];
  }

  /** Begins with the first barrier and ends with the acknowledgement, as Flink's does; without phases, with the checkpoint's. */
  private subtask(part: SubtaskPart, vertex: string, taskId: string): WrittenSpan {
    const { trigger, end } = this.checkpoint;
    const extent = part.extent() ?? { start: trigger, end: Math.max(trigger, end ?? trigger) };
    const firstBarrier = part.phases.get('startDelay')?.end;
    const ack = part.phases.get('ack')?.end;
    return {
      traceId: this.traceId,
      spanId: spanId(taskId, part.subtask),
      parentSpanId: taskId,
      name: 'Checkpoint_Subtask',
      start: this.at(firstBarrier ?? extent.start),
      end: this.at(ack ?? extent.end),
      attributes: {
        ...this.identity,
        jobVertexId: vertex,
        subtaskId: part.subtask,
        ...subtaskNumbers(part, trigger),
        ...subtaskMoments(part, this.trace.epoch),
        [lensAttribute.hasAcknowledgement]: ack === undefined ? 'false' : undefined,
        [lensAttribute.outcome]: part.outcome,
      },
    };
  }

  private at(ms: Ms): bigint {
    return unixNanoseconds(this.trace.epoch, ms);
  }
}

/** Flink's name of a snapshot type, from the word of its REST. */
function typeName(kind: Checkpoint['kind'], type: string | undefined): string {
  if (type === 'SYNC_SAVEPOINT') return 'Terminate Savepoint';
  return type === 'SAVEPOINT' || kind === 'savepoint' ? 'Savepoint' : 'Checkpoint';
}

/** A spread of a list without end would be too many arguments. */
function latest(moments: readonly Ms[]): Ms {
  return moments.reduce((last, moment) => Math.max(last, moment), -Infinity);
}
