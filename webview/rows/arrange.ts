import type { Shown } from '../keys/navigation.js';
import { firstOfLarge } from './rowLayout.js';
import { groupOfRow, hasHead, possibleGrouping } from './rows.js';
import type { TraceIndex } from './traceIndex.js';
import { toggled, type Selection, type ViewState } from '../viewState.js';
import { operatorKey, subtaskKey, taskManagerKey, type RowKey } from './rowKeys.js';
import { currentItem, goTo, isReachable, type ReachableItem } from './rowMoves.js';

/** Pins the row that the keyboard is on to the top, or lets it go. */
export function togglePin(shown: Shown): ViewState {
  const item = currentItem(shown);
  if (!item || item.kind === 'more') return shown.state;
  return { ...shown.state, pinned: toggled(shown.state.pinned, item.key) };
}

/** Hides the row that the keyboard is on, and goes on to the next. */
export function hideRow(shown: Shown): ViewState {
  const { state, items } = shown;
  const item = currentItem(shown);
  if (!item || item.kind === 'more') return state;
  const goes = (one: ReachableItem): boolean =>
    one === item || (item.kind === 'group' && one.group === item.group);
  const rows = items.filter(isReachable);
  const at = rows.indexOf(item);
  const next = rows.slice(at).find((one) => !goes(one)) ?? rows.slice(0, at).findLast((one) => !goes(one));
  const moved = next ? goTo(state, next) : { ...state, selection: undefined, otherRow: undefined };
  return { ...moved, hiddenRows: [...state.hiddenRows, item.key] };
}

/** Shows only the heads of groups. */
export function collapseAll({ state, groups }: Shown): ViewState {
  const keys = groups.filter(hasHead).map(({ key }) => key);
  return { ...state, collapsed: [...without(state.collapsed, keys), ...keys] };
}

/**
 * Makes sure that a subtask's row is shown: opens its group, and lets go of what hides it. The filter goes only where it
 * keeps the row away.
 */
export function uncover({ state, index, groups }: Shown, selection: Selection): ViewState {
  const { operator, subtask } = selection;
  const keys = keysAbove(index, selection);
  const collapsed = without(state.collapsed, keys);
  if (subtask === undefined) return { ...state, collapsed };
  const group = groupOfRow(groups, operator, subtask);
  const place = group?.rows.findIndex(({ row }) => row.operator === operator && row.subtask === subtask) ?? 0;
  if (group && place < firstOfLarge) return { ...state, collapsed };
  const key = group?.key ?? groupKey(index, state, operator, subtask);
  const unfolded = [...without(state.unfolded, [key]), key];
  if (group) return { ...state, collapsed, unfolded };
  return { ...state, collapsed, unfolded, filter: '', hiddenRows: without(state.hiddenRows, keys) };
}

function groupKey(index: TraceIndex, state: ViewState, operator: number, subtask: number): RowKey {
  const of = index.trace.operators[operator]!;
  const grouping = possibleGrouping(index, state.grouping);
  return grouping === 'taskManager' ? taskManagerKey(of.locations?.[subtask] ?? '') : operatorKey(of);
}

/** The keys of a row and of the groups that it may be in. */
function keysAbove({ trace }: TraceIndex, { operator, subtask }: Selection): RowKey[] {
  const of = trace.operators[operator]!;
  if (subtask === undefined) return [operatorKey(of)];
  return [operatorKey(of), subtaskKey(of, subtask), taskManagerKey(of.locations?.[subtask] ?? '')];
}

/** The same list where none of the keys is in it. */
function without(list: readonly RowKey[], keys: readonly RowKey[]): readonly RowKey[] {
  return list.some((key) => keys.includes(key)) ? list.filter((key) => !keys.includes(key)) : list;
}
