import type { Views } from '../channels/codec.js';
import type { Key } from '../pipeline/functions.js';
import type { FilledTable } from './filledState.js';
import { hashKey, hashKeys } from './keyHash.js';
import { pageStart, segmentOf } from './memoryPool.js';
import type { PageDirectory } from './pageDirectory.js';
import { SaveAhead, type FoundSlots } from './saveAhead.js';
import { firstValueWord, isCompactKey, slotOfHash, slotState, type SlotLayout } from './slotLayout.js';
import { SlotKeys } from './slotKeys.js';
import type { StateMemory } from './stateMemory.js';
import { TablePages } from './tablePages.js';
import type { TableSnapshot, TableSnapshots } from './tableSnapshots.js';

/**
 * Keyed state in shared memory, outside the JavaScript heap: a directory of pages, each a hash table of its own with
 * linear probing and slots of fixed size.
 *
 * A snapshot costs one increment of the epoch, whatever the size. From then on the first write to each slot saves the
 * slot as it was to an undo log, unless the snapshots' readers have passed its page; a page that is split or merged
 * meanwhile stays as it is for them, and others take its place.
 */
export class SlotTable {
  /** Where `seek` found the key: its memory, and the slot's first 4-byte word in it; −1 when it has no slot. */
  views!: Views;
  at = -1;
  /** Changes when slots move, and when one is no longer that of its key. */
  version = 0;

  private readonly pageBytes: number;
  private readonly slotInts: number;
  private readonly slotCount: number;
  private readonly keys: SlotKeys;
  private readonly isCompact: boolean;
  private readonly firstValueInt: number;
  private readonly pages: TablePages;
  private readonly directory: PageDirectory;
  private readonly snapshots: TableSnapshots;
  private readonly ahead: SaveAhead;
  private keyCount = 0;
  private page = 0;
  private hash = 0;
  private freeAt = 0;
  private key: Key = 0;
  private second: Key | undefined;

  constructor(
    private readonly memory: StateMemory,
    readonly layout: SlotLayout,
    expectedKeys = 0,
  ) {
    this.pageBytes = layout.pageBytes;
    this.keys = new SlotKeys(memory, layout.keys);
    this.isCompact = isCompactKey(layout.keys);
    this.firstValueInt = firstValueWord(layout.keys) * 2;
    this.pages = new TablePages(memory, layout, expectedKeys);
    ({
      slotInts: this.slotInts,
      slotCount: this.slotCount,
      directory: this.directory,
      snapshots: this.snapshots,
    } = this.pages);
    this.ahead = new SaveAhead(memory, this.pages, layout.pageBytes);
  }

  /** Keys in the table. */
  get size(): number {
    return this.keyCount;
  }

  /** Bytes of the slots that are not empty. */
  get usedBytes(): number {
    return this.pages.usedCount * this.slotInts * 4;
  }

  /** Finds the slot of a key, for the reads and writes that follow; in a table of entries, of a key and a second one. */
  seek(key: Key, second?: Key): void {
    this.seekHashed(second === undefined ? hashKey(key) : hashKeys(key, second), key, second);
  }

  /** The same where the hash is known. */
  seekHashed(hash: number, key: Key, second?: Key): void {
    const page = this.directory.pageOf(hash);
    const views = this.memory.pool.views[segmentOf(page)]!;
    const { i32 } = views;
    const { slotInts } = this;
    const first = pageStart(page, this.pageBytes);
    const end = first + this.slotCount * slotInts;
    let at = first + slotOfHash(hash, this.slotCount) * slotInts;
    let free = -1;
    this.views = views;
    this.page = page;
    this.hash = hash;
    for (let meta = i32[at]!; meta !== 0; meta = i32[at]!) {
      const isDeleted = (meta & 3) === slotState.deleted;
      if (this.isCompact ? i32[at + 1] === key : this.keys.equal(views, at, hash, key, second)) {
        if (!isDeleted) {
          this.at = at;
          return;
        }
        free = at;
        break;
      }
      if (isDeleted && free < 0 && !this.pages.isDeletionKept(meta)) free = at;
      at += slotInts;
      if (at === end) at = first;
    }
    this.at = -1;
    this.key = key;
    this.second = second;
    this.freeAt = free < 0 ? at : free;
  }

  /**
   * Finds the slots of so many keys, which are to have been read. While a snapshot is read it may save them ahead of the writes
   * that follow. The sought key is another one afterwards.
   */
  findAll(keys: readonly Key[], found: FoundSlots, count: number): void {
    const { hashes, pages, slots } = found;
    for (let i = 0; i < count; i++) {
      this.seekHashed(hashes[i]!, keys[i]!);
      pages[i] = this.page;
      slots[i] = this.at;
    }
    if (this.snapshots.openCount > 0) this.ahead.beforeWrites(found, count);
  }

  /** Makes the key sought whose slot has been found, in this version. */
  seekFound(hash: number, page: number, slot: number): void {
    this.views = this.memory.pool.views[segmentOf(page)]!;
    this.page = page;
    this.hash = hash;
    this.at = slot;
  }

  /** Finds where `seek` will begin for so many of these hashes: by their places, the segment and the 4-byte word in it. */
  locate(hashes: Int32Array, count: number, segments: Int32Array, words: Int32Array): void {
    const { directory, pageBytes, slotCount, slotInts } = this;
    for (let i = 0; i < count; i++) {
      const hash = hashes[i]!;
      const page = directory.pageOf(hash);
      segments[i] = segmentOf(page);
      words[i] = pageStart(page, pageBytes) + slotOfHash(hash, slotCount) * slotInts;
    }
  }

  /** To be called before a write to the sought slot: makes the slot if there is none and saves it if need be. */
  beforeWrite(): void {
    if (this.at < 0) this.insert();
    else if (this.views.i32[this.at]! >> 2 !== this.memory.epoch) this.firstWriteOfEpoch(this.at);
  }

  /** Gives a key the values that a slot elsewhere has from this 4-byte word on. */
  put(key: Key, second: Key | undefined, from: Int32Array, firstValue: number): void {
    this.seek(key, second);
    this.beforeWrite();
    const { i32 } = this.views;
    const to = this.at + this.firstValueInt;
    const count = this.slotInts - this.firstValueInt;
    for (let i = 0; i < count; i++) i32[to + i] = from[firstValue + i]!;
  }

  /** Whether a snapshot may still need the value of this block, to which the sought slot refers. */
  isValueNeeded(reference: number): boolean {
    return this.pages.blockNeededBy(reference, this.page, this.hash) !== undefined;
  }

  /** Frees the block of a value to which the sought slot referred, at once unless a snapshot may still need it. */
  freeValue(reference: number): void {
    this.pages.freeBlock(reference, this.page, this.hash);
  }

  /** Takes the sought key and its values away, if it has a slot. It is still the sought one, for writes that follow. */
  remove(): void {
    if (this.at < 0) return;
    this.beforeWrite();
    const { i32 } = this.views;
    const { at, page, hash, layout } = this;
    const key = this.keys.read(this.views, at, 0);
    const second = layout.keys.length > 1 ? this.keys.read(this.views, at, 1) : undefined;
    this.pages.freeReferences(layout.valueReferences, i32, at, page, hash);
    i32[at] = (this.memory.epoch << 2) | slotState.deleted;
    this.version++;
    this.pages.addLive(page, -1);
    this.keyCount--;
    this.pages.mergeIfSparse(hash);
    this.seek(key, second);
  }

  /** Calls back with the slot of each key as the sought one, to read it. The table must not be changed meanwhile. */
  forEach(visit: (key: Key) => void): void {
    for (const hash of this.directory.hashes()) {
      const page = this.directory.pageOf(hash);
      const views = this.memory.pool.views[segmentOf(page)]!;
      this.pages.forEachOf(page, slotState.live, (at) => {
        this.views = views;
        this.at = at;
        visit(this.keys.read(views, at, 0));
      });
    }
  }

  /** Takes the sought key away where all its values are zero, which is what a key without a slot has. */
  removeIfZero(): void {
    if (this.at < 0) return;
    const { i32 } = this.views;
    const end = this.at + this.slotInts;
    for (let i = this.at + this.firstValueInt; i < end; i++) if (i32[i] !== 0) return;
    this.remove();
  }

  /** Gives all memory back, as far as no snapshot needs it; the table is not to be used any more. */
  dispose(): void {
    this.pages.retireAll();
  }

  /**
   * Does of a snapshot what needs no lock: nothing may be written between this and the beginning of the memory's
   * snapshot.
   *
   * @param since the epoch after which what was written is wanted; 0 for all that there is
   */
  prepareSnapshot(since: number): TableSnapshot {
    const view = this.view();
    return { ...view, since, ...this.snapshots.begin(this.pages.usedCount, view.pages) };
  }

  /** The snapshot of this epoch is read, or given up. */
  releaseSnapshot(epoch: number): void {
    this.snapshots.release(epoch);
  }

  /** Snapshots that it saves slots for. */
  get openSnapshots(): number {
    return this.snapshots.openCount;
  }

  /** The table as it is, for a reader that the caller keeps from overlapping with any write. */
  view(): TableSnapshot {
    const { layout, keyCount } = this;
    const pages = this.directory.copy();
    const { epoch } = this.memory;
    return { layout, keyCount, pages, epoch, since: 0, undoLog: undefined, earlierLogs: [] };
  }

  /** Takes pages of its memory over that were filled elsewhere, before any snapshot; the table is empty. */
  adopt({ pages, counts }: FilledTable): void {
    this.pages.adopt(pages, counts);
    this.keyCount = this.pages.usedCount;
  }

  private firstWriteOfEpoch(at: number): void {
    this.ahead.firstWrites++;
    const { i32 } = this.views;
    const { page, hash, memory, slotInts } = this;
    const word = at - pageStart(page, this.pageBytes);
    if (this.snapshots.save(page, hash, i32[at]! >> 2, word, i32, at)) {
      this.snapshots.publish();
      memory.bytesCopied += slotInts * 4;
    }
    i32[at] = (memory.epoch << 2) | slotState.live;
  }

  private insert(): void {
    if (this.views.i32[this.freeAt] === 0) {
      if (this.pages.isFull(this.page)) {
        this.pages.makeRoom(this.hash);
        this.version++;
        this.seek(this.key, this.second);
        this.insert();
        return;
      }
      this.pages.addUsed(this.page, 1);
    }
    const { freeAt: at, page, views } = this;
    if (views.i32[at] !== 0) this.clearDeleted(at);
    this.keys.write(views, at, this.hash, this.key, this.second);
    // Last: a reader takes a slot of this epoch for empty, whatever else is in it.
    views.i32[at] = (this.memory.epoch << 2) | slotState.live;
    this.pages.addLive(page, 1);
    this.keyCount++;
    this.at = at;
  }

  /** Makes a deleted slot as good as an empty one. */
  private clearDeleted(at: number): void {
    const { i32 } = this.views;
    if (i32[at]! >> 2 !== this.memory.epoch) this.firstWriteOfEpoch(at);
    this.pages.freeReferences(this.layout.keyReferences, i32, at, this.page, this.hash);
    i32.fill(0, at + 1, at + this.slotInts);
  }
}
