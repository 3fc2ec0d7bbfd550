import type { Cell } from './cell.js';
import { slotLayout, type KeyKind } from './slotLayout.js';
import { SlotTable } from './slotTable.js';
import type { StateMemory } from './stateMemory.js';

/** A table for the entries of keys' lists or maps, by the key and a second one, with values in these cells. */
export function openEntryTable(
  memory: StateMemory,
  keys: readonly [KeyKind, KeyKind],
  cells: readonly Pick<Cell<unknown>, 'place' | 'bind'>[],
): SlotTable {
  const { layout, places } = slotLayout(
    keys,
    cells.map(({ place }) => place),
  );
  const table = new SlotTable(memory, layout);
  cells.forEach((cell, index) => cell.bind(table, places[index]!, memory));
  return table;
}
