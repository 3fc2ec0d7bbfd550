import type { RestoredState, SnapshotMode } from '../../src/engine/operators/operator.js';
import type { Graph } from '../../src/engine/pipeline/graph.js';
import type { MemoryCut } from '../../src/engine/state/memoryPool.js';
import type { MemoryStorage } from '../fixtures/memoryStorage.js';
import type { Losses } from './losses.js';
import type { Schedule } from './schedule.js';
import type { SimulatedDisk } from './simulatedDisk.js';

/** What outlives a process. */
export interface Surroundings {
  readonly schedule: Schedule;
  readonly storage: MemoryStorage;
  readonly losses: Losses;
  readonly files: SimulatedDisk;
  /** Virtual time, ms. */
  readonly clock: { now: number };
}

/** How one process is set up. A fault that happens once in Infinity times never does. */
export interface ProcessSettings {
  readonly graph: Graph;
  readonly run: string;
  readonly mode: SnapshotMode;
  readonly incremental: boolean;
  /** Bytes of keyed state. */
  readonly prefetchFrom: number;
  /** How the memory of keyed state is cut. */
  readonly cut: MemoryCut;
  readonly restored: readonly RestoredState[];
  readonly firstCheckpoint: number;
  /** Size of the channels, in 8-byte words. */
  readonly channelWords: number;
  /** How far time goes on with each look at the clock, ms. */
  readonly tickMs: number;
  readonly intervalMs: number;
  readonly minPauseMs: number;
  readonly maxConcurrent: number;
  readonly tolerableFailures: number;
  readonly timeoutMs: number;
  readonly alignedTimeoutMs: number;
  /** One in so many occasions makes a subtask, a message's way or the storage slow for a while. */
  readonly delaysOnceIn: number;
  readonly longestDelayMs: number;
  readonly uploadFailsOnceIn: number;
  readonly publicationFailsOnceIn: number;
  /** It is killed after so many things have happened. */
  readonly crashAfter: number;
  /** Whether the machine goes with it. */
  readonly crashCutsPower: boolean;
  /** One of its subtasks is lost after so many, while the others go on until that is noticed. */
  readonly subtaskLostAfter: number;
  /** What its main thread knows is lost after so many, and only the storage tells of its checkpoints. */
  readonly coordinatorLostAfter: number;
  /** Somebody removes a file of its checkpoints after so many. */
  readonly fileRemovedAfter: number;
  /** It is asked for a savepoint after so many. */
  readonly savepointAfter: number;
  readonly savepointStops: boolean;
}

/** How a process ended, or one of its attempts. */
export type ProcessEnd = 'finished' | 'stopped' | 'failed' | 'coordinator lost' | 'crashed';
