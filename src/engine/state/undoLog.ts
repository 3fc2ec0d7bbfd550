/**
 * The old contents of slots that were overwritten while a snapshot still needs them, by pages of slots. The table's
 * thread writes it, the snapshot's reader applies it to its copy of each page.
 *
 *     entry: │ slot │ previous entry of the page + 1 │ the slot as it was … │
 */
export interface UndoLogMemory {
  readonly entries: SharedArrayBuffer;
  /** For each page its newest entry + 1; 0 for none. Then one word: how many pages the reader is done with. */
  readonly pages: SharedArrayBuffer;
}

const entryHeadBytes = 8;

export function undoLogMemory(slotCount: number, slotBytes: number, pageCount: number): UndoLogMemory {
  return {
    entries: new SharedArrayBuffer(slotCount * (slotBytes + entryHeadBytes)),
    pages: new SharedArrayBuffer((pageCount + 1) * 4),
  };
}

/** The table's side: saves slots. */
export class UndoLogWriter {
  private readonly words: Int32Array;
  private readonly pages: Int32Array;
  private readonly entryWords: number;
  private count = 0;

  constructor(
    readonly memory: UndoLogMemory,
    slotBytes: number,
    private readonly pageShift: number,
  ) {
    this.words = new Int32Array(memory.entries);
    this.pages = new Int32Array(memory.pages);
    this.entryWords = (slotBytes + entryHeadBytes) / 4;
  }

  /** Makes the log empty for a new snapshot. Only while no reader is at work. */
  restart(): void {
    this.pages.fill(0);
    this.count = 0;
  }

  /** Whether the reader has copied the slot's page, so that the slot may be overwritten without saving it. */
  isRead(slot: number): boolean {
    return slot >> this.pageShift < Atomics.load(this.pages, this.pages.length - 1);
  }

  /** Saves a slot. Returns only when a reader that sees any later change of the slot also sees the entry. */
  save(slot: number, table: Int32Array, slotWords: number): void {
    const at = this.count * this.entryWords;
    const page = slot >> this.pageShift;
    const words = this.words;
    words[at] = slot;
    words[at + 1] = this.pages[page]!;
    const from = slot * slotWords;
    for (let i = 0; i < slotWords; i++) words[at + 2 + i] = table[from + i]!;
    this.count++;
    // An exchange, not a store: what the table writes next must not become visible before it, on any processor.
    Atomics.exchange(this.pages, page, this.count);
  }

  /** Slots saved since the snapshot began. */
  get savedSlots(): number {
    return this.count;
  }
}

/** The snapshot's side: puts saved slots back into a copied page. */
export class UndoLogReader {
  private readonly words: Int32Array;
  private readonly pages: Int32Array;
  private readonly entryWords: number;

  constructor(
    memory: UndoLogMemory,
    private readonly slotBytes: number,
    private readonly pageShift: number,
  ) {
    this.words = new Int32Array(memory.entries);
    this.pages = new Int32Array(memory.pages);
    this.entryWords = (slotBytes + entryHeadBytes) / 4;
  }

  /** Undoes in `copy`, a copy of `page` taken before this call, whatever was overwritten since the snapshot. */
  undo(page: number, copy: Int32Array): void {
    const slotWords = this.slotBytes / 4;
    // An add of nothing, not a load: the reads of the copy must not be moved behind it, on any processor.
    let entry = Atomics.add(this.pages, page, 0);
    while (entry !== 0) {
      const at = (entry - 1) * this.entryWords;
      const to = (this.words[at]! - (page << this.pageShift)) * slotWords;
      for (let i = 0; i < slotWords; i++) copy[to + i] = this.words[at + 2 + i]!;
      entry = this.words[at + 1]!;
    }
  }

  /** Says that all pages before `page` are copied and undone: the table need not save their slots any more. */
  pagesRead(page: number): void {
    Atomics.store(this.pages, this.pages.length - 1, page);
  }
}
