import { assert, EngineBug } from '../errors.js';
import type { FilledTable } from './filledState.js';
import { hashKey } from './keyHash.js';
import { pageStart, segmentOf, type MemoryPool } from './memoryPool.js';
import { unpackPage } from './pagePacking.js';
import { emptySlot, isCompactKey, slotsOfPage, slotState, type SlotLayout } from './slotLayout.js';
import { firstEpoch } from './stateMemory.js';

const meta = (firstEpoch << 2) | slotState.live;

/** Makes the pages of a table again, one after the other, from the chunks of a state file that may yet turn out damaged. */
export class TableFiller {
  private readonly slotInts: number;
  private readonly slotCount: number;
  private readonly pages: Int32Array;
  private readonly counts: [page: number, keys: number][] = [];
  private page = 0;
  private place = 0;

  constructor(
    private readonly pool: MemoryPool,
    private readonly layout: SlotLayout,
    placeCount: number,
  ) {
    this.slotInts = layout.words * 2;
    this.slotCount = slotsOfPage(layout);
    this.pages = new Int32Array(placeCount);
  }

  /** Most 4-byte words that the slots of a page take. */
  get intsMax(): number {
    return this.slotCount * this.slotInts;
  }

  /**
   * Fills the page that has places from this one on; they come in their order.
   *
   * @param isInPlace whether each slot says its own place in the page
   * @throws EngineBug for what no page can have been.
   */
  fill(place: number, isInPlace: boolean, slots: Int32Array): void {
    const isNext = this.counts.length === 0 ? place === 0 : place > this.place && place < this.pages.length;
    assert(
      isNext && slots.length % this.slotInts === 0,
      'the pages come in their order, each of whole slots',
    );
    this.closePage(place);
    this.page = this.pool.allocate();
    this.place = place;
    this.counts.push([this.page, slots.length / this.slotInts]);
    const start = pageStart(this.page, this.layout.pageBytes);
    const page = this.pool.views[segmentOf(this.page)]!.i32.subarray(start, start + this.intsMax);
    if (!isInPlace) this.fillByHash(page, slots);
    else if (!unpackPage(slots, page, this.slotInts, meta)) {
      throw new EngineBug('slots of a page are in disorder');
    }
  }

  /** The table, once it has all its pages. @throws EngineBug when it has not. */
  end(): FilledTable {
    const { layout, pages, counts } = this;
    assert(counts.length > 0, 'a table has a page');
    this.closePage(pages.length);
    return { layout, pages, counts };
  }

  private closePage(end: number): void {
    this.pages.fill(this.page, this.place, end);
  }

  private fillByHash(page: Int32Array, slots: Int32Array): void {
    const { slotInts } = this;
    assert(slots.length < page.length, 'a page has an empty slot');
    const isCompact = isCompactKey(this.layout.keys);
    for (let at = 0; at < slots.length; at += slotInts) {
      const hash = isCompact ? hashKey(slots[at + 1]!) : slots[at + 1]!;
      const to = emptySlot(page, 0, hash, this.layout);
      for (let i = 1; i < slotInts; i++) page[to + i] = slots[at + i]!;
      page[to] = meta;
    }
  }
}
