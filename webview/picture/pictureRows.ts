import type { ShownRows } from '../../src/protocol.js';
import type { RowItem } from '../rowLayout.js';
import { seenItems, type SeenRows } from '../rows/seenRows.js';

/** A picture has no more of the rows than that, in pixels: more could be opened by hardly any program. */
const highest = 12_000;
/** Below the last row, for what is said at the lower edge; in pixels. */
const foot = 20;

/** How many subtasks are seen, and how many one can scroll to. */
export function countRows(seen: SeenRows): ShownRows {
  const isRow = ({ kind }: RowItem): boolean => kind === 'subtask';
  const { frozen, scrolled } = seenItems(seen);
  return {
    seen: [...frozen, ...scrolled].filter(isRow).length,
    all: seen.layout.items.filter(isRow).length,
  };
}

/**
 * How much of the rows a picture has, in pixels: at least those that are seen, the last one whole, or all; at most as many as there
 * are, where there is room beside the details.
 */
export function heightOfRows(
  seen: SeenRows,
  whole: boolean,
): { readonly least: number; readonly most: number } {
  const { layout, scrollTop } = seen;
  const most = Math.min(layout.height + foot - (whole ? 0 : scrollTop), highest);
  const last = seenItems(seen).scrolled.at(-1);
  if (whole || !last || last === layout.items.at(-1)) return { least: most, most };
  return { least: Math.min(last.top + last.height - scrollTop, most), most };
}
