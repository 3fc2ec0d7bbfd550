import { writeFileHead } from '../checkpoint/fileHead.js';
import type { StateDescriptors } from '../pipeline/state.js';
import type { KeyedSnapshot } from './keyedSnapshot.js';
import type { KeyKind } from './slotLayout.js';
import { readTable, roomBeforeSlots, type SlotChunk } from './snapshotReader.js';

/**
 * The file of one subtask's keyed state in a checkpoint, little endian:
 *
 *     │ head, see fileHead.ts │ chunk │ chunk │ …
 *     chunk: │ table, 4 │ 4-byte words of slots, 4 │ of values, 4 │ page, 4 │ slots … │ values … │ padding to 8 │
 *
 * Tables count as in KeyedState, slots are as in memory (see SlotLayout), and slots and values as in SlotChunk. `page` is
 * the chunk's `place << 1 | isInPlace`. Files of version 2 had 0 there, and no places in their slots.
 */
export const magic = 'CKPTSTAT';
export const version = 3;
export const chunkHeadInts = roomBeforeSlots;

export interface StateFileHeader {
  readonly version: number;
  readonly keyKind: KeyKind;
  /** The states as they were declared when the checkpoint was taken. */
  readonly states: StateDescriptors;
  /** Keys of each table, also of those that are in earlier files. */
  readonly keyCounts: readonly number[];
  /** Places in each table's directory of pages; from version 3 on. */
  readonly placeCounts: readonly number[];
  /** Bytes of these pages; 64 KiB where it is not said. */
  readonly pageBytes?: number;
  /** Whether it has only what has changed since the earlier file that its checkpoint names. */
  readonly isIncrement: boolean;
}

/** A state file taken apart. */
export interface StateFile {
  readonly header: StateFileHeader;
  readonly chunks: () => Iterable<TableChunk>;
}

/** Slots of the table with this number, and the values that they refer to. */
export interface TableChunk extends Pick<SlotChunk, 'slots' | 'values'> {
  readonly table: number;
  /** Whether there are empty slots, with `meta` 0, between the others. */
  readonly hasGaps: boolean;
}

/**
 * The file's bytes, piece by piece. A piece is only valid until the next one is asked for.
 *
 * @param isIncrement whether to write only what has changed since the snapshot that this one builds on
 */
export function* writeStateFile(
  { states, keyKind, tables, memory, pageBytes }: KeyedSnapshot,
  isIncrement: boolean,
): Generator<Uint8Array, void, undefined> {
  const keyCounts = tables.map(({ keyCount }) => keyCount);
  const placeCounts = tables.map(({ pages }) => pages.length);
  const header: StateFileHeader = {
    ...{ version, keyKind, states, keyCounts, placeCounts, pageBytes, isIncrement },
  };
  yield writeFileHead(magic, header);
  for (const [index, table] of tables.entries()) {
    for (const chunk of readTable(isIncrement ? table : { ...table, since: 0 }, memory)) {
      yield* piecesOf(index, chunk);
    }
  }
}

function* piecesOf(table: number, chunk: SlotChunk): Generator<Uint8Array, void, undefined> {
  const { slots, values, place, isInPlace } = chunk;
  const headAndSlots = new Int32Array(
    slots.buffer,
    slots.byteOffset - chunkHeadInts * 4,
    chunkHeadInts + slots.length,
  );
  headAndSlots[0] = table;
  headAndSlots[1] = slots.length;
  headAndSlots[2] = values.length;
  headAndSlots[3] = (place << 1) | Number(isInPlace);
  yield bytesOf(headAndSlots);
  if (values.length > 0) yield bytesOf(values);
  if (values.length % 2 === 1) yield new Uint8Array(4);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
