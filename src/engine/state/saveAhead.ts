import { pageStart, segmentOf } from './memoryPool.js';
import { slotState } from './slotLayout.js';
import type { StateMemory } from './stateMemory.js';
import type { TablePages } from './tablePages.js';

/** Where keys have been found: by their places, the hash, the page, and the slot's first 4-byte word; −1 for none. */
export interface FoundSlots {
  readonly hashes: Int32Array;
  readonly pages: Int32Array;
  readonly slots: Int32Array;
}

/** The first group after a snapshot, and then one of so many, is not saved ahead, but watched. */
const groupsToOneWatched = 64;
/** So much of what was found in that one must be written to. */
const writtenShare = 0.75;
/** Two keys of a group whose hashes agree in the last bits may be one. */
const markCount = 1024;

/**
 * Saves slots for the snapshots that are being read before they are overwritten, those of a group of records at once: a snapshot's
 * reader has to see what was saved before it may see a write, and to make sure of that takes as long for one slot as for a whole
 * group. What is saved counts as written, for an increment too; so it is done only while functions turn out to write to most keys
 * that they are called for.
 */
export class SaveAhead {
  /** How often a slot was written for the first time after a snapshot without having been saved ahead. */
  firstWrites = 0;
  private group = 0;
  /** The groups since the last snapshot, and the epoch that it began. */
  private turn = 0;
  private epoch = 0;
  private areWritten = false;
  private watched = 0;
  private writesBefore = 0;
  /** By the last bits of the hash, the last group that had such a key. */
  private readonly lastGroups = new Int32Array(markCount);
  private readonly saved: number[] = [];

  constructor(
    private readonly memory: StateMemory,
    private readonly pages: TablePages,
    private readonly pageBytes: number,
  ) {}

  /** To be called for each group, before the first of its slots is written. */
  beforeWrites(found: FoundSlots, count: number): void {
    if (this.epoch !== this.memory.epoch) {
      this.epoch = this.memory.epoch;
      this.turn = 0;
    }
    this.group++;
    const turn = this.turn++ % groupsToOneWatched;
    if (turn === 1 && this.watched > 0) {
      this.areWritten = this.firstWrites - this.writesBefore >= this.watched * writtenShare;
    }
    if (turn === 0) {
      this.watched = this.unwritten(found, count);
      this.writesBefore = this.firstWrites;
    } else if (this.areWritten) {
      this.save(found, count);
    }
  }

  /** How many of the slots were not written since the last snapshot; one that is there twice counts twice. */
  private unwritten({ pages, slots }: FoundSlots, count: number): number {
    let unwritten = 0;
    for (let i = 0; i < count; i++) {
      const { i32 } = this.memory.pool.views[segmentOf(pages[i]!)]!;
      if (slots[i]! >= 0 && i32[slots[i]!]! >> 2 !== this.memory.epoch) unwritten++;
    }
    return unwritten;
  }

  private save({ hashes, pages, slots }: FoundSlots, count: number): void {
    const { memory, group, lastGroups, saved, pageBytes } = this;
    const { snapshots, slotInts } = this.pages;
    const { views } = memory.pool;
    let found = 0;
    let needed = 0;
    for (let i = 0; i < count; i++) {
      const at = slots[i]!;
      if (at < 0) continue;
      const page = pages[i]!;
      const hash = hashes[i]!;
      const mark = hash & (markCount - 1);
      const { i32 } = views[segmentOf(page)]!;
      const writtenIn = i32[at]! >> 2;
      // Each slot is saved once, the log has no room for more: what may be there twice is left to its write.
      if (writtenIn === memory.epoch || lastGroups[mark] === group) continue;
      lastGroups[mark] = group;
      const word = at - pageStart(page, pageBytes);
      if (snapshots.save(page, hash, writtenIn, word, i32, at)) needed++;
      saved[found++] = i;
    }
    if (needed > 0) snapshots.publish();
    memory.bytesCopied += needed * slotInts * 4;
    const written = (memory.epoch << 2) | slotState.live;
    for (let n = 0; n < found; n++) {
      const i = saved[n]!;
      views[segmentOf(pages[i]!)]!.i32[slots[i]!] = written;
    }
  }
}
