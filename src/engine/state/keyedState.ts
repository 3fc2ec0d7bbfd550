import type { FieldKind } from '../pipeline/recordTypes.js';
import type { StateDescriptors, ValueState } from '../pipeline/state.js';
import { keyKindOf, slotLayout, type KeyKind, type SlotColumn } from './slotLayout.js';
import { SlotTable } from './slotTable.js';

/** The states of one keyed operator's subtask. The table is made when the first key says what kind keys have. */
export class KeyedState {
  /** What the process function uses: one handle for each declared state. */
  readonly handles: Readonly<Record<string, ValueState<number> | ValueState<boolean>>>;
  private readonly columns: readonly Column[];
  private table: SlotTable | undefined;
  /** By tables that this one has replaced. */
  private copiedBefore = 0;

  constructor(
    private readonly descriptors: StateDescriptors,
    private readonly expectedKeys: number,
  ) {
    const entries = Object.entries(descriptors).map(([name, { type }]) => [name, column(type.kind)] as const);
    this.columns = entries.map(([, handle]) => handle);
    this.handles = Object.fromEntries(entries);
  }

  /** The names and kinds of the declared states, in their order. */
  get declared(): readonly Pick<SlotColumn, 'name' | 'kind'>[] {
    return Object.entries(this.descriptors).map(([name, { type }]) => ({ name, kind: type.kind }));
  }

  /** Makes `key` the key that the handles read and write. */
  seek(key: number | string): void {
    this.tableFor(key).seek(key);
  }

  /** The table, once there was a key. */
  get slotTable(): SlotTable | undefined {
    return this.table;
  }

  /** Bytes copied because of snapshots since the start. */
  get bytesCopied(): number {
    return this.copiedBefore + (this.table?.bytesCopied ?? 0);
  }

  /** Makes a table for keys of this kind, to fill it from a checkpoint. */
  open(kind: KeyKind, expectedKeys = 0, keyText?: Uint16Array): SlotTable {
    const room = Math.max(expectedKeys, this.expectedKeys);
    const table = new SlotTable(slotLayout(kind, this.descriptors), room, keyText);
    this.columns.forEach((handle, index) => handle.bind(table, table.layout.columns[index]!));
    this.copiedBefore = this.bytesCopied;
    this.table = table;
    return table;
  }

  /** Sets all values of a key; `valueOf` gives those of the declared states by their position, as a table keeps them. */
  put(key: number | string, valueOf: (column: number) => number): void {
    const table = this.tableFor(key);
    table.seek(key);
    table.beforeWrite();
    const slot = (table.slot * table.layout.slotBytes) / 8;
    table.layout.columns.forEach(({ word }, column) => (table.f64[slot + word] = valueOf(column)));
  }

  private tableFor(key: number | string): SlotTable {
    if (Number.isNaN(key)) throw new TypeError('the key is NaN');
    if (this.table === undefined) return this.open(keyKindOf(key));
    const { key: kind } = this.table.layout;
    if (kind === 'string' ? typeof key === 'string' : typeof key === 'number') {
      if (kind !== 'int32' || ((key as number) | 0) === key) return this.table;
      return this.widen();
    }
    throw new TypeError(`the key is ${typeof key === 'string' ? 'text' : 'a number'}, earlier keys were not`);
  }

  /** A number came that 32 bits do not hold: moves all keys to a table with 8-byte keys. */
  private widen(): SlotTable {
    const old = this.table!;
    const table = this.open('float64', old.size);
    const slotWords = old.layout.slotBytes / 4;
    for (let at = 0; at < old.i32.length; at += slotWords) {
      if (old.i32[at] === 0) continue;
      this.put(old.i32[at + 1]!, (column) => old.f64[at / 2 + old.layout.columns[column]!.word]!);
    }
    return table;
  }
}

interface Column {
  bind(table: SlotTable, place: SlotColumn): void;
}

function column(kind: FieldKind): Column & (ValueState<number> | ValueState<boolean>) {
  return kind === 'boolean' ? new BooleanColumn() : new NumberColumn(kind);
}

class NumberColumn implements Column, ValueState<number> {
  private table!: SlotTable;
  private stride = 0;
  private word = 0;

  constructor(private readonly kind: FieldKind) {}

  bind(table: SlotTable, place: SlotColumn): void {
    this.table = table;
    this.stride = table.layout.slotBytes / 8;
    this.word = place.word;
  }

  value(): number {
    const { table } = this;
    return table.slot < 0 ? 0 : table.f64[table.slot * this.stride + this.word]!;
  }

  update(value: number): void {
    if (!fits(this.kind, value)) {
      throw new TypeError(`a state is declared ${this.kind} and got ${String(value)}`);
    }
    const { table } = this;
    table.beforeWrite();
    table.f64[table.slot * this.stride + this.word] = value;
  }
}

class BooleanColumn implements Column, ValueState<boolean> {
  private readonly number = new NumberColumn('int32');

  bind(table: SlotTable, place: SlotColumn): void {
    this.number.bind(table, place);
  }

  value(): boolean {
    return this.number.value() !== 0;
  }

  update(value: boolean): void {
    if (typeof value !== 'boolean') {
      throw new TypeError(`a state is declared boolean and got ${String(value)}`);
    }
    this.number.update(value ? 1 : 0);
  }
}

function fits(kind: FieldKind, value: number): boolean {
  if (kind === 'int32') return (value | 0) === value;
  return kind === 'int64' ? Number.isSafeInteger(value) : typeof value === 'number';
}
