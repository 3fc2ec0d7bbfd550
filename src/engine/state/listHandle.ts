import type { Key } from '../pipeline/functions.js';
import type { ListState, ListStateDescriptor } from '../pipeline/state.js';
import type { Cell } from './cell.js';
import { createCell } from './createCell.js';
import { openTable } from './openTable.js';
import { NumberCell } from './numberCells.js';
import type { KeyKind } from './slotLayout.js';
import type { SlotTable } from './slotTable.js';
import type { StateMemory } from './stateMemory.js';

/** A list for each key: its length in the key's slot, its elements in a table of their own by key and index. */
export class ListHandle<Value> implements ListState<Value> {
  /** What the key's slot has of it. */
  readonly cell = new NumberCell();
  private readonly element: Cell<Value>;
  private elements!: SlotTable;

  constructor(
    { type }: ListStateDescriptor<Value>,
    private readonly current: { readonly key: Key },
  ) {
    this.element = createCell(type) as Cell<Value>;
  }

  /** Makes the tables of the elements, for keys of this kind. */
  open(memory: StateMemory, keyKind: KeyKind): readonly SlotTable[] {
    this.elements = openTable(memory, [keyKind, 'float64'], [this.element]);
    return [this.elements];
  }

  get(): readonly Value[] {
    const { key } = this.current;
    return Array.from({ length: this.cell.value() }, (_, index) => {
      this.elements.seek(key, index);
      return this.element.value() as Value;
    });
  }

  add(value: Value): void {
    const length = this.cell.value();
    this.elements.seek(this.current.key, length);
    this.element.update(value);
    this.cell.update(length + 1);
  }

  update(values: Iterable<Value>): void {
    // All of them first: they may come from this very list.
    const all = [...values];
    this.clear();
    for (const value of all) this.add(value);
  }

  clear(): void {
    for (let index = this.cell.value() - 1; index >= 0; index--) {
      this.elements.seek(this.current.key, index);
      this.elements.remove();
    }
    this.cell.clear();
  }
}
