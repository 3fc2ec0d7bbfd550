import { hasHead } from './rows.js';
import { itemAt, itemsBetween, type GroupItem, type RowItem, type RowLayout } from './rowLayout.js';

/** A layout as it is seen through a window: pinned rows stand still at the top, the others scroll under them. */
export interface SeenRows {
  readonly layout: RowLayout;
  readonly scrollTop: number;
  /** Height of the rows that stand still, in pixels; 0 where nothing is pinned. */
  readonly frozen: number;
  /** The head of the group whose rows have scrolled under the frozen ones; it stands right under these, or is being pushed out. */
  readonly head?: { readonly item: GroupItem; readonly top: number } | undefined;
  /** From here down the rows that scroll are seen; what is above covers them. */
  readonly top: number;
  /** Height of the window, in pixels. */
  readonly height: number;
}

/**
 * What a window of `height` pixels shows at a scroll position. Pinned rows take no more than half of it; those that have no room
 * there scroll with the others.
 */
export function seenRows(layout: RowLayout, scrollTop: number, height: number): SeenRows {
  const frozen = frozenHeight(layout, height / 2);
  const head = frozen === 0 ? undefined : headAt(layout, scrollTop + frozen, frozen);
  const top = head ? head.top + head.item.height : frozen;
  return { layout, scrollTop, frozen, head, top, height };
}

/** Pixels from the window's top to an item, which may lie above or below it. */
export function topOf({ scrollTop, frozen, head }: SeenRows, item: RowItem): number {
  if (item.top < frozen) return item.top;
  return head?.item === item ? head.top : item.top - scrollTop;
}

/** What is seen at a height of the window. */
export function seenAt({ layout, scrollTop, frozen, head, top }: SeenRows, y: number): RowItem | undefined {
  if (y < frozen) return itemAt(layout, y);
  return y < top ? head?.item : itemAt(layout, y + scrollTop);
}

/** The items that stand still, those that scroll and touch the window, and their range with `spare` pixels more on either side. */
export function seenItems(
  { layout, scrollTop, frozen, head, top, height }: SeenRows,
  spare = 0,
): { readonly frozen: readonly RowItem[]; readonly scrolled: readonly RowItem[] } {
  const still = frozen === 0 ? 0 : itemsBetween(layout, 0, frozen).last;
  const { first, last } = itemsBetween(layout, scrollTop + top - spare, scrollTop + height + spare);
  const scrolled = layout.items.slice(Math.max(first, still), last);
  return {
    frozen: layout.items.slice(0, still),
    scrolled: head ? scrolled.filter((item) => item !== head.item) : scrolled,
  };
}

/** The scroll position nearest to the present one at which an item, and `below` pixels under it, are seen. */
export function scrolledTo(
  { layout, scrollTop, frozen, height }: SeenRows,
  item: RowItem,
  below = 0,
): number {
  if (item.top < frozen) return scrollTop;
  const bottom = item.top + item.height + below;
  const down = Math.max(scrollTop, bottom - height);
  // Its own head comes to stand over it.
  const over = frozen === 0 ? undefined : headOver(layout, layout.items.indexOf(item));
  const covered = frozen + (over && over !== item && over.top >= frozen ? over.height : 0);
  return Math.max(0, Math.min(down, item.top - covered));
}

/** Height of the longest run of pinned rows from the top that has room; the lens goes with the row that it is open under. */
function frozenHeight({ items }: RowLayout, room: number): number {
  let [fits, hasPinned] = [0, false];
  for (let n = 0; n < items.length; n += 1) {
    const item = items[n]!;
    if (!isPinned(item)) break;
    hasPinned ||= item.kind !== 'coordinator';
    const bottom = item.top + item.height;
    if (bottom > room) break;
    if (hasPinned && items[n + 1]?.kind !== 'lens') fits = bottom;
  }
  return fits;
}

/** Whether an item belongs to what is pinned, as long as all above it do. */
function isPinned(item: RowItem): boolean {
  if (item.kind === 'coordinator' || item.kind === 'lens') return true;
  return item.group.pinned;
}

function headAt(layout: RowLayout, at: number, frozen: number): SeenRows['head'] {
  const item = headOver(layout, itemsBetween(layout, at, at).first);
  if (!item || item.top < frozen || item.top >= at) return undefined;
  const { first, last } = itemsBetween(layout, at, at + item.height);
  const next = layout.items.slice(first, last).find(({ kind, top }) => kind === 'group' && top > item.top);
  return { item, top: frozen + Math.min(0, (next?.top ?? Infinity) - at - item.height) };
}

/** The head of the group that lies at a position of the layout, if it has one. */
function headOver({ items }: RowLayout, position: number): GroupItem | undefined {
  for (let n = position; n >= 0; n -= 1) {
    const item = items[n]!;
    if (item.kind === 'group') return item;
    if ((item.kind === 'subtask' || item.kind === 'more') && !hasHead(item.group)) return undefined;
  }
  return undefined;
}
