import { lineCodec } from '../channels/lineCodec.js';
import type { RingReader } from '../channels/ring.js';
import type { Emit, SourceOperator } from './operator.js';

/** Lines that come by themselves, through a channel that another thread fills. */
export interface LineFeed {
  readonly reader: RingReader;
  /** Tells the other thread that there is room again. */
  readonly roomMade: () => void;
}

/**
 * A source of lines that cannot be asked for again: at most once, so there is nothing to keep in a checkpoint. It is due
 * whenever a line is there.
 */
export function socketSource({ reader, roomMade }: LineFeed, emit: Emit): SourceOperator {
  return {
    kind: 'source',
    get nextAt() {
      return reader.peek() === undefined ? Infinity : 0;
    },
    produce() {
      const frame = reader.peek();
      if (frame === undefined) return 'waiting';
      if (frame !== 'record') return 'exhausted';
      const record = reader.takeRecord(lineCodec);
      if (reader.release()) roomMade();
      emit(record);
      return 'produced';
    },
    snapshot: () => ({}),
  };
}
