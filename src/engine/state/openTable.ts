import type { Cell } from './cell.js';
import { slotLayout, type KeyKind } from './slotLayout.js';
import { SlotTable } from './slotTable.js';
import type { StateMemory } from './stateMemory.js';

/** A table for keys of these kinds, with values in these cells, which read and write it from now on. */
export function openTable(
  memory: StateMemory,
  keys: readonly KeyKind[],
  cells: readonly Pick<Cell<unknown>, 'place' | 'bind'>[],
  expectedKeys = 0,
): SlotTable {
  const { layout, places } = slotLayout(
    keys,
    cells.map(({ place }) => place),
    memory.pool.cut.pageBytes,
  );
  const table = new SlotTable(memory, layout, expectedKeys);
  cells.forEach((cell, index) => cell.bind(table, places[index]!, memory));
  return table;
}
