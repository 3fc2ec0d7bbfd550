import { firstAbove } from '../chart/geometry.js';
import { moreKey, type RowKey } from './rowKeys.js';
import type { RankedRow } from './rankedRows.js';
import type { Density } from './rowSettings.js';
import { hasHead, type RowGroup } from './rows.js';
import type { Row } from './traceIndex.js';

interface Placed {
  /** Pixels from the top of all rows. */
  readonly top: number;
  readonly height: number;
}

export interface CoordinatorItem extends Placed {
  readonly kind: 'coordinator';
  readonly key: RowKey;
}
export interface GroupItem extends Placed {
  readonly kind: 'group';
  readonly key: RowKey;
  readonly group: RowGroup;
  readonly collapsed: boolean;
}
export interface SubtaskItem extends Placed, RankedRow {
  readonly kind: 'subtask';
  readonly group: RowGroup;
  readonly density: Density;
}
/** Opens the rest of a large group, or closes it again. */
export interface MoreItem extends Placed {
  readonly kind: 'more';
  readonly key: RowKey;
  readonly group: RowGroup;
  /** How many subtasks it opens; 0 where they are open. */
  readonly count: number;
}
export interface LensItem extends Placed {
  readonly kind: 'lens';
  readonly key: RowKey;
}
export type RowItem = CoordinatorItem | GroupItem | SubtaskItem | MoreItem | LensItem;

/** Each key stands once. */
export interface RowLayout {
  readonly items: readonly RowItem[];
  readonly height: number;
  readonly tops: Float64Array;
}

export interface LayoutWishes {
  readonly collapsed: ReadonlySet<RowKey>;
  readonly unfolded: ReadonlySet<RowKey>;
  readonly density: Density;
  /** Large groups show their first subtasks only, until they are unfolded. */
  readonly folds: boolean;
  /** The row under which the lens is open, and its height. */
  readonly lens?: { readonly row: Row; readonly height: number } | undefined;
}

const headHeight = 24;
const collapsedHeight = 36;
const denseHeight = 8;
const compactHeight = 20;

/** A group of more subtasks than this shows the first few until it is unfolded. */
export const mostUnfolded = 16;
export const firstOfLarge = 7;

/** Whether a group shows no more than its first subtasks. */
export function isFolded(
  group: RowGroup,
  { folds, unfolded }: Pick<LayoutWishes, 'folds' | 'unfolded'>,
): boolean {
  return folds && isLarge(group) && !unfolded.has(group.key);
}

function isLarge(group: RowGroup): boolean {
  return hasHead(group) && group.rows.length > mostUnfolded;
}

/** Puts the coordinator, the groups and their subtasks under each other, the lens under its row. */
export function layoutRows(groups: readonly RowGroup[], wishes: LayoutWishes): RowLayout {
  const items: RowItem[] = [];
  let top = 0;
  const place = (height: number): Placed => {
    const placed = { top, height };
    top += height;
    return placed;
  };
  items.push({ kind: 'coordinator', key: 'coordinator', ...place(headHeight) });
  for (const group of groups) {
    const { key, rows } = group;
    const collapsed = hasHead(group) && wishes.collapsed.has(key);
    if (hasHead(group)) {
      items.push({
        kind: 'group',
        key,
        group,
        collapsed,
        ...place(collapsed ? collapsedHeight : headHeight),
      });
    }
    if (collapsed) continue;
    // Pinned rows are few, and nothing says whose they are but their names.
    const density = group.kind === 'pinned' && wishes.density === 'dense' ? 'compact' : wishes.density;
    const shown = isFolded(group, wishes) ? rows.slice(0, firstOfLarge) : rows;
    for (const ranked of shown) {
      items.push({
        kind: 'subtask',
        group,
        density,
        ...ranked,
        ...place(subtaskHeight(ranked.row, density)),
      });
      if (wishes.lens?.row === ranked.row) {
        items.push({ kind: 'lens', key: 'lens', ...place(wishes.lens.height) });
      }
    }
    if (wishes.folds && isLarge(group)) {
      const count = rows.length - shown.length;
      items.push({ kind: 'more', key: moreKey(key), group, count, ...place(compactHeight) });
    }
  }
  return { items, height: top, tops: Float64Array.from(items, (item) => item.top) };
}

function subtaskHeight(row: Row, density: Density): number {
  if (density === 'dense') return denseHeight;
  if (density === 'compact') return compactHeight;
  return row.records ? 44 : 32;
}

/** Positions `[first, last)` of the items that touch `[from, to)`, in pixels from the top of all rows. */
export function itemsBetween(layout: RowLayout, from: number, to: number): { first: number; last: number } {
  const count = layout.items.length;
  const first = Math.max(0, firstAbove(layout.tops, from, 0, count) - 1);
  return { first, last: firstAbove(layout.tops, to - 1e-9, first, count) };
}

export function itemAt(layout: RowLayout, y: number): RowItem | undefined {
  if (y < 0 || y >= layout.height) return undefined;
  return layout.items[firstAbove(layout.tops, y, 0, layout.items.length) - 1];
}

/** The upper edge and height of the bars' lane inside a subtask's row, in pixels. */
export function laneOf(item: SubtaskItem): { top: number; height: number } {
  const { density } = item;
  if (density === 'dense') return { top: 1, height: item.height - 2 };
  if (density === 'compact') return { top: 5, height: 14 };
  return { top: item.row.records ? 6 : 8, height: 16 };
}
