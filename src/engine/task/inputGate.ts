import type { Codec } from '../channels/codec.js';
import type { RingReader } from '../channels/ring.js';
import type { Alignment } from './alignment.js';

/** One channel from a subtask upstream. */
export interface InputChannel {
  readonly reader: RingReader;
  readonly codec: Codec<unknown>;
  /** Which input of a two-input operator it belongs to, else 0. */
  readonly side: 0 | 1;
  readonly wakeWriter: () => void;
}

/** All inputs of a subtask. Takes turns between those that have something and are not held back by the alignment. */
export class InputGate {
  private turn = 0;

  constructor(
    readonly channels: readonly InputChannel[],
    private readonly alignment: Alignment,
  ) {}

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

  /** An input whose next frame is a barrier, or −1. */
  nextBarrier(): number {
    return this.channels.findIndex(
      ({ reader }, input) => !this.alignment.isBlocked(input) && reader.peek() === 'barrier',
    );
  }

  /** Gives the room of what was taken from an input back to its writer. */
  release(input: number): void {
    const channel = this.channels[input]!;
    if (channel.reader.release()) channel.wakeWriter();
  }
}
