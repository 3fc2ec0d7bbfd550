import type { OperatorIndex } from '../src/trace/units.js';
import { firstAbove } from './geometry.js';
import type { RankedRow, RowGroup } from './rows.js';
import type { Row } from './traceIndex.js';

export type Density = 'normal' | 'compact';

interface Placed {
  /** Pixels from the top of all rows. */
  readonly top: number;
  readonly height: number;
}

export interface CoordinatorItem extends Placed {
  readonly kind: 'coordinator';
}
export interface GroupItem extends Placed {
  readonly kind: 'group';
  readonly group: RowGroup;
  readonly collapsed: boolean;
}
export interface SubtaskItem extends Placed, RankedRow {
  readonly kind: 'subtask';
}
export interface LensItem extends Placed {
  readonly kind: 'lens';
}
export type RowItem = CoordinatorItem | GroupItem | SubtaskItem | LensItem;

export interface RowLayout {
  readonly items: readonly RowItem[];
  readonly height: number;
  readonly tops: Float64Array;
}

export interface LayoutWishes {
  readonly collapsed: ReadonlySet<OperatorIndex>;
  readonly density: Density;
  /** The row under which the lens is open, and its height. */
  readonly lens?: { readonly row: Row; readonly height: number } | undefined;
}

const headHeight = 24;

/** Puts the coordinator, the groups and their subtasks under each other, the lens under its row. */
export function layoutRows(groups: readonly RowGroup[], wishes: LayoutWishes): RowLayout {
  const items: RowItem[] = [];
  let top = 0;
  const place = (height: number): Placed => {
    const placed = { top, height };
    top += height;
    return placed;
  };
  items.push({ kind: 'coordinator', ...place(headHeight) });
  for (const group of groups) {
    const collapsed = wishes.collapsed.has(group.operator);
    items.push({ kind: 'group', group, collapsed, ...place(collapsed ? 36 : headHeight) });
    if (collapsed) continue;
    for (const ranked of group.rows) {
      const { row } = ranked;
      items.push({ kind: 'subtask', ...ranked, ...place(subtaskHeight(row, wishes.density)) });
      if (wishes.lens?.row === row) items.push({ kind: 'lens', ...place(wishes.lens.height) });
    }
  }
  return { items, height: top, tops: Float64Array.from(items, (item) => item.top) };
}

function subtaskHeight(row: Row, density: Density): number {
  if (density === 'compact') return 20;
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
export function laneOf(item: SubtaskItem, density: Density): { top: number; height: number } {
  if (density === 'compact') return { top: item.top + 5, height: 14 };
  return { top: item.top + (item.row.records ? 6 : 8), height: 16 };
}
