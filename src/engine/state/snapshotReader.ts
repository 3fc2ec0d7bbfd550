import { pageStart, segmentOf } from './memoryPool.js';
import { packPage } from './pagePacking.js';
import { slotsOfPage, type Reference, type SlotLayout } from './slotLayout.js';
import type { EarlierLog, TableSnapshot } from './tableSnapshots.js';
import { UndoLogReader } from './undoLog.js';
import { valueSegment, valueStart } from './valueHeap.js';

/** 4-byte words before the slots of a chunk, in the same memory: room for what a file says of them. */
export const roomBeforeSlots = 4;

/**
 * The slots of a page as they were when the snapshot was taken, without gaps, and the values of varying length that
 * they refer to. A reference is the value's first 4-byte word in `values`, from 1; `meta` is `slot in the page << 1`, and
 * `deletedMeta` where an increment says that the key is no more. Valid until the next chunk is asked for.
 */
export interface SlotChunk {
  readonly slots: Int32Array;
  readonly values: Int32Array;
  /** The first place of the page in the directory. */
  readonly place: number;
  /** Whether each key is found in the slot where it was: not where slots of deleted keys lay between, which are left out. */
  readonly isInPlace: boolean;
}

/** The bit of `meta`. */
export const deletedMeta = 1;

/** Reads a table's snapshot page by page, while the table goes on. All pages are in it, of an increment those that have slots. */
export function* readTable(
  snapshot: TableSnapshot,
  memory: readonly (SharedArrayBuffer | undefined)[],
): Generator<SlotChunk, void, undefined> {
  const { layout, pages, undoLog, earlierLogs } = snapshot;
  const slotInts = layout.words * 2;
  const copy = new Int32Array(roomBeforeSlots + slotsOfPage(layout) * slotInts).subarray(roomBeforeSlots);
  const log = undoLog && new UndoLogReader(undoLog, slotInts);
  const earlier = earlierLogs.map((each) => new EarlierLogReader(each, slotInts));
  const segments = memory.map((buffer) => buffer && new Int32Array(buffer));
  const isOfFixedSize = layout.keyReferences.length + layout.valueReferences.length === 0;
  const gathered = isOfFixedSize ? undefined : new Gathered(segments, layout);
  for (let i = 0; i < pages.length; i++) {
    if (pages[i] === pages[i - 1]) continue;
    const start = pageStart(pages[i]!, layout.pageBytes);
    const page = segments[segmentOf(pages[i]!)]!.subarray(start, start + copy.length);
    const isOverwritten = (): boolean =>
      earlier.some((each) => each.hasEntries(pages[i]!)) || log?.hasEntries(i) === true;
    // As a rule it takes one pass. What was overwritten before the end of it is seen after it, and is undone in a second one.
    let kept = isOverwritten() ? undefined : packPage(page, copy, slotInts, snapshot);
    if (kept === undefined || isOverwritten()) {
      copy.set(page);
      // A slot is saved once for all snapshots that need it, so that their order is of no account.
      for (const each of earlier) each.undo(pages[i]!, copy);
      log?.undo(i, copy);
      kept = packPage(copy, copy, slotInts, snapshot);
    }
    const slots = copy.subarray(0, kept.used);
    const values = gathered?.gather(slots) ?? none;
    // Only now: until then the table keeps the page's values as they were.
    log?.pagesRead(i + 1);
    if (slots.length > 0 || snapshot.since === 0) {
      yield { slots, values, place: i, isInPlace: kept.isInPlace };
    }
  }
}

const none = new Int32Array(0);

/** What an earlier snapshot's log has saved for this one too. */
class EarlierLogReader {
  private readonly log: UndoLogReader;
  private readonly entriesBefore: number;
  /** By page: its place in the earlier snapshot. */
  private readonly places = new Map<number, number>();

  constructor({ memory, pages, entriesBefore }: EarlierLog, slotInts: number) {
    this.log = new UndoLogReader(memory, slotInts);
    this.entriesBefore = entriesBefore;
    for (let i = pages.length - 1; i >= 0; i--) this.places.set(pages[i]!, i);
  }

  hasEntries(page: number): boolean {
    const place = this.places.get(page);
    return place !== undefined && this.log.hasEntries(place, this.entriesBefore);
  }

  undo(page: number, slots: Int32Array): void {
    const place = this.places.get(page);
    if (place !== undefined) this.log.undo(place, slots, this.entriesBefore);
  }
}

/** Copies the values that slots refer to, one behind the other. */
class Gathered {
  private ints: Int32Array;
  private used = 0;

  constructor(
    private readonly segments: readonly (Int32Array | undefined)[],
    private readonly layout: SlotLayout,
  ) {
    this.ints = new Int32Array(layout.pageBytes / 4);
  }

  /** Copies the values of these slots, and makes their references those of the copies. */
  gather(slots: Int32Array): Int32Array {
    const { words, keyReferences, valueReferences } = this.layout;
    this.used = 0;
    for (let at = 0; at < slots.length; at += words * 2) {
      this.copyAll(slots, at, keyReferences);
      if ((slots[at]! & deletedMeta) === 0) this.copyAll(slots, at, valueReferences);
    }
    return this.ints.subarray(0, this.used);
  }

  private copyAll(slots: Int32Array, at: number, references: readonly Reference[]): void {
    for (const { word, unitBytes } of references) {
      const place = at + word * 2;
      const reference = slots[place]! >>> 0;
      if (reference !== 0) {
        slots[place] = this.copy(reference, Math.ceil((slots[place + 1]! * unitBytes) / 4));
      }
    }
  }

  private copy(reference: number, length: number): number {
    if (this.used + length > this.ints.length) this.grow(length);
    const start = valueStart(reference, this.layout.pageBytes);
    const from = this.segments[valueSegment(reference)]!;
    const { used } = this;
    for (let i = 0; i < length; i++) this.ints[used + i] = from[start + i]!;
    this.used += length;
    return used + 1;
  }

  private grow(length: number): void {
    const ints = new Int32Array(Math.max(this.ints.length * 2, this.used + length));
    ints.set(this.ints.subarray(0, this.used));
    this.ints = ints;
  }
}
