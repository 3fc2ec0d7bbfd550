import type { Key } from '../pipeline/functions.js';
import { hashKey } from './keyHash.js';
import type { MemoryPool } from './memoryPool.js';
import type { FoundSlots } from './saveAhead.js';
import type { SlotTable } from './slotTable.js';
import { valueSegment, valueStart } from './valueHeap.js';

/** More than a processor reads at once, so that the wait for the last of them is shared by many. */
export const prefetchMax = 64;

/** 8-byte words of a slot that is in one line of the cache wherever it lies, as memory begins at a multiple of 16 bytes. */
const smallSlotWords = 2;

/**
 * The keys of the records that come next. What is read first when they are sought is read for all of them before the first
 * is, so that the waits for memory overlap (group prefetching: Chen et al., Improving Hash Join Performance through
 * Prefetching, 2004). Then their slots are found, for all of them too.
 */
export class KeyPrefetch implements FoundSlots {
  readonly keys: Key[] = [];
  readonly hashes = new Int32Array(prefetchMax);
  readonly pages = new Int32Array(prefetchMax);
  readonly slots = new Int32Array(prefetchMax);
  /** Where the slots were found, and its version then. */
  private table: SlotTable | undefined;
  private version = 0;
  private readonly segments = new Int32Array(prefetchMax);
  private readonly words = new Int32Array(prefetchMax);
  /** Means nothing: without a use of what is read, a compiler may leave the reads out. */
  lastRead = 0;

  /** Notes the key of the nth record to come. */
  note(nth: number, key: Key): void {
    this.keys[nth] = key;
    this.hashes[nth] = hashKey(key);
  }

  /** Finds the slots of the first so many keys, once what is read first is in the cache. */
  find(table: SlotTable, count: number): void {
    table.findAll(this.keys, this, count);
    this.table = table;
    this.version = table.version;
  }

  /** Does what the table's `seek` does, for the nth key. */
  seek(table: SlotTable, nth: number): void {
    const hash = this.hashes[nth]!;
    const slot = this.slots[nth]!;
    const isWhereItWas = this.table === table && this.version === table.version;
    if (isWhereItWas && slot >= 0) table.seekFound(hash, this.pages[nth]!, slot);
    else table.seekHashed(hash, this.keys[nth]!);
  }

  /**
   * Brings into the processor's cache what the table will read first of the first so many keys. The reads are in a short loop
   * of their own: a processor has only so many instructions under way, and the reads that are among them.
   */
  read(table: SlotTable, { views, cut }: MemoryPool, count: number): void {
    const { segments, words } = this;
    const { layout } = table;
    table.locate(this.hashes, count, segments, words);
    if (layout.words > smallSlotWords) this.readSlots(views, count, layout.words * 2 - 1);
    else this.readPlaces(views, count);
    const [text] = layout.keyReferences;
    if (text === undefined) return;
    for (let i = 0; i < count; i++) {
      const reference = views[segments[i]!]!.i32[words[i]! + text.word * 2]! >>> 0;
      segments[i] = valueSegment(reference);
      words[i] = valueStart(reference, cut.pageBytes);
    }
    this.readPlaces(views, count);
  }

  /** The first and the last 4 bytes of each slot: it may lie in two lines of the cache. */
  private readSlots(views: MemoryPool['views'], count: number, last: number): void {
    const { segments, words } = this;
    let read = 0;
    for (let i = 0; i < count; i++) {
      const { i32 } = views[segments[i]!]!;
      const word = words[i]!;
      read ^= i32[word]! ^ i32[word + last]!;
    }
    this.lastRead = read;
  }

  private readPlaces(views: MemoryPool['views'], count: number): void {
    const { segments, words } = this;
    let read = 0;
    for (let i = 0; i < count; i++) read ^= views[segments[i]!]!.i32[words[i]!]!;
    this.lastRead = read;
  }
}
