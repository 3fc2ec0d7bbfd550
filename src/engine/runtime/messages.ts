import type { MessagePort } from 'node:worker_threads';
import type { Acknowledgement } from '../checkpoint/coordinator.js';
import type { RestoredState, SnapshotMode } from '../operators/operator.js';
import type { SocketSource } from '../pipeline/connectors.js';
import type { DefinitionModule } from '../pipeline/load.js';
import type { DefinitionPlace } from '../pipeline/place.js';
import type { UploadTimes } from '../recorder/recorderMessages.js';
import type { ChannelStateUpload, SubtaskEvent, Upload } from '../task/commands.js';
import type { Epoch } from './clock.js';
import type { SharedMemory } from './sharedMemory.js';

/** What every thread needs to build the same graph. */
export interface PipelineSettings {
  readonly definition: DefinitionModule;
  readonly params: readonly (readonly [string, string])[];
  readonly parallelism: number;
  readonly workingDirectory: string;
}

/** What a subtask's thread starts with. */
export interface SubtaskWorkerData {
  readonly pipeline: PipelineSettings;
  readonly index: number;
  readonly mode: SnapshotMode;
  readonly incremental: boolean;
  readonly maxConcurrent: number;
  readonly epoch: Epoch;
  readonly memory: SharedMemory;
  /** The upload thread's end of the line. */
  readonly uploads: MessagePort;
  readonly restored: RestoredState | undefined;
  /** Of a socket source only. */
  readonly socket: SocketLink | undefined;
}

/** What joins a socket source's subtask to the thread that reads the socket. */
export interface SocketLink {
  /** The channel for the lines. */
  readonly lines: SharedArrayBuffer;
  /** Takes any message as word that there is room in the channel again. */
  readonly port: MessagePort;
}

/** What the thread that reads a socket starts with. */
export interface SocketWorkerData extends SocketLink {
  readonly source: SocketSource;
  /** The subtask's, for messages. */
  readonly name: string;
  readonly index: number;
  readonly wakeWords: SharedArrayBuffer;
}

/** From a subtask's thread to the main thread. */
export type FromSubtaskWorker =
  { readonly type: 'ready' } | { readonly type: 'event'; readonly event: SubtaskEvent } | FromSocketWorker;

/** From the thread that reads a socket, in the name of its subtask. */
export type FromSocketWorker =
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'failed'; readonly message: string; readonly place: DefinitionPlace | undefined };

/** What an upload thread starts with. */
export interface UploadWorkerData {
  /** A path or URI; credentials come from the environment. */
  readonly storage: string;
  readonly run: string;
  readonly epoch: Epoch;
  readonly throttle: { readonly memory: SharedArrayBuffer; readonly bytesPerSecond: number } | undefined;
  readonly wakeWords: SharedArrayBuffer;
  readonly subtasks: readonly {
    readonly index: number;
    readonly operator: number;
    readonly subtask: number;
    readonly port: MessagePort;
  }[];
}

/** From a subtask's thread to its upload thread. */
export type ToUploadWorker =
  /** `handedOver`: ms since the epoch. */
  | ({ readonly type: 'upload'; readonly handedOver: number } & Upload)
  | ({ readonly type: 'channelState' } & ChannelStateUpload);

/** From the main thread to an upload thread. */
export interface AbortUpload {
  readonly type: 'abortCheckpoint';
  readonly checkpoint: number;
}

/** From the main thread to an upload thread, before the savepoint is triggered: where its files go. */
export interface SavepointUploads {
  readonly type: 'savepoint';
  readonly checkpoint: number;
  /** A path or URI. */
  readonly storage: string;
  readonly folder: string;
}

/** From an upload thread to the main thread. */
export type FromUploadWorker =
  | {
      readonly type: 'uploaded';
      readonly index: number;
      readonly checkpoint: number;
      readonly acknowledgement: Acknowledgement;
      readonly times: UploadTimes;
    }
  | {
      readonly type: 'uploadFailed';
      readonly index: number;
      readonly checkpoint: number;
      readonly reason: string;
    }
  | { readonly type: 'uploadRetried'; readonly reason: string }
  /** As `OnSilence` tells it. */
  | { readonly type: 'storageSilent'; readonly host: string; readonly since: number; readonly limit: number };
