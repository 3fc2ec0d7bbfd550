/**
 * The old contents of slots that were overwritten while a snapshot still needs them, by the snapshot's pages. The
 * table's thread writes it, the snapshot's reader applies it to its copy of each page. Pages count from 0 in the order
 * in which the snapshot has them.
 *
 *     entry: │ the slot's first 4-byte word in the page │ previous entry of the page + 1 │ the slot as it was … │
 */
export interface UndoLogMemory {
  readonly entries: SharedArrayBuffer;
  /** For each page its newest entry + 1; 0 for none. Then one word: how many pages the reader is done with. */
  readonly pages: SharedArrayBuffer;
}

const entryHeadInts = 2;

/** Memory for a snapshot of so many slots; the operating system gives it only as it is used. */
export function undoLogMemory(slotCount: number, slotInts: number, pageCount: number): UndoLogMemory {
  return {
    entries: new SharedArrayBuffer(slotCount * (slotInts + entryHeadInts) * 4),
    pages: new SharedArrayBuffer((pageCount + 1) * 4),
  };
}

/** The table's side: saves slots. */
export class UndoLogWriter {
  private readonly ints: Int32Array;
  private readonly pages: Int32Array;
  private count = 0;
  /** By page its newest entry + 1, published or not. */
  private readonly newest: Int32Array;
  /** The pages of the entries that are not published, so many of them. */
  private readonly unpublished: number[] = [];
  private unpublishedCount = 0;

  constructor(
    readonly memory: UndoLogMemory,
    private readonly slotInts: number,
  ) {
    this.ints = new Int32Array(memory.entries);
    this.pages = new Int32Array(memory.pages);
    this.newest = new Int32Array(this.pages.length);
  }

  /** Slots saved since the last restart. */
  get entryCount(): number {
    return this.count;
  }

  /** Whether a snapshot of so many slots in so many pages fits, without keeping much more memory than it needs. */
  suits(slotCount: number, pageCount: number): boolean {
    const room = this.ints.length / (this.slotInts + entryHeadInts);
    return room >= slotCount && room <= slotCount * 4 && this.pages.length > pageCount;
  }

  /** Makes the log empty for a new snapshot. Only while no reader needs it. */
  restart(): void {
    this.pages.fill(0);
    this.newest.fill(0);
    this.count = 0;
  }

  /**
   * How many pages the reader is done with: they may be overwritten without saving. A plain read, as an older count only makes
   * the table save more.
   */
  get pagesRead(): number {
    return this.pages[this.pages.length - 1]!;
  }

  /** Saves the slot at `at`, which is this word in its page, and must not be changed before `publish`. */
  save(page: number, word: number, table: Int32Array, at: number): void {
    const { ints, slotInts } = this;
    const to = this.count * (slotInts + entryHeadInts);
    ints[to] = word;
    ints[to + 1] = this.newest[page]!;
    for (let i = 0; i < slotInts; i++) ints[to + entryHeadInts + i] = table[at + i]!;
    this.newest[page] = ++this.count;
    this.unpublished[this.unpublishedCount++] = page;
  }

  /** Returns only when a reader that sees any later change of the slots saved so far also sees their entries. */
  publish(): void {
    const { pages, newest, unpublished, unpublishedCount } = this;
    this.unpublishedCount = 0;
    if (unpublishedCount > 1) {
      this.fence();
      for (let i = 0; i < unpublishedCount; i++) pages[unpublished[i]!] = newest[unpublished[i]!]!;
      this.fence();
    } else if (unpublishedCount === 1) {
      const page = unpublished[0]!;
      Atomics.exchange(pages, page, newest[page]!);
      Atomics.load(pages, page);
    }
  }

  /** What is written before it is visible before what is written after it, on any processor: an add of nothing, then a load. */
  private fence(): void {
    Atomics.add(this.pages, 0, 0);
    Atomics.load(this.pages, 0);
  }
}

/** The snapshot's side: puts saved slots back into a copied page. */
export class UndoLogReader {
  private readonly ints: Int32Array;
  private readonly pages: Int32Array;

  constructor(
    memory: UndoLogMemory,
    private readonly slotInts: number,
  ) {
    this.ints = new Int32Array(memory.entries);
    this.pages = new Int32Array(memory.pages);
  }

  /**
   * Undoes in `slots`, a copy of the page's slots taken before this call, what was overwritten since the snapshot; or of a
   * later one, before which the log had so many entries.
   */
  undo(page: number, slots: Int32Array, entriesBefore = 0): void {
    const { ints, slotInts } = this;
    // An add of nothing, not a load: the reads of the copy must not be moved behind it, on any processor.
    let entry = Atomics.add(this.pages, page, 0);
    while (entry > entriesBefore) {
      const at = (entry - 1) * (slotInts + entryHeadInts);
      const to = ints[at]!;
      for (let i = 0; i < slotInts; i++) slots[to + i] = ints[at + entryHeadInts + i]!;
      entry = ints[at + 1]!;
    }
  }

  /** Whether `undo` has anything to do, as of now; what was read of the page before this call is then as it was, if not. */
  hasEntries(page: number, entriesBefore = 0): boolean {
    // An add for the same reason as in `undo`.
    return Atomics.add(this.pages, page, 0) > entriesBefore;
  }

  /** Says that all pages before `page` are done with: the table need not save their slots any more. */
  pagesRead(page: number): void {
    Atomics.store(this.pages, this.pages.length - 1, page);
  }
}
