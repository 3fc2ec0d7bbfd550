import { RunError } from '../errors.js';
import type { KeyedState } from './keyedState.js';
import { keyKinds, type KeyKind, type SlotColumn } from './slotLayout.js';
import { readSnapshot } from './snapshotReader.js';
import type { TableSnapshot } from './slotTable.js';

/**
 * The file of one subtask's keyed state in a checkpoint:
 *
 *     │ "CKPTSTAT" │ bytes of the header, 4, little endian │ header: JSON │ key text │ padding to 8 │ slots … │
 *
 * Slots are as in memory, without the empty ones; see SlotLayout.
 */
const magic = 'CKPTSTAT';
const version = 1;

interface StateFileHeader {
  readonly version: number;
  readonly key: KeyKind;
  readonly columns: readonly SlotColumn[];
  readonly keys: number;
  readonly keyTextUnits: number;
}

/** The file's bytes, piece by piece. A piece is only valid until the next one is asked for. */
export function* writeStateFile(snapshot: TableSnapshot): Generator<Uint8Array, void, undefined> {
  const { layout, keyCount, keyText, keyTextUnits } = snapshot;
  const { key, columns } = layout;
  const header: StateFileHeader = { version, key, columns, keys: keyCount, keyTextUnits };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const text = new Uint8Array(keyText, 0, keyTextUnits * 2);
  const head = new Uint8Array(slotsOffset(json.length, text.length));
  head.set(new TextEncoder().encode(magic));
  new DataView(head.buffer).setUint32(8, json.length, true);
  head.set(json, 12);
  head.set(text, 12 + json.length);
  yield head;
  yield* readSnapshot(snapshot);
}

/**
 * Fills an empty keyed state from a file's bytes, which must start at a multiple of 8 in their buffer.
 *
 * @throws RunError when the file is not one of ours or holds other states than the definition declares.
 */
export function readStateFile(bytes: Uint8Array, state: KeyedState, operator: string): void {
  const header = readHeader(bytes, operator);
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const text = new Uint8Array(bytes.subarray(12 + jsonBytes, 12 + jsonBytes + header.keyTextUnits * 2));
  const table = state.open(header.key, header.keys, new Uint16Array(text.buffer));
  if (describe(table.layout.columns) !== describe(header.columns)) {
    throw new RunError(
      `The checkpoint holds other states for “${operator}” (${describe(header.columns)}) than the definition ` +
        `declares (${describe(table.layout.columns)}): declare them as they were, or start without --restore.`,
    );
  }
  const offset = slotsOffset(jsonBytes, text.length);
  table.restore(new Int32Array(bytes.buffer, bytes.byteOffset + offset, (bytes.length - offset) / 4));
}

function readHeader(bytes: Uint8Array, operator: string): StateFileHeader {
  const decoder = new TextDecoder();
  if (decoder.decode(bytes.subarray(0, 8)) !== magic) {
    throw new RunError(`The state file of “${operator}” in the checkpoint is not a state file.`);
  }
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const header = JSON.parse(decoder.decode(bytes.subarray(12, 12 + jsonBytes))) as StateFileHeader;
  if (header.version !== version || !keyKinds.includes(header.key)) {
    throw new RunError(
      `The state file of “${operator}” has version ${header.version}; this version of Checkpoint Lens reads ${version}.`,
    );
  }
  return header;
}

function slotsOffset(jsonBytes: number, textBytes: number): number {
  return Math.ceil((12 + jsonBytes + textBytes) / 8) * 8;
}

function describe(columns: readonly SlotColumn[]): string {
  return columns.map(({ name, kind }) => `${name}: ${kind}`).join(', ');
}
