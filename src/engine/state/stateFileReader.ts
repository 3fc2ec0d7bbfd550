import { RunError } from '../errors.js';
import { keyKinds } from './slotLayout.js';
import {
  chunkHeadInts,
  chunksOffset,
  magic,
  version,
  type StateFile,
  type StateFileHeader,
  type TableChunk,
} from './stateFile.js';
import { readFirstVersion } from './stateFileVersion1.js';

/**
 * Reads a state file, whose bytes must start at a multiple of 8 in their buffer.
 *
 * @throws RunError that names the operator, for a file that is not one of ours or is from a later version.
 */
export function readStateFile(bytes: Uint8Array, operator: string): StateFile {
  const decoder = new TextDecoder();
  if (decoder.decode(bytes.subarray(0, 8)) !== magic) {
    throw new RunError(`The state file of “${operator}” in the checkpoint is not a state file.`);
  }
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const header = JSON.parse(decoder.decode(bytes.subarray(12, 12 + jsonBytes))) as StateFileHeader;
  if (header.version === 1) return readFirstVersion(bytes, jsonBytes);
  if (header.version !== version || !keyKinds.includes(header.keyKind)) {
    throw new RunError(
      `The state file of “${operator}” has version ${header.version}; this version of Checkpoint Lens reads ${version}.`,
    );
  }
  return { header, chunks: () => chunksOf(bytes, chunksOffset(jsonBytes)) };
}

function* chunksOf(bytes: Uint8Array, offset: number): Generator<TableChunk> {
  const ints = new Int32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
  let at = offset / 4;
  while (at < ints.length) {
    const [table, slotInts, valueInts] = ints.subarray(at, at + 3) as unknown as readonly [
      number,
      number,
      number,
    ];
    const slots = at + chunkHeadInts;
    const values = slots + slotInts;
    yield {
      table,
      slots: ints.subarray(slots, values),
      values: ints.subarray(values, values + valueInts),
    };
    at = values + valueInts + (valueInts % 2);
  }
}
