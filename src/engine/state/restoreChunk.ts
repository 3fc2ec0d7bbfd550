import { readText } from '../channels/codec.js';
import type { Key } from '../pipeline/functions.js';
import { firstValueWord, type KeyKind } from './slotLayout.js';
import type { SlotTable } from './slotTable.js';
import { deletedMeta } from './snapshotReader.js';
import type { StateFileHeader, TableChunk } from './stateFile.js';
import type { StateMemory } from './stateMemory.js';

/** Puts the slots of a chunk into a table, whose keys may be kept in more room than those of the chunk. */
export function restoreChunk(
  table: SlotTable,
  memory: StateMemory,
  { keyKind, isIncrement }: Pick<StateFileHeader, 'keyKind' | 'isIncrement'>,
  chunk: Omit<TableChunk, 'table'>,
  isOwn: ((key: Key) => boolean) | undefined,
): void {
  const { layout } = table;
  const kinds = layout.keys.length === 1 ? [keyKind] : layout.keys;
  const firstValue = firstValueWord(kinds);
  const moved = firstValueWord(layout.keys) - firstValue;
  const slotInts = (layout.words - moved) * 2;
  const keys = new ChunkKeys(kinds, chunk);
  for (let at = 0; at < chunk.slots.length; at += slotInts) {
    if (chunk.hasGaps && chunk.slots[at] === 0) continue;
    const key = keys.at(at, 0);
    if (isOwn?.(key) === false) continue;
    const second = kinds.length > 1 ? keys.at(at, 1) : undefined;
    if (isIncrement) {
      // It may be one that an earlier file has.
      table.seek(key, second);
      table.remove();
      if ((chunk.slots[at]! & deletedMeta) !== 0) continue;
    }
    table.put(key, second, chunk.slots, at + firstValue * 2);
    const { i32 } = table.views;
    for (const { word, unitBytes } of layout.valueReferences) {
      const place = table.at + word * 2;
      if (i32[place] !== 0) {
        i32[place] = copyValue(memory, chunk.values, i32[place]!, i32[place + 1]! * unitBytes);
      }
    }
  }
}

function copyValue(memory: StateMemory, values: Int32Array, reference: number, bytes: number): number {
  const block = memory.allocateValue(bytes);
  const from = reference - 1;
  const { heap } = memory;
  heap.viewsOf(block).i32.set(values.subarray(from, from + Math.ceil(bytes / 4)), heap.startOf(block));
  return block;
}

/** The keys of a chunk's slots. */
class ChunkKeys {
  private readonly numbers: Float64Array;
  private readonly text: Uint16Array;
  private readonly isCompact: boolean;

  constructor(
    private readonly kinds: readonly KeyKind[],
    { slots, values }: Pick<TableChunk, 'slots' | 'values'>,
  ) {
    this.slots = slots;
    this.isCompact = firstValueWord(kinds) === 1;
    this.numbers = new Float64Array(slots.buffer, slots.byteOffset, slots.length / 2);
    this.text = new Uint16Array(values.buffer, values.byteOffset, values.length * 2);
  }

  private readonly slots: Int32Array;

  at(slot: number, index: number): Key {
    const { slots } = this;
    if (this.isCompact) return slots[slot + 1]!;
    const word = slot / 2 + 1 + index;
    if (this.kinds[index] !== 'string') return this.numbers[word]!;
    return readText(this.text, (slots[word * 2]! - 1) * 2, slots[word * 2 + 1]!);
  }
}
