import type { Shown } from '../keys/navigation.js';
import type { GroupItem, MoreItem, RowItem, SubtaskItem } from './rowLayout.js';
import type { TraceIndex } from './traceIndex.js';
import { toggled, type ViewState } from '../viewState.js';
import { keyOfRow, type RowKey } from './rowKeys.js';

export type ReachableItem = GroupItem | SubtaskItem | MoreItem;

/** The row that is selected, or that the keyboard is on. */
export function currentRow({ selection, otherRow }: ViewState, { trace }: TraceIndex): RowKey | undefined {
  return selection ? keyOfRow(trace.operators, selection) : otherRow;
}

export function isReachable(item: RowItem): item is ReachableItem {
  return item.kind === 'group' || item.kind === 'subtask' || item.kind === 'more';
}

/** The item of the row that the keyboard is on, where it is shown. */
export function currentItem({ items, state, index }: Shown): ReachableItem | undefined {
  const key = currentRow(state, index);
  return items.filter(isReachable).find((item) => item.key === key);
}

/** Puts selection and keyboard on a row. */
export function goTo(state: ViewState, item: ReachableItem): ViewState {
  if (item.kind === 'subtask') {
    const { operator, subtask } = item.row;
    return { ...state, selection: { operator, subtask }, otherRow: undefined, lens: false };
  }
  const operator = item.kind === 'group' ? item.group.operator : undefined;
  if (operator !== undefined) return { ...state, selection: { operator }, otherRow: undefined, lens: false };
  return { ...state, selection: undefined, otherRow: item.key, lens: false };
}

/** Goes `by` rows down (up, when negative); to the first or last where there are no more. */
export function moveBy({ items, state, index }: Shown, by: number): ViewState {
  const reachable = items.filter(isReachable);
  const key = currentRow(state, index);
  const now = reachable.findIndex((item) => item.key === key);
  // Without a selection the first step down enters at the top, and the first step up at the bottom.
  const from = now >= 0 ? now : by > 0 ? -1 : reachable.length;
  const item = reachable[Math.min(reachable.length - 1, Math.max(0, from + by))];
  return item ? goTo(state, item) : state;
}

/** Goes to the head of the group that the row is in, where it has one. */
export function toHead(shown: Shown, item: SubtaskItem | MoreItem): ViewState {
  const head = shown.items.find((one) => one.kind === 'group' && one.group === item.group);
  return head?.kind === 'group' ? goTo(shown.state, head) : shown.state;
}

/** Collapses a group or opens it; shows all of a large group or only its first. A subtask's row stays as it is. */
export function toggleItem(state: ViewState, item: RowItem | undefined): ViewState {
  if (item?.kind === 'group') return { ...state, collapsed: toggled(state.collapsed, item.group.key) };
  if (item?.kind === 'more') return { ...state, unfolded: toggled(state.unfolded, item.group.key) };
  return state;
}
