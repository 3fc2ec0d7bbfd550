import { readFileHead } from '../checkpoint/fileHead.js';
import { RunError } from '../errors.js';
import { keyKinds } from './slotLayout.js';
import {
  chunkHeadInts,
  magic,
  version,
  type StateFile,
  type StateFileHeader,
  type TableChunk,
} from './stateFile.js';
import { readFirstVersion, type FirstHeader } from './stateFileVersion1.js';

/**
 * Reads a state file, whose bytes must start at a multiple of 8 in their buffer.
 *
 * @throws RunError that names the operator, for a file that is not one of ours or is from a later version.
 */
export function readStateFile(bytes: Uint8Array, operator: string): StateFile {
  const head = readFileHead(bytes, magic);
  if (head === undefined) {
    throw new RunError(`The state file of “${operator}” in the checkpoint is not a state file.`);
  }
  const header = head.header as StateFileHeader;
  if (header.version === 1) return readFirstVersion(bytes, head.header as FirstHeader, head.jsonEnd);
  if (![2, version].includes(header.version) || !keyKinds.includes(header.keyKind)) {
    throw new RunError(
      `The state file of “${operator}” has version ${header.version}; this version of Checkpoint Lens reads ${version}.`,
    );
  }
  return { header, chunks: () => chunksOf(bytes, head.end) };
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
      hasGaps: false,
      slots: ints.subarray(slots, values),
      values: ints.subarray(values, values + valueInts),
    };
    at = values + valueInts + (valueInts % 2);
  }
}
