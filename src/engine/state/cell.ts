import type { ValuePlace } from './slotLayout.js';
import type { SlotTable } from './slotTable.js';
import type { StateMemory } from './stateMemory.js';

/** A value's place in the slots of a table: reads and writes it in the slot that the table has sought. */
export interface Cell<Value, Absent = Value | undefined> {
  readonly place: ValuePlace;
  /** From now on the value is at this word of the table's slots. */
  bind(table: SlotTable, word: number, memory: StateMemory): void;
  /** The value; the type's beginning, or `undefined`, where the key has no slot or the value is not set. */
  value(): Value | Absent;
  /** @throws TypeError when the value does not fit its declaration. */
  update(value: Value): void;
  /** Makes it as if it had never been set; a key of which nothing is set is taken away. */
  clear(): void;
}
