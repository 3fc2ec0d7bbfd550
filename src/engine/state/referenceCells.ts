import { readText, type Codec, type Views } from '../channels/codec.js';
import type { Cell } from './cell.js';
import { misfit } from './numberCells.js';
import type { SlotTable } from './slotTable.js';
import type { StateMemory } from './stateMemory.js';

/** A value of varying length, in a block that the slot refers to. */
abstract class ReferenceCell<Value, Absent> implements Cell<Value, Absent> {
  readonly place: { readonly words: 1; readonly referenceUnit: number };
  protected memory!: StateMemory;
  private table!: SlotTable;
  private word = 0;

  constructor(referenceUnit: number) {
    this.place = { words: 1, referenceUnit };
  }

  bind(table: SlotTable, word: number, memory: StateMemory): void {
    this.table = table;
    this.word = word;
    this.memory = memory;
  }

  value(): Value | Absent {
    const { table } = this;
    if (table.at < 0) return this.absent;
    const { i32 } = table.views;
    const at = table.at + this.word * 2;
    const reference = i32[at]! >>> 0;
    if (reference === 0) return this.absent;
    const { heap } = this.memory;
    return this.read(heap.viewsOf(reference), heap.startOf(reference), i32[at + 1]!);
  }

  abstract update(value: Value): void;

  clear(): void {
    const { table } = this;
    if (table.at < 0) return;
    table.beforeWrite();
    const { i32 } = table.views;
    const at = table.at + this.word * 2;
    const reference = i32[at]! >>> 0;
    if (reference !== 0) table.freeValue(reference);
    i32[at] = i32[at + 1] = 0;
    table.removeIfZero();
  }

  protected abstract readonly absent: Absent;
  /** Reads a value that begins at this 4-byte word; its length in units. */
  protected abstract read(views: Views, start: number, length: number): Value;

  /** Puts a value of so many units in place of the one before: `write` gets where it begins, in 4-byte words. */
  protected replace(length: number, write: (views: Views, start: number) => void): void {
    const { table, memory } = this;
    const bytes = length * this.place.referenceUnit;
    table.beforeWrite();
    const { i32 } = table.views;
    const at = table.at + this.word * 2;
    const old = i32[at]! >>> 0;
    const isReused = old !== 0 && memory.heap.fits(old, bytes) && !table.isValueNeeded(old);
    const reference = isReused ? old : memory.allocateValue(bytes);
    write(memory.heap.viewsOf(reference), memory.heap.startOf(reference));
    i32[at] = reference;
    i32[at + 1] = length;
    if (old !== 0 && !isReused) table.freeValue(old);
  }
}

/** Text, as UTF-16. */
export class TextCell extends ReferenceCell<string, string> {
  protected readonly absent = '';

  constructor() {
    super(2);
  }

  update(value: string): void {
    if (typeof value !== 'string') throw misfit('string', value);
    this.replace(value.length, (views, start) => writeText(views, start, value));
  }

  protected read({ u16 }: Views, start: number, length: number): string {
    return readText(u16, start * 2, length);
  }
}

/** Any value that JSON holds, as its text. */
export class JsonCell extends ReferenceCell<unknown, undefined> {
  protected readonly absent = undefined;

  constructor() {
    super(2);
  }

  update(value: unknown): void {
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) throw misfit('json', value);
    this.replace(text.length, (views, start) => writeText(views, start, text));
  }

  protected read({ u16 }: Views, start: number, length: number): unknown {
    return JSON.parse(readText(u16, start * 2, length));
  }
}

/** Bytes. */
export class BytesCell extends ReferenceCell<Uint8Array, undefined> {
  protected readonly absent = undefined;

  constructor() {
    super(1);
  }

  update(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw misfit('bytes', value);
    this.replace(value.length, ({ i32 }, start) => {
      new Uint8Array(i32.buffer, i32.byteOffset + start * 4, value.length).set(value);
    });
  }

  protected read({ i32 }: Views, start: number, length: number): Uint8Array {
    return new Uint8Array(i32.buffer, i32.byteOffset + start * 4, length).slice();
  }
}

/** A struct with fields of varying length, as its codec writes it. */
export class EncodedCell<Value> extends ReferenceCell<Value, undefined> {
  protected readonly absent = undefined;

  constructor(private readonly codec: Codec<Value>) {
    super(1);
  }

  update(value: Value): void {
    // The codec leaves 4 bytes free at the start, which are those of the block's epoch.
    const bytes = this.codec.words(value) * 8 - 4;
    this.replace(bytes, (views, start) => this.codec.encode(value, views, (start - 1) / 2));
  }

  protected read(views: Views, start: number): Value {
    return this.codec.decode(views, (start - 1) / 2);
  }
}

function writeText({ u16 }: Views, start: number, text: string): void {
  for (let i = 0; i < text.length; i++) u16[start * 2 + i] = text.charCodeAt(i);
}
