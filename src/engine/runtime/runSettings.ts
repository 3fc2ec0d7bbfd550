import type { RestartSettings } from '../checkpoint/restartStrategy.js';
import type { SnapshotMode } from '../operators/operator.js';

/** How a pipeline is to be run. */
export interface RunSettings {
  /** Absolute path of the definition. */
  readonly definition: string;
  /** Where checkpoints go: an absolute path, or a URI as `parseStorageUri` reads it. */
  readonly storage: string;
  readonly snapshot: SnapshotMode;
  /** Copy-on-write snapshots have only what has changed since the last completed checkpoint. */
  readonly incremental: boolean;
  readonly intervalMs: number;
  /** From the end of a checkpoint to the next trigger at least. */
  readonly minPauseMs: number;
  readonly timeoutMs: number;
  /** So many checkpoints go at once at most; 1 with unaligned ones or a minimum pause. */
  readonly maxConcurrent: number;
  /** So long after the trigger barriers begin to overtake records. 0: at once. Infinity: all checkpoints are aligned. */
  readonly alignedTimeoutMs: number;
  /** The run fails with one more failed checkpoint in a row than this. */
  readonly tolerableFailures: number;
  /** What becomes of a run that has failed. */
  readonly restart: RestartSettings;
  /** How many completed checkpoints are kept. */
  readonly retained: number;
  /** Ends the run after this many completed checkpoints. */
  readonly checkpointsMax: number;
  readonly durationMs: number;
  readonly parallelism: number;
  readonly params: readonly (readonly [string, string])[];
  /** Bytes per second of all uploads together. */
  readonly throttle: number | undefined;
  /** `latest`, or a checkpoint's folder: path or URI. */
  readonly restore: string | undefined;
  /** Restore also where state has no operator to go to, or an operator none to start from. */
  readonly allowNonRestoredState: boolean;
  /** Absolute path of the trace file; without one nothing is recorded. */
  readonly trace: string | undefined;
  /** Watch the locks from a thread of its own. */
  readonly witness: boolean;
  readonly version: string;
}

/** What a run tells while it goes on. */
export interface RunListener {
  /** Something is wrong, and the run goes on; or, as `info`, it does something that was asked for. */
  readonly notice: (text: string, severity?: 'warning' | 'info') => void;
  /** Processing has begun. */
  readonly started: (job: string) => void;
  /** All subtasks were ended because of the failure, and start again after so many ms. */
  readonly restarting: (failure: string, delayMs: number) => void;
  readonly checkpointEnded: (checkpoint: number, ms: number, failure: string | undefined) => void;
}

export type RunOutcome = 'finished' | 'cancelled';
