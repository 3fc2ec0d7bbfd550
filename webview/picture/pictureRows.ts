import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/analysis/quantities.js';
import type { ShownRows } from '../../src/protocol.js';
import type { RowItem } from '../rows/rowLayout.js';
import { seenItems, type SeenRows } from '../rows/seenRows.js';
import type { PictureLayout } from './page/pictured.js';

/** Below the last row, for what is said at the lower edge; in pixels. */
const foot = 20;

const isRow = ({ kind }: RowItem): boolean => kind === 'subtask';

/** How many subtasks are seen, and how many one can scroll to. */
export function countRows(seen: SeenRows): ShownRows {
  const { frozen, scrolled } = seenItems(seen);
  return {
    seen: [...frozen, ...scrolled].filter(isRow).length,
    all: seen.layout.items.filter(isRow).length,
  };
}

/**
 * How much of the rows a picture has, in pixels: at least those that are seen, the last one whole, or all; at most as many as there
 * are, where there is room beside the details, and never more than `highest`.
 */
export function heightOfRows(
  seen: SeenRows,
  { whole, highest }: Pick<PictureLayout, 'whole' | 'highest'>,
): { readonly least: number; readonly most: number } {
  const { layout, scrollTop } = seen;
  const most = Math.min(layout.height + foot - (whole ? 0 : scrollTop), highest);
  const last = seenItems(seen).scrolled.at(-1);
  if (whole || !last || last === layout.items.at(-1)) return { least: most, most };
  return { least: Math.min(last.top + last.height - scrollTop, most), most };
}

/** Says that rows were wanted which are not in the picture; undefined where all of them are. */
export function leftOutWords(
  { layout }: Pick<SeenRows, 'layout'>,
  { whole, highest }: Pick<PictureLayout, 'whole' | 'highest'>,
): string | undefined {
  if (!whole || layout.height + foot <= highest) return undefined;
  const rows = layout.items.filter(isRow);
  const shown = rows.filter(({ top, height }) => top + height <= highest - foot).length;
  return l10n.t(
    'The first {shown} of {all} rows: a PNG can be no higher. An SVG has all of them, as has a PNG with lower rows.',
    { shown: formatCount(shown), all: formatCount(rows.length) },
  );
}
