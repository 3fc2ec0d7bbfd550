import type { Key } from '../pipeline/functions.js';
import type { MapState, MapStateDescriptor } from '../pipeline/state.js';
import type { Cell } from './cell.js';
import { createCell } from './createCell.js';
import { openTable } from './openTable.js';
import { misfit, NumberCell } from './numberCells.js';
import type { KeyKind } from './slotLayout.js';
import type { SlotTable } from './slotTable.js';
import type { StateMemory } from './stateMemory.js';

/**
 * A map for each key: its size in the key's slot, its entries in a table by key and map key. So that it can be gone
 * through, a second table has the map keys by key and position; each entry knows its position there.
 */
export class MapHandle<MapKey extends number | string, Value> implements MapState<MapKey, Value> {
  /** What the key's slot has of it. */
  readonly cell = new NumberCell();
  private readonly entry: Cell<Value>;
  private readonly position = new NumberCell();
  private readonly mapKey: Cell<MapKey>;
  private entryTable!: SlotTable;
  private mapKeyTable!: SlotTable;

  constructor(
    private readonly descriptor: MapStateDescriptor<MapKey, Value>,
    private readonly current: { readonly key: Key },
  ) {
    this.entry = createCell(descriptor.type) as Cell<Value>;
    this.mapKey = createCell(descriptor.keyType) as Cell<MapKey>;
  }

  /** Makes the tables of the entries, for keys of this kind. */
  open(memory: StateMemory, keyKind: KeyKind): readonly SlotTable[] {
    const mapKeyKind = this.descriptor.keyType.kind === 'string' ? 'string' : 'float64';
    this.entryTable = openTable(memory, [keyKind, mapKeyKind], [this.entry, this.position]);
    this.mapKeyTable = openTable(memory, [keyKind, 'float64'], [this.mapKey]);
    return [this.entryTable, this.mapKeyTable];
  }

  get(key: MapKey): Value | undefined {
    return this.has(key) ? this.entry.value() : undefined;
  }

  has(key: MapKey): boolean {
    this.checkKey(key);
    if (this.isEmpty) return false;
    this.entryTable.seek(this.current.key, key);
    return this.entryTable.at >= 0;
  }

  put(key: MapKey, value: Value): void {
    this.checkKey(key);
    this.entryTable.seek(this.current.key, key);
    const isNew = this.entryTable.at < 0;
    this.entry.update(value);
    if (!isNew) return;
    const size = this.cell.value();
    this.position.update(size);
    this.writeMapKey(size, key);
    this.cell.update(size + 1);
  }

  remove(key: MapKey): void {
    if (!this.has(key)) return;
    const hole = this.position.value();
    this.entryTable.remove();
    const last = this.cell.value() - 1;
    this.mapKeyTable.seek(this.current.key, last);
    const moved = this.mapKey.value()!;
    this.mapKeyTable.remove();
    if (hole !== last) {
      this.writeMapKey(hole, moved);
      this.entryTable.seek(this.current.key, moved);
      this.position.update(hole);
    }
    this.setSize(last);
  }

  keys(): readonly MapKey[] {
    return Array.from({ length: this.cell.value() }, (_, position) => {
      this.mapKeyTable.seek(this.current.key, position);
      return this.mapKey.value()!;
    });
  }

  entries(): readonly (readonly [MapKey, Value])[] {
    return this.keys().map((key) => [key, this.get(key)!] as const);
  }

  get isEmpty(): boolean {
    return this.cell.value() === 0;
  }

  clear(): void {
    for (const [position, key] of this.keys().entries()) {
      this.entryTable.seek(this.current.key, key);
      this.entryTable.remove();
      this.mapKeyTable.seek(this.current.key, position);
      this.mapKeyTable.remove();
    }
    this.setSize(0);
  }

  private setSize(size: number): void {
    if (size === 0) this.cell.clear();
    else this.cell.update(size);
  }

  private writeMapKey(position: number, key: MapKey): void {
    this.mapKeyTable.seek(this.current.key, position);
    this.mapKey.update(key);
  }

  private checkKey(key: MapKey): void {
    const { kind } = this.descriptor.keyType;
    const isRight =
      kind === 'string' ? typeof key === 'string' : typeof key === 'number' && !Number.isNaN(key);
    if (!isRight) throw misfit(kind, key);
  }
}
