import { RunError } from '../errors.js';
import type { ChannelRecords, ChannelState } from '../task/channelState.js';
import { readFileHead, writeFileHead } from './fileHead.js';

/**
 * The file of one subtask's channel state in an unaligned checkpoint: records that were on their way to the subtask, or held
 * back by it, when it took its snapshot.
 *
 *     │ head, see fileHead.ts │ frames … │
 *
 * The header lists the edges with the length of each one's frames, which follow in the same order; for a frame see
 * `frames.ts` and the codec of the edge's record type. Its checksum is in the metadata, as a state file's is.
 */
const magic = 'CKPTCHAN';
const version = 1;

interface Header {
  readonly version: number;
  readonly records: readonly (Omit<ChannelRecords, 'frames'> & { readonly bytes: number })[];
}

/** The file's bytes, piece by piece. */
export function* writeChannelState(state: ChannelState): Generator<Uint8Array, void, undefined> {
  const records = state.map(({ end, edge, frames }) => ({ end, edge, bytes: frames.length }));
  yield writeFileHead(magic, { version, records } satisfies Header);
  for (const { frames } of state) yield frames;
}

/**
 * Reads a file whose checksum was found to be right.
 *
 * @param operator its name, for the error
 * @throws RunError when it is not one of ours, or of a newer version.
 */
export function readChannelState(bytes: Uint8Array, operator: string): ChannelState {
  const head = readFileHead(bytes, magic);
  if (head === undefined) {
    throw new RunError(`The channel state of “${operator}” in the checkpoint is not channel state.`);
  }
  const header = head.header as Header;
  if (header.version !== version) {
    throw new RunError(
      `The channel state of “${operator}” has version ${header.version}; this version of Checkpoint Lens reads ${version}.`,
    );
  }
  let at = head.end;
  return header.records.map(({ end, edge, bytes: length }) => {
    at += length;
    return { end, edge, frames: bytes.slice(at - length, at) };
  });
}
