import type { KeyedState } from '../../src/engine/state/keyedState.js';
import { pageStart, segmentOf } from '../../src/engine/state/memoryPool.js';
import { slotsOfPage, slotState } from '../../src/engine/state/slotLayout.js';
import type { SlotTable } from '../../src/engine/state/slotTable.js';

/**
 * Checks that a state of which no snapshot is read has no more pages and blocks than its tables refer to, and none twice.
 *
 * @throws Error that says what is kept, and how much there should be
 */
export function auditMemory(state: KeyedState): void {
  const { pool, heap } = state.memory;
  const pages = state.tables.flatMap(pagesOf);
  const references = state.tables.flatMap((table) => referencesOf(state, table));
  expectDistinct('page', pages);
  expectDistinct('block', references);
  if (heap.blocksInUse !== references.length) {
    throw new Error(`${heap.blocksInUse} blocks are kept for ${references.length} values`);
  }
  if (pool.pagesInUse !== pages.length + heap.pagesInUse) {
    const expected = `${pages.length} of tables and ${heap.pagesInUse} of values`;
    throw new Error(`${pool.pagesInUse} pages are kept for ${expected}`);
  }
}

/** The pages of a table's directory, each once: a page has one place or several side by side. */
export function distinctPages(places: Int32Array): readonly number[] {
  const pages: number[] = [];
  for (let at = 0; at < places.length; at++) if (places[at] !== places[at - 1]) pages.push(places[at]!);
  return pages;
}

function pagesOf(table: SlotTable): readonly number[] {
  return distinctPages(table.view().pages);
}

/** The blocks that the slots of a table refer to: those of deleted keys still have the text of the keys. */
function referencesOf({ memory: { pool } }: KeyedState, table: SlotTable): readonly number[] {
  const { layout } = table;
  const slotInts = layout.words * 2;
  const found: number[] = [];
  for (const page of pagesOf(table)) {
    const { i32 } = pool.views[segmentOf(page)]!;
    const start = pageStart(page, layout.pageBytes);
    for (let at = start; at < start + slotsOfPage(layout) * slotInts; at += slotInts) {
      if (i32[at] === 0) continue;
      const isLive = (i32[at]! & 3) === slotState.live;
      const { keyReferences, valueReferences } = layout;
      for (const { word } of isLive ? [...keyReferences, ...valueReferences] : keyReferences) {
        const reference = i32[at + word * 2]!;
        if (reference !== 0) found.push(reference);
      }
    }
  }
  return found;
}

function expectDistinct(what: string, numbers: readonly number[]): void {
  if (new Set(numbers).size === numbers.length) return;
  const twice = numbers.find((number, at) => numbers.indexOf(number) !== at);
  if (twice !== undefined) throw new Error(`${what} ${twice} is used twice`);
}
