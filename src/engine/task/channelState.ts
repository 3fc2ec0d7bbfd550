import type { FrameBuffer } from '../channels/frames.js';
import type { FieldKind } from '../pipeline/recordTypes.js';

/** An edge of the graph by what it joins, so that it is found again in a definition that was changed elsewhere. */
export interface EdgeName {
  /** Ids of the two operators. */
  readonly from: string;
  readonly to: string;
  /** Which of the edges between the two, from 0. */
  readonly nth: number;
  /** The record type, which says what the bytes mean. */
  readonly fields: readonly (readonly [name: string, kind: FieldKind])[];
  /** Whether each record has a timestamp with it. */
  readonly hasTimestamps: boolean;
}

/** Records in flight of one edge at one of its ends: not read yet, or held back for want of room. */
export interface ChannelRecords {
  readonly end: 'input' | 'output';
  readonly edge: EdgeName;
  /** Frames of records; those of one channel in their order. */
  readonly frames: Uint8Array<ArrayBuffer>;
}

/** What an unaligned checkpoint has to keep of one subtask's channels. */
export type ChannelState = readonly ChannelRecords[];

export function channelStateBytes(state: ChannelState): number {
  return state.reduce((sum, { frames }) => sum + frames.length, 0);
}

/** The records of each edge that has any. */
export function channelRecords(
  end: ChannelRecords['end'],
  buffers: ReadonlyMap<EdgeName, FrameBuffer>,
): ChannelState {
  return [...buffers].flatMap(([edge, buffer]) =>
    buffer.byteLength === 0 ? [] : [{ end, edge, frames: buffer.bytes() }],
  );
}
