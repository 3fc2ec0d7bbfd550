import type { Codec } from '../channels/codec.js';
import type { RingReader } from '../channels/ring.js';
import type { Alignment } from './alignment.js';
import type { EdgeName } from './channelState.js';

/** One channel from a subtask upstream. */
export interface InputChannel {
  readonly reader: RingReader;
  readonly codec: Codec<unknown>;
  /** Which input of a two-input operator it belongs to, else 0. */
  readonly side: 0 | 1;
  readonly edge: EdgeName;
  readonly wakeWriter: () => void;
}

/** All inputs of a subtask. Takes turns between those that have something and are not held back by the alignment. */
export class InputGate {
  private turn = 0;

  /** @param restored channels with the records that a checkpoint kept, which come before all others */
  constructor(
    readonly channels: readonly InputChannel[],
    private readonly alignment: Alignment,
    readonly restored: InputChannel[] = [],
  ) {}

  /** A channel that a checkpoint filled, while there is something left in one. */
  nextRestored(): InputChannel | undefined {
    while (this.restored.length > 0 && this.restored[0]!.reader.peek() === undefined) this.restored.shift();
    return this.restored[0];
  }

  /** The next input with a frame to take, or −1. */
  next(): number {
    const { length } = this.channels;
    for (let tried = 0; tried < length; tried++) {
      this.turn = (this.turn + 1) % length;
      if (!this.alignment.isBlocked(this.turn) && this.channels[this.turn]!.reader.peek() !== undefined) {
        return this.turn;
      }
    }
    return -1;
  }

  /** An input with a barrier that is next, or −1. */
  nextBarrier(): number {
    if (this.nextRestored()) return -1;
    return this.channels.findIndex(({ reader }, input) => {
      if (this.alignment.isBlocked(input)) return false;
      const frame = reader.peek();
      return frame === 'barrier' || frame === 'announced';
    });
  }

  /** Gives the room of what was taken from an input back to its writer. */
  release(input: number): void {
    const channel = this.channels[input]!;
    if (channel.reader.release()) channel.wakeWriter();
  }
}
