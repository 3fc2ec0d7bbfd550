import type { RecordTime } from '../channels/timestampedCodec.js';
import type { RestoredFile } from '../state/filledState.js';
import type { KeyedSnapshot } from '../state/keyedSnapshot.js';
import type { ChannelState } from '../task/channelState.js';

/** What an operator knows of time. */
export interface OperatorTime {
  /** Of the record in hand. */
  readonly record: RecordTime;
  /** Whether the records that come in have timestamps. */
  readonly hasEventTime: boolean;
  /** ms since the run's epoch. */
  readonly now: () => number;
  /** The run's epoch, ms since 1970. */
  readonly epochMs: number;
}

/** Small state that goes into the checkpoint's metadata: whatever JSON holds. */
export type OperatorState = Readonly<Record<string, unknown>>;

/** What a subtask needs of a checkpoint to start from, which may have been taken with more or fewer subtasks. */
export interface RestoredState {
  /** The small state of each subtask of the operator then, in their order. */
  readonly states: readonly (OperatorState | undefined)[];
  /** The files with the keyed state of the keys that it owns now; where the number of subtasks changed, with others too. */
  readonly files: readonly RestoredFile[];
  /** Records that were on their way to it, or held back by it, and come before all others. */
  readonly inFlight: ChannelState;
}

/** What an operator does with its state when the sync phase takes a snapshot. */
export const snapshotModes = ['copy-on-write', 'full-copy', 'blocking'] as const;
export type SnapshotMode = (typeof snapshotModes)[number];

/** What the sync phase hands over: keyed state for the upload, small state for the acknowledgement. */
export interface OperatorSnapshot {
  readonly keyed?: KeyedSnapshot;
  /** The checkpoint since which the keyed state has what has changed; none when it has all. */
  readonly buildsOn?: number;
  readonly state?: OperatorState;
}

/** The part of a subtask that knows about checkpoints but not about channels. All calls come from one thread. */
export interface Checkpointed {
  /** Work that must be done before the barrier goes on, as a sink's flush. Says whether there was any. */
  preBarrier?(): boolean;
  /** What the sync phase would do and needs no lock for; nothing is processed between the two. */
  prepareSnapshot?(mode: SnapshotMode, checkpoint: number): void;
  /** The sync phase, under the lock. */
  snapshot(mode: SnapshotMode, checkpoint: number): OperatorSnapshot;
  /** The upload of this checkpoint's snapshot is over, well or not. Those of others may still go on. */
  snapshotReleased?(checkpoint: number): void;
  /** Snapshots for which it keeps what has been overwritten since. */
  readonly openSnapshots?: number;
  /** Bytes copied since the start only because snapshots were taken; it only grows. */
  readonly bytesCopied?: number;
  /** The checkpoint is complete on all subtasks. */
  checkpointCompleted?(checkpoint: number): void;
  /** What earlier checkpoints wrote is not all there any more: the next snapshot has all, whatever was completed before. */
  buildAnew?(): void;
}

/** The timers of an operator's keys. */
export interface OperatorTimers {
  /** How far event time has come; at first how far it had come in the checkpoint to start from. */
  readonly watermark: number;
  /** When the next timer is due by the clock, ms since the epoch. */
  readonly nextAt: number;
  /** Whether event-time timers are due. */
  readonly hasDue: boolean;
  /** Event time has come so far. */
  advanceWatermark(watermark: number): void;
  /** Fires the next timer that is due; `false` when there is none. */
  fire(now: number): boolean;
}

/** An operator with one input, or with two. */
export interface StreamOperator extends Checkpointed {
  readonly kind: 'operator';
  readonly timers?: OperatorTimers | undefined;
  /** @param side which of two inputs the record came on, else 0 */
  process(record: unknown, side: 0 | 1): void;
  /** Whether `prefetch` is worth its time, as of now. */
  readonly wantsPrefetch?: boolean;
  /** The first so many of these records, `prefetchMax` at most, come next: their state may be brought nearer. */
  prefetch?(records: readonly unknown[], count: number, side: 0 | 1): void;
  /** Does what `process` does, for the nth of the records of the last `prefetch`. */
  processPrefetched?(nth: number, record: unknown, side: 0 | 1): void;
}

/** An operator without inputs. */
export interface SourceOperator extends Checkpointed {
  readonly kind: 'source';
  /**
   * Makes the next record and emits it. `waiting` when its rate allows none yet, `exhausted` when there are no more.
   */
  produce(now: number): 'produced' | 'waiting' | 'exhausted';
  /** When a source that waits can go on, ms since the epoch. */
  readonly nextAt: number;
}

export type Emit = (record: unknown) => void;
