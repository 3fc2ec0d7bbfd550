import type { OperatorSnapshot, OperatorState } from '../operators/operator.js';
import type { ChannelState } from './channelState.js';

/** From the coordinator, and from the upload thread, to one subtask. */
export type Command =
  /**
   * To sources. From `overtakeAt` on, ms since the epoch, its barriers overtake records; never where it is Infinity. With
   * `suspend` they make nothing after the barrier, unless the checkpoint is given up.
   */
  | {
      readonly type: 'triggerCheckpoint';
      readonly checkpoint: number;
      readonly overtakeAt: number;
      readonly suspend?: boolean;
    }
  | { readonly type: 'abortCheckpoint'; readonly checkpoint: number }
  | { readonly type: 'completeCheckpoint'; readonly checkpoint: number }
  /** Of what earlier checkpoints wrote something is gone: no later one builds on them. */
  | { readonly type: 'buildAnew' }
  /** The upload thread is done with the checkpoint's snapshot, well or not. */
  | { readonly type: 'releaseSnapshot'; readonly checkpoint: number; readonly bytes: number }
  /** To sources, when no checkpoint will come any more: end the stream. */
  | { readonly type: 'finish' }
  /** End where it is, without the end of the stream: a savepoint has all that is to go on from. */
  | { readonly type: 'stop' };

/** From one subtask to the coordinator. */
export type SubtaskEvent =
  /** Its part is done without an upload; with one, the upload thread acknowledges. */
  | {
      readonly type: 'acknowledged';
      readonly checkpoint: number;
      readonly state: OperatorState | undefined;
      /** When the last barrier was in, ms since the epoch, where the snapshot did not wait for it. */
      readonly alignedAt?: number;
    }
  | { readonly type: 'declined'; readonly checkpoint: number; readonly reason: string }
  | { readonly type: 'sourceExhausted' }
  | { readonly type: 'finished' };

/** One subtask's snapshot on its way to the checkpoint storage. */
export interface Upload {
  readonly checkpoint: number;
  readonly snapshot: OperatorSnapshot;
  /** `follows` while barriers are missing: then it comes as a {@link ChannelStateUpload}. */
  readonly channelState: ChannelState | 'follows';
}

/** The part of a snapshot that is complete last. */
export interface ChannelStateUpload {
  readonly checkpoint: number;
  readonly channelState: ChannelState;
}
