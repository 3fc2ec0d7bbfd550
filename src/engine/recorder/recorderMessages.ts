import type { Checkpoint, LockObservation, TraceWriter } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';

/** What the recorder's thread starts with. */
export interface RecorderWorkerData {
  readonly file: string;
  readonly events: readonly SharedArrayBuffer[];
  readonly subtasks: readonly RecordedSubtask[];
  readonly trace: RecordedRun;
}

/** A subtask, and the subtasks that its inputs come from, in their order. */
export interface RecordedSubtask extends Row {
  readonly inputs: readonly Row[];
}

/** When an upload was handed over, had its first bytes to send, and had sent all; ms since the epoch. */
export interface UploadTimes {
  readonly handedOver: number;
  readonly begun: number;
  readonly end: number;
}

/** The parts of the trace that are known at the start. */
export interface RecordedRun {
  readonly version: string;
  readonly epoch: number;
  readonly source: Readonly<Record<string, unknown>> & { readonly kind: 'engine'; readonly job: string };
  /** Who writes it down. */
  readonly writer?: TraceWriter;
  readonly operators: readonly {
    readonly id: string;
    readonly name: string;
    readonly parallelism: number;
    readonly inputs: readonly { readonly from: string; readonly ship: string }[];
    readonly definedAt?: { readonly file: string; readonly line: number };
  }[];
}

/** From the main thread to the recorder's. Times are in ms since the epoch. */
export type ToRecorder =
  | {
      readonly type: 'triggered';
      readonly checkpoint: number;
      readonly kind: Checkpoint['kind'];
      readonly time: number;
    }
  | {
      readonly type: 'acknowledged';
      readonly checkpoint: number;
      readonly index: number;
      /** None where there was nothing to upload. */
      readonly upload: UploadTimes | undefined;
      readonly bytes: number;
      readonly time: number;
    }
  | {
      readonly type: 'ended';
      readonly checkpoint: number;
      readonly status: 'completed' | 'failed';
      readonly time: number;
      readonly bytes: number;
      /** With the files of earlier checkpoints that it needs. */
      readonly fullBytes?: number;
      readonly failure?: string;
    }
  | {
      readonly type: 'observed';
      readonly index: number;
      readonly observation: Omit<LockObservation, 'operator' | 'subtask'>;
    }
  | { readonly type: 'restarting'; readonly time: number; readonly failure: string }
  /** Processing begins, or goes on after a restart: from a checkpoint, or from the beginning. */
  | { readonly type: 'begun'; readonly time: number; readonly checkpoint: number | undefined }
  | {
      readonly type: 'runEnded';
      readonly state: 'finished' | 'cancelled' | 'failed';
      readonly failure?: string;
    };

/** From the recorder's thread to the main thread. */
export type FromRecorder =
  /** `dropped`: events that a full ring lost so far. */
  | { readonly type: 'written'; readonly final: boolean; readonly dropped: number }
  | { readonly type: 'writeFailed'; readonly reason: string; readonly final: boolean };
