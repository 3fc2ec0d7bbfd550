import type { OperatorSnapshot, OperatorState } from '../operators/operator.js';
import type { ChannelState } from './channelState.js';
import type { World } from './world.js';

/** Brings the parts of a subtask's snapshot on their way as they become complete, and acknowledges where there is none to upload. */
export class Handover {
  /** The checkpoints whose keyed state is being read. */
  private readonly reading = new Set<number>();
  private waiting:
    | {
        readonly checkpoint: number;
        readonly state: OperatorState | undefined;
        readonly isUploading: boolean;
      }
    | undefined;

  constructor(private readonly world: World) {}

  /** How many uploads still need the operator's state. */
  get uploads(): number {
    return this.reading.size;
  }

  /** @param channelState `follows` while barriers are missing */
  begin(checkpoint: number, snapshot: OperatorSnapshot, channelState: ChannelState | 'follows'): void {
    const { keyed, state } = snapshot;
    this.waiting = undefined;
    if (keyed) this.reading.add(checkpoint);
    if (channelState === 'follows') this.waiting = { checkpoint, state, isUploading: keyed !== undefined };
    if (keyed || (channelState !== 'follows' && channelState.length > 0)) {
      this.world.upload({ checkpoint, snapshot, channelState });
    } else if (channelState !== 'follows') this.world.tell({ type: 'acknowledged', checkpoint, state });
  }

  /** The channel state that was to follow is complete. */
  complete(channelState: ChannelState, alignedAt: number): void {
    const { checkpoint, state, isUploading } = this.waiting!;
    this.waiting = undefined;
    if (isUploading) this.world.uploadChannelState({ checkpoint, channelState });
    else if (channelState.length === 0) {
      this.world.tell({ type: 'acknowledged', checkpoint, state, alignedAt });
    } else this.world.upload({ checkpoint, snapshot: state ? { state } : {}, channelState });
  }

  /** The upload has read the operator's state, or has failed. */
  released(checkpoint: number): void {
    this.reading.delete(checkpoint);
  }
}
