import { readText } from '../channels/codec.js';
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
 * Fills an empty keyed state from files' bytes, which must start at a multiple of 8 in their buffers.
 *
 * @param isOwn which keys to take of them; without it all, and there is one file at most.
 * @throws RunError when a file is not one of ours or holds other states than the definition declares.
 */
export function readStateFiles(
  files: readonly Uint8Array[],
  state: KeyedState,
  operator: string,
  isOwn?: (key: number | string) => boolean,
): void {
  const read = files.map((bytes) => readStateFile(bytes, operator));
  for (const { columns } of read) checkColumns(columns, state, operator);
  if (isOwn) {
    shareOut(read, state, isOwn);
    return;
  }
  for (const { key, keys, text, slots } of read) state.open(key, keys, text).restore(slots);
}

/** A state file taken apart. */
interface StateFileContent extends StateFileHeader {
  readonly text: Uint16Array;
  readonly slots: Int32Array;
}

function readStateFile(bytes: Uint8Array, operator: string): StateFileContent {
  const header = readHeader(bytes, operator);
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true);
  const text = new Uint8Array(bytes.subarray(12 + jsonBytes, 12 + jsonBytes + header.keyTextUnits * 2));
  const offset = slotsOffset(jsonBytes, text.length);
  const slots = new Int32Array(bytes.buffer, bytes.byteOffset + offset, (bytes.length - offset) / 4);
  return { ...header, text: new Uint16Array(text.buffer), slots };
}

function checkColumns(columns: readonly SlotColumn[], state: KeyedState, operator: string): void {
  const declared = state.declared;
  if (describe(declared) === describe(columns)) return;
  throw new RunError(
    `The checkpoint holds other states for “${operator}” (${describe(columns)}) than the definition ` +
      `declares (${describe(declared)}): declare them as they were, or start without --restore.`,
  );
}

/** Takes of files that other subtasks wrote the keys that this one owns now. */
function shareOut(
  files: readonly StateFileContent[],
  state: KeyedState,
  isOwn: (key: number | string) => boolean,
): void {
  let count = 0;
  for (const file of files) for (const { key } of entriesOf(file)) count += Number(isOwn(key));
  if (count === 0) return;
  const kinds = files.map(({ key }) => key);
  // A subtask that had only small numbers kept them in less room than one that had others.
  state.open(kinds.find((kind) => kind !== 'int32') ?? 'int32', count);
  for (const file of files) {
    const values = new Float64Array(file.slots.buffer, file.slots.byteOffset, file.slots.length / 2);
    for (const { key, at } of entriesOf(file)) {
      if (isOwn(key)) state.put(key, (column) => values[at / 2 + file.columns[column]!.word]!);
    }
  }
}

/** Each key in a file, and the word at which its slot begins. */
function* entriesOf({ key: kind, columns, slots, text }: StateFileContent): Generator<{
  readonly key: number | string;
  readonly at: number;
}> {
  const keyWords = kind === 'int32' ? 1 : 2;
  const slotWords = (keyWords + columns.length) * 2;
  const numbers = new Float64Array(slots.buffer, slots.byteOffset, slots.length / 2);
  for (let at = 0; at < slots.length; at += slotWords) {
    if (kind === 'int32') yield { key: slots[at + 1]!, at };
    else if (kind === 'float64') yield { key: numbers[at / 2 + 1]!, at };
    else {
      yield { key: readText(text, slots[at + 2]!, slots[at + 3]!), at };
    }
  }
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

function describe(columns: readonly Pick<SlotColumn, 'name' | 'kind'>[]): string {
  return columns.map(({ name, kind }) => `${name}: ${kind}`).join(', ');
}
