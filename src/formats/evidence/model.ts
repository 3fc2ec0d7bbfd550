import type { CheckpointStatus, Outcome } from '../../trace/model.js';
import type { Ms, SubtaskIndex } from '../../trace/units.js';

/** A moment on the wall clock, ms since 1970 in UTC, fractional. */
export type UnixMs = number;

/** 32 hex digits, Flink's id of a job. */
export type JobId = string;

/** 32 hex digits, Flink's id of a job vertex (a chain of operators); `name:…` where a source knows only its name. */
export type VertexId = string;

/** Where a fact comes from. REST and spans carry the same numbers; a DEBUG log carries moments. */
export const evidenceOrigins = ['rest', 'spans', 'log'] as const;
export type EvidenceOrigin = (typeof evidenceOrigins)[number];

/** A fact together with where it comes from. */
export interface Sourced<Fact> {
  readonly origin: EvidenceOrigin;
  readonly fact: Fact;
}

/**
 * What one source says of one job: facts, not yet a timeline. Absent means not said. Sizes are bytes. Readers turn what
 * a format calls unset (`-1`, `"NaN"`, `0001-01-01`) into absent, and drop what cannot be.
 */
export interface JobEvidence {
  readonly origin: EvidenceOrigin;
  /** Empty where the source does not say. */
  readonly jobId: JobId;
  readonly name?: string;
  /** Flink's word: `RUNNING`, `FINISHED`, `CANCELED`, `FAILED`, … */
  readonly state?: string;
  /** Why the job failed, one line. */
  readonly failure?: string;
  readonly flinkVersion?: string;
  readonly config?: CheckpointConfig;
  readonly vertices: readonly VertexEvidence[];
  readonly checkpoints: readonly CheckpointEvidence[];
  /** Checkpoints that the job was restored from. */
  readonly restores?: readonly RestoreEvidence[];
  /** Failed triggers that never got an id: they count, and are nowhere in the history. */
  readonly failedTriggers?: number;
  readonly metrics?: readonly MetricSeries[];
}

/** `/jobs/:id/checkpoints/config`. */
export interface CheckpointConfig {
  readonly mode?: 'exactly_once' | 'at_least_once';
  /** Absent where periodic checkpoints are off. */
  readonly interval?: Ms;
  readonly timeout?: Ms;
  readonly minPause?: Ms;
  readonly maxConcurrent?: number;
  readonly tolerableFailures?: number;
  readonly unaligned?: boolean;
  /** 0: unaligned from the start. */
  readonly alignedTimeout?: Ms;
  readonly stateBackend?: string;
  readonly storage?: string;
}

export interface VertexEvidence {
  readonly id: VertexId;
  readonly name?: string;
  readonly parallelism?: number;
  /** Upstream vertices, with Flink's word for the exchange: `HASH`, `FORWARD`, `REBALANCE`, … Absent: not known; empty: a source. */
  readonly inputs?: readonly { readonly from: VertexId; readonly ship: string }[];
  /** `host:port` of the TaskManager of each subtask that is known. */
  readonly locations?: ReadonlyMap<SubtaskIndex, string>;
}

export interface CheckpointEvidence {
  readonly id: number;
  readonly trigger?: UnixMs;
  readonly status?: CheckpointStatus;
  readonly kind?: 'checkpoint' | 'savepoint';
  /** Flink's `checkpoint_type`: `CHECKPOINT`, `UNALIGNED_CHECKPOINT`, `SAVEPOINT`, `SYNC_SAVEPOINT`. */
  readonly type?: string;
  /** `CANONICAL` or `NATIVE`. */
  readonly savepointFormat?: string;
  readonly latestAck?: UnixMs;
  /** When the coordinator had completed it, metadata written: only logs say. */
  readonly completed?: UnixMs;
  /** How long the coordinator took, up to `completed`, to write the metadata after the last acknowledgement: only logs say. */
  readonly finalization?: Ms;
  readonly failed?: UnixMs;
  readonly failure?: string;
  readonly checkpointedBytes?: number;
  readonly fullBytes?: number;
  readonly subtaskCount?: number;
  readonly acknowledgedCount?: number;
  readonly path?: string;
  readonly subtasks?: readonly SubtaskEvidence[];
}

/** What is known of one subtask's part in one checkpoint. */
export interface SubtaskEvidence {
  readonly vertex: VertexId;
  readonly subtask: SubtaskIndex;
  /** `acknowledged`: a report that counts. */
  readonly outcome?: Outcome | 'acknowledged';
  /** Durations as Flink reports them, whole ms; see flink-facts: start delay and alignment have 0 for unset. */
  readonly startDelay?: Ms;
  readonly alignment?: Ms;
  readonly sync?: Ms;
  readonly async?: Ms;
  /** JobManager clock, when the acknowledgement was handled. */
  readonly ack?: UnixMs;
  readonly checkpointedBytes?: number;
  readonly fullBytes?: number;
  readonly processedBytes?: number;
  /** In-flight data that went into the checkpoint; more than 0 only where it was unaligned. */
  readonly persistedBytes?: number;
  readonly unaligned?: boolean;
  /** Which execution of the subtask, from 0; later attempts after a failover. */
  readonly attempt?: number;
  readonly moments?: SubtaskMoments;
}

/**
 * Moments of one subtask by log lines, on the TaskManager's clock but for `acknowledged`, which is the JobManager's; and
 * the durations that stand in the same lines.
 *
 *     triggerReceived ─▶ started                             (a source)
 *     firstBarrier ─▶ lastBarrier ─▶ started ─▶ barrierSent ─▶ │syncMs│ syncEnd ─▶ asyncStart │asyncMs│ asyncEnd ─▶ acknowledged
 */
export interface SubtaskMoments {
  /** The trigger RPC arrived: sources only. */
  readonly triggerReceived?: UnixMs;
  readonly firstBarrier?: UnixMs;
  readonly lastBarrier?: UnixMs;
  /** "Starting checkpoint": the task thread has begun its part. */
  readonly started?: UnixMs;
  /** "broadcastEvent at": the work before the barrier is over and the barrier goes out. */
  readonly barrierSent?: UnixMs;
  readonly syncEnd?: UnixMs;
  readonly syncMs?: Ms;
  readonly alignmentMs?: Ms;
  /** An upload thread has begun; `queueMs` is how long the snapshot waited for it. */
  readonly asyncStart?: UnixMs;
  readonly queueMs?: Ms;
  readonly asyncEnd?: UnixMs;
  readonly asyncMs?: Ms;
  readonly asyncFailed?: UnixMs;
  readonly acknowledged?: UnixMs;
}

export interface RestoreEvidence {
  readonly checkpoint: number;
  readonly at?: UnixMs;
  readonly savepoint?: boolean;
}

/** A metric of a subtask over time, polled: `values[i]` was read at `times[i]`. */
export interface MetricSeries {
  readonly vertex: VertexId;
  readonly subtask: SubtaskIndex;
  /** Flink's name of the metric: `numRecordsIn`, `busyTimeMsPerSecond`. */
  readonly name: string;
  readonly times: readonly UnixMs[];
  readonly values: readonly number[];
}
