import type { Codec } from '../channels/codec.js';
import type { FieldKind } from '../pipeline/recordTypes.js';
import type { Cell } from './cell.js';
import type { SlotTable } from './slotTable.js';

/** A number, in 8 bytes of the slot. */
export class NumberCell implements Cell<number, never> {
  readonly place = { words: 1 };
  private table!: SlotTable;
  private word = 0;

  constructor(private readonly kind: FieldKind = 'float64') {}

  bind(table: SlotTable, word: number): void {
    this.table = table;
    this.word = word;
  }

  value(): number {
    const { table } = this;
    return table.at < 0 ? 0 : table.views.f64[(table.at >> 1) + this.word]!;
  }

  update(value: number): void {
    if (!fits(this.kind, value)) throw misfit(this.kind, value);
    const { table } = this;
    table.beforeWrite();
    table.views.f64[(table.at >> 1) + this.word] = value;
  }

  clear(): void {
    if (this.table.at < 0) return;
    this.update(0);
    this.table.removeIfZero();
  }
}

/** `true` or `false`, as 1 or 0. */
export class BooleanCell implements Cell<boolean, never> {
  readonly place = { words: 1 };
  private readonly number = new NumberCell();

  bind(table: SlotTable, word: number): void {
    this.number.bind(table, word);
  }

  value(): boolean {
    return this.number.value() !== 0;
  }

  update(value: boolean): void {
    if (typeof value !== 'boolean') throw misfit('boolean', value);
    this.number.update(value ? 1 : 0);
  }

  clear(): void {
    this.number.clear();
  }
}

/** A struct of fields of fixed size, as its codec writes it; its first 4 bytes say whether it is set. */
export class StructCell<Value> implements Cell<Value, undefined> {
  readonly place: { readonly words: number };
  private table!: SlotTable;
  private word = 0;

  constructor(
    private readonly codec: Codec<Value>,
    words: number,
  ) {
    this.place = { words };
  }

  bind(table: SlotTable, word: number): void {
    this.table = table;
    this.word = word;
  }

  value(): Value | undefined {
    const { table } = this;
    if (table.at < 0) return undefined;
    const word = (table.at >> 1) + this.word;
    return table.views.i32[word * 2] === 0 ? undefined : this.codec.decode(table.views, word);
  }

  update(value: Value): void {
    const { table } = this;
    table.beforeWrite();
    const word = (table.at >> 1) + this.word;
    this.codec.encode(value, table.views, word);
    table.views.i32[word * 2] = 1;
  }

  clear(): void {
    const { table } = this;
    if (table.at < 0) return;
    table.beforeWrite();
    const from = table.at + this.word * 2;
    table.views.i32.fill(0, from, from + this.place.words * 2);
    table.removeIfZero();
  }
}

function fits(kind: FieldKind, value: number): boolean {
  if (kind === 'int32') return (value | 0) === value;
  return kind === 'int64' ? Number.isSafeInteger(value) : typeof value === 'number';
}

/** The error of a value that does not fit its declaration. */
export function misfit(declared: FieldKind, value: unknown): TypeError {
  return new TypeError(`a state is declared ${declared} and got ${String(value)}`);
}
