import { assert, RunError } from '../errors.js';
import { hashKey } from './keyHash.js';
import { KeyText } from './keyText.js';
import type { SlotLayout } from './slotLayout.js';
import { undoLogMemory, UndoLogWriter, type UndoLogMemory } from './undoLog.js';

/** Slots of a page, the unit in which a snapshot is read: 2¹² slots, 64 KiB to some hundred. */
export const pageShift = 12;

/** What another thread needs to read a table as it was when the snapshot was taken. */
export interface TableSnapshot {
  readonly layout: SlotLayout;
  readonly slotCount: number;
  /** Keys in the table at the snapshot. */
  readonly keyCount: number;
  readonly slots: SharedArrayBuffer;
  /** Text of string keys, UTF-16, and how many units of it were in use. */
  readonly keyText: SharedArrayBuffer;
  readonly keyTextUnits: number;
  /** Absent when `slots` is a copy of its own that nothing writes to. */
  readonly undoLog: UndoLogMemory | undefined;
}

/**
 * Keyed state in shared memory, outside the JavaScript heap: open addressing with linear probing, slots of fixed size.
 *
 * A snapshot costs one increment of the epoch, whatever the size. From then on the first write to each slot saves the
 * slot as it was to the undo log, unless the snapshot's reader has passed it; so the snapshot keeps its old values
 * and the table goes on.
 */
export class SlotTable {
  /** The slot that `seek` found, −1 when the key has none yet. */
  slot = -1;
  i32: Int32Array;
  f64: Float64Array;

  private readonly slotWords: number;
  private readonly text: KeyText | undefined;
  private slots: SharedArrayBuffer;
  private log: UndoLogWriter;
  private slotCount: number;
  private keyCount = 0;
  private epoch = 1;
  private snapshotActive = false;
  /** Without what the undo log has saved since it was last empty. */
  private copiedBefore = 0;
  private soughtKey: number | string = 0;
  private soughtHash = 0;
  private soughtFree = 0;

  constructor(
    readonly layout: SlotLayout,
    expectedKeys = 0,
    keyText?: Uint16Array,
  ) {
    this.slotWords = layout.slotBytes / 4;
    this.text = layout.key === 'string' ? new KeyText(keyText) : undefined;
    this.slotCount = 1 << pageShift;
    while (this.slotCount * loadMax < expectedKeys) this.slotCount *= 2;
    ({ slots: this.slots, log: this.log } = this.allocate(this.slotCount));
    this.i32 = new Int32Array(this.slots);
    this.f64 = new Float64Array(this.slots);
  }

  get size(): number {
    return this.keyCount;
  }

  /** Finds the key's slot, for the reads and writes that follow. */
  seek(key: number | string): void {
    const { i32, slotWords } = this;
    const hash = hashKey(key);
    const mask = this.slotCount - 1;
    let slot = hash & mask;
    for (let meta = i32[slot * slotWords]!; meta !== 0; meta = i32[slot * slotWords]!) {
      if (this.holds(slot, key, hash)) {
        this.slot = slot;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.slot = -1;
    this.soughtKey = key;
    this.soughtHash = hash;
    this.soughtFree = slot;
  }

  /** To be called before a write to the sought slot: makes the slot if there is none and saves it if need be. */
  beforeWrite(): void {
    if (this.slot < 0) this.insert();
    else if (this.i32[this.slot * this.slotWords]! >> 1 !== this.epoch) this.firstWriteOfEpoch(this.slot);
  }

  /**
   * Does of a snapshot what needs no lock: nothing may be written between this and `beginSnapshot`.
   *
   * @throws EngineBug while the one before is still being read.
   */
  prepareSnapshot(): TableSnapshot {
    assert(!this.snapshotActive, 'one snapshot of a table is read at a time');
    this.copiedBefore = this.bytesCopied;
    this.log.restart();
    return this.described(this.slots, this.log.memory);
  }

  /** The snapshot is what the table holds now. Takes the same time whatever the size: two stores. */
  beginSnapshot(): void {
    this.epoch++;
    this.snapshotActive = true;
  }

  /** Takes a snapshot by copying all slots. */
  copy(): TableSnapshot {
    const slots = new SharedArrayBuffer(this.slots.byteLength);
    new Uint8Array(slots).set(new Uint8Array(this.slots));
    this.copiedBefore += slots.byteLength;
    return this.described(slots, undefined);
  }

  /** The table as it is, for a reader that the caller keeps from overlapping with any write. */
  view(): TableSnapshot {
    return this.described(this.slots, undefined);
  }

  /** The snapshot is read, or given up: nothing needs saving any more. */
  releaseSnapshot(): void {
    this.snapshotActive = false;
  }

  /** Puts slots of a checkpoint into an empty table that has room for them; their keys must differ. */
  restore(entries: Int32Array): void {
    const { slotWords, i32 } = this;
    assert(entries.length / slotWords <= this.slotCount * loadMax, 'the table has room for the checkpoint');
    for (let at = 0; at < entries.length; at += slotWords) {
      const slot = this.freeSlot(this.hashAt(entries, at));
      for (let i = 1; i < slotWords; i++) i32[slot * slotWords + i] = entries[at + i]!;
      i32[slot * slotWords] = (this.epoch << 1) | 1;
      this.keyCount++;
    }
  }

  /** Slots saved to the undo log because of the snapshot being read, or of the last one. */
  get savedSlots(): number {
    return this.log.savedSlots;
  }

  /** Bytes copied because of snapshots since the table was made: slots saved to the undo log, and copies of all. */
  get bytesCopied(): number {
    return this.copiedBefore + this.log.savedSlots * this.layout.slotBytes;
  }

  private described(slots: SharedArrayBuffer, undoLog: UndoLogMemory | undefined): TableSnapshot {
    return {
      layout: this.layout,
      slotCount: this.slotCount,
      keyCount: this.keyCount,
      slots,
      keyText: this.text === undefined ? emptyText : this.text.memory,
      keyTextUnits: this.text === undefined ? 0 : this.text.length,
      undoLog,
    };
  }

  private holds(slot: number, key: number | string, hash: number): boolean {
    const at = slot * this.slotWords;
    switch (this.layout.key) {
      case 'int32':
        return this.i32[at + 1] === key;
      case 'float64':
        return this.f64[at / 2 + 1] === key;
      case 'string':
        return (
          this.i32[at + 1] === hash && this.text!.equals(this.i32[at + 2]!, this.i32[at + 3]!, key as string)
        );
    }
  }

  private firstWriteOfEpoch(slot: number): void {
    if (this.snapshotActive && !this.log.isRead(slot)) this.log.save(slot, this.i32, this.slotWords);
    this.i32[slot * this.slotWords] = (this.epoch << 1) | 1;
  }

  private insert(): void {
    if (this.keyCount + 1 > this.slotCount * loadMax) {
      this.grow();
      this.seek(this.soughtKey);
    }
    const slot = this.soughtFree;
    this.firstWriteOfEpoch(slot);
    this.writeKey(slot);
    this.slot = slot;
    this.keyCount++;
  }

  private writeKey(slot: number): void {
    const at = slot * this.slotWords;
    if (this.layout.key === 'int32') {
      this.i32[at + 1] = this.soughtKey as number;
      return;
    }
    this.i32[at + 1] = this.soughtHash;
    if (this.layout.key === 'float64') {
      this.f64[at / 2 + 1] = this.soughtKey as number;
    } else {
      const key = this.soughtKey as string;
      this.i32[at + 2] = this.text!.append(key);
      this.i32[at + 3] = key.length;
    }
  }

  /** Moves to twice the slots. A snapshot being read keeps the old memory, which nothing writes to any more. */
  private grow(): void {
    const from = new Int32Array(this.slots);
    const { slots, log } = this.allocate(this.slotCount * 2);
    const { slotWords } = this;
    this.copiedBefore = this.bytesCopied;
    this.slots = slots;
    this.log = log;
    this.slotCount *= 2;
    this.i32 = new Int32Array(slots);
    this.f64 = new Float64Array(slots);
    this.snapshotActive = false;
    for (let at = 0; at < from.length; at += slotWords) {
      if (from[at] === 0) continue;
      const to = this.freeSlot(this.hashAt(from, at)) * slotWords;
      for (let i = 0; i < slotWords; i++) this.i32[to + i] = from[at + i]!;
    }
  }

  /** The first empty slot from where a key of this hash belongs. */
  private freeSlot(hash: number): number {
    const mask = this.slotCount - 1;
    let slot = hash & mask;
    while (this.i32[slot * this.slotWords] !== 0) slot = (slot + 1) & mask;
    return slot;
  }

  /** The hash of the key in the slot that starts at word `at`. */
  private hashAt(words: Int32Array, at: number): number {
    const key = words[at + 1]!;
    return this.layout.key === 'int32' ? hashKey(key) : key;
  }

  /** @throws RunError when there is not enough memory. */
  private allocate(slotCount: number): { slots: SharedArrayBuffer; log: UndoLogWriter } {
    const { slotBytes } = this.layout;
    try {
      const slots = new SharedArrayBuffer(slotCount * slotBytes);
      const log = undoLogMemory(slotCount, slotBytes, slotCount >> pageShift);
      return { slots, log: new UndoLogWriter(log, slotBytes, pageShift) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const megabytes = Math.round((slotCount * slotBytes) / 1e6);
      throw new RunError(
        `there is no memory for ${megabytes} MB of keyed state: take fewer keys, or share them out with --parallelism`,
      );
    }
  }
}

const loadMax = 0.6;
const emptyText = new SharedArrayBuffer(0);
