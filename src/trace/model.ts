import type { Row } from './rowRange.js';
import type { CheckpointIndex, EpochMs, Ms, OperatorIndex, SubtaskIndex } from './units.js';

/**
 * The parts of one subtask's share in one checkpoint, in the order in which they happen; for unaligned
 * checkpoints `alignment` overlaps the ones after it. A column stores a phase as its position in this list.
 *
 *     trigger ──startDelay──▶ first barrier ──alignment──▶ last ──preBarrier──▶│ sync │──async──▶│──ack──▶
 */
export const phases = ['startDelay', 'alignment', 'preBarrier', 'sync', 'async', 'ack'] as const;
export type Phase = (typeof phases)[number];

/** `measured` by the subtask's own clock, or `derived` from other numbers and then with an uncertainty. */
export const origins = ['measured', 'derived'] as const;
export type Origin = (typeof origins)[number];

/** How a subtask's part ended where it did not end in an acknowledgement that counts. */
export const outcomes = ['pending', 'aborted', 'declined', 'finished'] as const;
export type Outcome = (typeof outcomes)[number];

export const checkpointStatuses = ['inProgress', 'completed', 'failed'] as const;
export type CheckpointStatus = (typeof checkpointStatuses)[number];

/** Everything known about one job's checkpoints. Every time in it is in milliseconds since `epoch`. */
export interface Trace {
  readonly producer: { readonly name: string; readonly version: string };
  readonly source: TraceSource;
  readonly epoch: EpochMs;
  readonly operators: readonly Operator[];
  readonly checkpoints: readonly Checkpoint[];
  readonly spans: Spans;
  readonly counters: readonly Counter[];
  /** Batches of records right before and after each lock hold; empty where the source has none. */
  readonly batches: Batches;
  /** What a watcher outside the subtasks saw of their locks; empty where none watched. */
  readonly observations: readonly LockObservation[];
  /** Waits inside the phases, sorted as the spans are; empty where the source tells of none. */
  readonly waits: readonly Wait[];
  /** Subtasks that did not acknowledge as the others did, each checkpoint and subtask at most once. */
  readonly outcomes: readonly SubtaskOutcome[];
  /** When all of the job failed and was started again, in order; empty where the source does not tell. */
  readonly restarts: readonly Restart[];
}

/** A process, and the machine that it runs on. */
export interface TraceWriter {
  readonly pid: number;
  readonly host: string;
}

/** What produced the trace, with which settings. Fields not named here are kept as they are. */
export interface TraceSource {
  readonly kind: string;
  readonly job: string;
  /** Of an embedded run: `running`, `finished`, `cancelled` or `failed`. */
  readonly state?: string;
  /** Of a failed run: what went wrong. */
  readonly failure?: string;
  /** Of an embedded run that goes on: who writes the trace. Without it nobody can tell a run that was killed from one that goes on. */
  readonly writer?: TraceWriter;
  /** Of an embedded run: `copy-on-write`, `full-copy` or `blocking`. */
  readonly snapshot?: string;
  /** Durations are known to this many ms: 1 for Flink's, which are whole milliseconds. Absent: as fine as they read. */
  readonly resolution?: Ms;
  readonly [field: string]: unknown;
}

/**
 * Flink's upper bound of the parallelism of an operator, `KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM`; more is
 * damage.
 */
export const parallelismMax = 32_768;

export interface Operator {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly inputs: readonly { readonly from: string; readonly ship: string }[];
  /** Where the pipeline definition makes this operator; `file` is relative to the trace's job, `line` from 1. */
  readonly definedAt?: { readonly file: string; readonly line: number };
  /** Where each subtask ran, as `host:port`, by its index; empty text where that is not known. */
  readonly locations?: readonly string[];
}

export interface Checkpoint {
  readonly id: number;
  readonly kind: 'checkpoint' | 'savepoint';
  readonly trigger: Ms;
  /** When it was completed or failed; absent while in progress. */
  readonly end?: Ms;
  readonly status: CheckpointStatus;
  /** What it stored anew. */
  readonly bytes?: number;
  /** All the state that it refers to; more than `bytes` where it is incremental. */
  readonly fullBytes?: number;
  /** How it was taken, in the word of what took it: Flink's `UNALIGNED_CHECKPOINT`, `SYNC_SAVEPOINT`. */
  readonly type?: string;
  /** Why a failed checkpoint failed, in words. */
  readonly failure?: string;
}

/**
 * One span per index, in columns of equal length, sorted by operator, subtask, then start. `end` ≥ `start`.
 * `uncertainty` is how far, in ms, either border may be off: a bar whose length is known to `source.resolution` may still
 * lie earlier or later by that much. `bytes` is what the phase moved; 0 where unknown.
 */
export interface Spans {
  readonly length: number;
  readonly checkpoint: Int32Array<ArrayBuffer>;
  readonly operator: Int32Array<ArrayBuffer>;
  readonly subtask: Int32Array<ArrayBuffer>;
  readonly phase: Uint8Array<ArrayBuffer>;
  readonly start: Float64Array<ArrayBuffer>;
  readonly end: Float64Array<ArrayBuffer>;
  readonly origin: Uint8Array<ArrayBuffer>;
  readonly uncertainty: Float64Array<ArrayBuffer>;
  readonly bytes: Float64Array<ArrayBuffer>;
}

/** Names of the counters that the embedded engine records. */
export const counterNames = {
  recordsProcessed: 'recordsProcessed',
  /** Longest time without a finished batch inside the bucket, ms. */
  longestPause: 'longestPause',
  /** Bytes that were copied only because a snapshot was being read, or to take it. */
  bytesCopied: 'bytesCopied',
  /** Time in which the subtask could not go on because an output had no room, ms. */
  backPressuredTime: 'backPressuredTime',
  /** Time in which the subtask had nothing to do, ms. */
  idleTime: 'idleTime',
  /**
   * Time in which the subtask's thread was ready to run and had no processor, ms. Back-pressured and idle time ends when the
   * thread runs again, so a part of it may lie there.
   */
  processorWaitTime: 'processorWaitTime',
} as const;

/** A series in buckets: `values[i]` belongs to `[start + i·step, start + (i+1)·step)`. */
export interface Counter {
  readonly name: string;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly start: Ms;
  readonly step: Ms;
  readonly values: Float64Array<ArrayBuffer>;
}

/** Batches in columns: `[start, end)` is the time the lock was held for processing `records` records. */
export interface Batches {
  readonly length: number;
  readonly checkpoint: Int32Array<ArrayBuffer>;
  readonly operator: Int32Array<ArrayBuffer>;
  readonly subtask: Int32Array<ArrayBuffer>;
  readonly start: Float64Array<ArrayBuffer>;
  readonly end: Float64Array<ArrayBuffer>;
  readonly records: Int32Array<ArrayBuffer>;
}

/**
 * One lock hold as an outside watcher saw it. The hold began in `[lastFree, firstHeld]` and ended in
 * `[lastHeld, firstFree]`; a hold seen only once has `firstHeld` just after `lastHeld`. `records` is how far the
 * subtask's record count moved while it was seen held.
 */
export interface LockObservation {
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly lastFree: Ms;
  readonly firstHeld: Ms;
  readonly lastHeld: Ms;
  readonly firstFree: Ms;
  readonly records: number;
}

/**
 * What a wait is for. `heldInput`: an input that the alignment held back, from its own barrier until the others had come.
 * `queuedUpload`: a snapshot from its handing over to the upload until its first byte went out; a part of `async`.
 */
export const waitKinds = ['heldInput', 'queuedUpload'] as const;
export type WaitKind = (typeof waitKinds)[number];

/** A wait in one subtask's part in a checkpoint, which its phases do not tell apart. `end` ≥ `start`. */
export interface Wait {
  readonly kind: WaitKind;
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly start: Ms;
  readonly end: Ms;
  /** Of a held input: the subtask that it comes from. */
  readonly from?: Row;
}

/**
 * `pending`: no report by the end of the checkpoint, or of the recording. `aborted`: reported after the checkpoint had
 * been given up. `declined`: the subtask refused it. `finished`: the subtask had ended its work before the trigger.
 */
export interface SubtaskOutcome {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly outcome: Outcome;
}

/** From `failed` to `resumed` nothing was processed. */
export interface Restart {
  readonly failed: Ms;
  /** Absent where it was not to go on again. */
  readonly resumed?: Ms;
  /** What had failed, in words. */
  readonly failure: string;
  /** Id of the checkpoint that the job went back to; absent where it began anew. */
  readonly checkpoint?: number;
}

/** Whether the subtask processes nothing while in this phase. */
export function isBlocking(phase: Phase): boolean {
  return phase === 'sync' || phase === 'preBarrier';
}
