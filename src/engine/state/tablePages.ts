import { GrowingInts } from './growingInts.js';
import { hashKey } from './keyHash.js';
import { pageStart, segmentOf } from './memoryPool.js';
import { PageDirectory } from './pageDirectory.js';
import {
  emptySlot,
  isCompactKey,
  slotsOfPage,
  slotState,
  type Reference,
  type SlotLayout,
} from './slotLayout.js';
import type { StateMemory } from './stateMemory.js';
import { TableSnapshots } from './tableSnapshots.js';

/** A page is split when more of its slots than this are in use. */
const loadMax = 0.75;
/** A page and its buddy become one when they would fill less of it than this. */
const loadMin = 0.3;

/**
 * The pages of one table, and how full each is. A page that is full is split in two, or only cleared of what was
 * deleted; two that are sparse become one. A snapshot that is being read keeps the pages it has, and others take their place.
 */
export class TablePages {
  readonly slotInts: number;
  readonly slotCount: number;
  readonly directory: PageDirectory;
  readonly snapshots: TableSnapshots;
  private readonly isCompact: boolean;
  /** By page: slots not empty, and keys. */
  private readonly used = new GrowingInts();
  private readonly live = new GrowingInts();
  /** By page: the epoch in which it was put to use. */
  private readonly births = new GrowingInts();
  private usedSlotCount = 0;

  constructor(
    private readonly memory: StateMemory,
    private readonly layout: SlotLayout,
    expectedKeys: number,
  ) {
    this.slotInts = layout.words * 2;
    this.slotCount = slotsOfPage(layout);
    this.isCompact = isCompactKey(layout.keys);
    const pages = expectedKeys / (this.slotCount * loadMax);
    this.directory = new PageDirectory(() => this.allocate(), Math.ceil(Math.log2(Math.max(1, pages))));
    const { directory, births, slotInts } = this;
    this.snapshots = new TableSnapshots({ memory, directory, births, slotInts });
  }

  /** Slots that are not empty, of all pages. */
  get usedCount(): number {
    return this.usedSlotCount;
  }

  /** Whether no more of its empty slots are to be used. */
  isFull(page: number): boolean {
    return this.used.at(page) >= Math.floor(this.slotCount * loadMax);
  }

  /** So many empty slots were put to use. */
  addUsed(page: number, count: number): void {
    this.used.set(page, this.used.at(page) + count);
    this.usedSlotCount += count;
  }

  addLive(page: number, count: number): void {
    this.live.set(page, this.live.at(page) + count);
  }

  /** Takes these in place of its own, each with so many keys. */
  adopt(pages: Int32Array, counts: readonly (readonly [page: number, keys: number])[]): void {
    this.retireAll();
    this.directory.adopt(pages);
    for (const [page, keys] of counts) {
      this.live.set(page, keys);
      this.addUsed(page, keys);
    }
  }

  /** Gives all back, as far as no snapshot needs them. */
  retireAll(): void {
    for (const hash of this.directory.hashes()) this.retire(this.directory.pageOf(hash), hash);
  }

  /** Splits the full page of a hash in two, or only clears its deleted slots away where they are many. */
  makeRoom(hash: number): void {
    const page = this.directory.pageOf(hash);
    let kept = this.live.at(page);
    this.forEachOf(page, slotState.deleted, (_, meta) => (kept += Number(this.isDeletionKept(meta))));
    if (kept < this.slotCount * loadMax * 0.5) {
      const fresh = this.allocate();
      this.move(page, () => fresh);
      this.directory.replace(hash, fresh);
    } else {
      const shift = 31 - this.directory.splitBit(hash);
      const zero = this.allocate();
      const one = this.allocate();
      this.move(page, (each) => ((each >>> shift) & 1 ? one : zero));
      this.directory.split(hash, zero, one);
    }
    this.retire(page, hash);
  }

  /** Makes one page of that of a hash and its buddy, where both are sparse. */
  mergeIfSparse(hash: number): void {
    const page = this.directory.pageOf(hash);
    const room = this.slotCount * loadMin;
    if (this.live.at(page) > room / 2) return;
    const buddy = this.directory.buddyOf(hash);
    if (buddy === undefined || this.live.at(page) + this.live.at(buddy.page) > room) return;
    if (this.memory.deletedKeptAfter !== Infinity && this.used.at(page) + this.used.at(buddy.page) > room) {
      return;
    }
    const fresh = this.allocate();
    for (const each of [page, buddy.page]) this.move(each, () => fresh);
    this.directory.merge(hash, fresh);
    this.retire(page, hash);
    this.retire(buddy.page, buddy.hash);
  }

  /** Whether snapshots of what has changed need to know of a key that was deleted. */
  isDeletionKept(meta: number): boolean {
    return meta >> 2 > this.memory.deletedKeptAfter;
  }

  /** Calls back with the first 4-byte word of each slot of a page that is live, or deleted. */
  forEachOf(page: number, state: number, visit: (at: number, meta: number) => void): void {
    const { i32 } = this.memory.pool.views[segmentOf(page)]!;
    const first = pageStart(page, this.layout.pageBytes);
    const end = first + this.slotCount * this.slotInts;
    for (let at = first; at < end; at += this.slotInts) {
      const meta = i32[at]!;
      if ((meta & 3) === state) visit(at, meta);
    }
  }

  /** Frees the blocks to which a slot of this page refers. */
  freeReferences(
    references: readonly Reference[],
    i32: Int32Array,
    at: number,
    page: number,
    hash: number,
  ): void {
    for (const { word } of references) {
      const reference = i32[at + word * 2]! >>> 0;
      if (reference !== 0) this.freeBlock(reference, page, hash);
    }
  }

  /** Frees a block to which a slot of this page referred, at once unless a snapshot may still need it. */
  freeBlock(reference: number, page: number, hash: number): void {
    const { heap, epoch } = this.memory;
    const snapshot = this.blockNeededBy(reference, page, hash);
    if (snapshot === undefined) heap.free(reference);
    else heap.freeAfterSnapshot(reference, snapshot, epoch);
  }

  /** The epoch of the oldest snapshot that may still need a block to which a slot of this page refers. */
  blockNeededBy(reference: number, page: number, hash: number): number | undefined {
    const { heap, openSnapshots } = this.memory;
    if (openSnapshots.length === 0) return undefined;
    return this.snapshots.valueNeededBy(page, hash, heap.epochOf(reference));
  }

  /** Copies the slots of a page into others, and drops what was deleted and need not be known any more. */
  private move(page: number, target: (hash: number) => number): void {
    const from = this.memory.pool.views[segmentOf(page)]!.i32;
    const copy = (at: number): void => {
      const hash = this.hashAt(from, at);
      const to = target(hash);
      const { i32 } = this.memory.pool.views[segmentOf(to)]!;
      i32.set(
        from.subarray(at, at + this.slotInts),
        emptySlot(i32, pageStart(to, this.layout.pageBytes), hash, this.layout),
      );
      this.addUsed(to, 1);
      if ((from[at]! & 3) === slotState.live) this.addLive(to, 1);
    };
    this.forEachOf(page, slotState.live, copy);
    this.forEachOf(page, slotState.deleted, (at, meta) => {
      if (this.isDeletionKept(meta)) copy(at);
      else this.freeReferences(this.layout.keyReferences, from, at, page, this.hashAt(from, at));
    });
  }

  private allocate(): number {
    const page = this.memory.pool.allocate();
    this.used.set(page, 0);
    this.live.set(page, 0);
    this.births.set(page, this.memory.epoch);
    return page;
  }

  /** Gives a page back of which this is a hash. */
  private retire(page: number, hash: number): void {
    this.usedSlotCount -= this.used.at(page);
    const { pool, epoch } = this.memory;
    const snapshot = this.snapshots.pageNeededBy(page, hash);
    if (snapshot === undefined) pool.free(page);
    else pool.freeAfterSnapshot(page, snapshot, epoch);
  }

  private hashAt(i32: Int32Array, at: number): number {
    return this.isCompact ? hashKey(i32[at + 1]!) : i32[at + 1]!;
  }
}
