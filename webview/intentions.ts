import { axisLimits, shownRange } from './axis.js';
import { centredOn, pan, zoomAt, type TimeRange } from './geometry.js';
import type { Intention } from './keyboard.js';
import { barBeside, holdBeside, operatorBeside, rowBeside, selectedSpan, type Shown } from './navigation.js';
import {
  origin,
  redoRange,
  toggled,
  undoRange,
  withCheckpoint,
  withRange,
  type Selection,
  type ViewState,
} from './viewState.js';

/** Rows that a page key moves by. */
const pageRows = 10;

/** The state after an intention. What is no matter of state (find, help, definition, open) leaves it as it is. */
export function carryOut(shown: Shown, intention: Intention): ViewState {
  const { state, index } = shown;
  switch (intention) {
    case 'zoomIn':
      return zoomed(shown, 1.5);
    case 'zoomOut':
      return zoomed(shown, 1 / 1.5);
    case 'panLeft':
      return panned(shown, -0.15);
    case 'panRight':
      return panned(shown, 0.15);
    case 'fit':
      return withRange(state, undefined);
    case 'fitSelection':
      return fitSelection(shown);
    case 'undoZoom':
      return undoRange(state);
    case 'redoZoom':
      return redoRange(state);
    case 'nextCheckpoint':
    case 'previousCheckpoint': {
      const last = index.trace.checkpoints.length - 1;
      const step = intention === 'nextCheckpoint' ? 1 : -1;
      const next = Math.max(0, Math.min(last, (state.checkpoint ?? (step > 0 ? -1 : last + 1)) + step));
      return last < 0 ? state : { ...withCheckpoint(state, next), follow: next === last };
    }
    case 'toggleGroup':
      return state.selection && state.selection.subtask === undefined
        ? { ...state, collapsed: toggled(state.collapsed, state.selection.operator) }
        : state;
    case 'collapseAll':
      return { ...state, collapsed: index.trace.operators.map((_, operator) => operator), lens: false };
    case 'expandAll':
      return { ...state, collapsed: [] };
    case 'showTable':
      return { ...state, table: !state.table };
    case 'follow':
      return { ...state, follow: !state.follow };
    case 'escape':
      return steppedBack(state);
    case 'open':
      return opened(shown);
    default:
      return moved(shown, intention);
  }
}

function moved(shown: Shown, intention: Intention): ViewState {
  const { state } = shown;
  switch (intention) {
    case 'rowUp':
      return select(state, rowBeside(shown, -1));
    case 'rowDown':
      return select(state, rowBeside(shown, 1));
    case 'pageUp':
      return select(state, rowBeside(shown, -pageRows));
    case 'pageDown':
      return select(state, rowBeside(shown, pageRows));
    case 'firstRow':
      return select(state, rowBeside(shown, -Infinity));
    case 'lastRow':
      return select(state, rowBeside(shown, Infinity));
    case 'left':
      return sideways(shown, -1);
    case 'right':
      return sideways(shown, 1);
    case 'upstream':
      return select(state, operatorBeside(shown, -1));
    case 'downstream':
      return select(state, operatorBeside(shown, 1));
    case 'nextHold':
      return select(state, holdBeside(shown, 1), state.lens);
    case 'previousHold':
      return select(state, holdBeside(shown, -1), state.lens);
    default:
      return state;
  }
}

/** Selects a row or bar, and moves the axis only if the bar is not on it. Nothing to select changes nothing. */
export function select(state: ViewState, selection: Selection | undefined, lens = false): ViewState {
  return selection ? { ...state, selection, lens } : state;
}

/** Shows a bar: its checkpoint if another is shown, its row, and the bar in the middle if it is outside. */
export function showBar(shown: Shown, selection: Selection): ViewState {
  const { state, index } = shown;
  const { bar } = selection;
  const other = bar && state.checkpoint !== undefined && state.checkpoint !== bar.checkpoint;
  const there = other ? withCheckpoint(state, bar.checkpoint) : state;
  const collapsed = there.collapsed.filter((operator) => operator !== selection.operator);
  const next = { ...there, selection, collapsed, table: false, lens: state.lens && bar?.phase === 'sync' };
  const span = selectedSpan(index, selection);
  if (span === undefined) return next;
  const zero = origin(next, index);
  const start = index.trace.spans.start[span]! - zero;
  const range = shownRange(next, index);
  if (start >= range.from && start <= range.to) return next;
  return withRange(next, centredOn(range, start, axisLimits(next, index)));
}

function sideways(shown: Shown, direction: 1 | -1): ViewState {
  const { state } = shown;
  const { selection } = state;
  if (!selection) return state;
  if (selection.subtask === undefined) {
    const others = state.collapsed.filter((operator) => operator !== selection.operator);
    return { ...state, collapsed: direction < 0 ? [...others, selection.operator] : others };
  }
  const bar = barBeside(shown, direction);
  if (bar) return showBar(shown, bar);
  return direction < 0 ? select(state, { operator: selection.operator }) : state;
}

function opened(shown: Shown): ViewState {
  const { state, index } = shown;
  if (state.selection?.bar?.phase === 'sync' && index.trace.batches.length > 0) return { ...state, lens: !state.lens };
  if (state.selection && state.selection.subtask === undefined) return carryOut(shown, 'toggleGroup');
  return state;
}

function steppedBack(state: ViewState): ViewState {
  if (state.table) return { ...state, table: false };
  if (state.lens) return { ...state, lens: false };
  if (state.filter !== '') return { ...state, filter: '' };
  return { ...state, selection: undefined };
}

/** Zooms around the selected bar if it is visible, else around the middle: keys need no pointer. */
function zoomed(shown: Shown, factor: number): ViewState {
  const { state, index } = shown;
  const range = shownRange(state, index);
  const span = selectedSpan(index, state.selection);
  const start = span === undefined ? NaN : index.trace.spans.start[span]! - origin(state, index);
  const anchor = start >= range.from && start <= range.to ? start : (range.from + range.to) / 2;
  return withRange(state, zoomAt(range, anchor, factor, axisLimits(state, index)));
}

function panned(shown: Shown, share: number): ViewState {
  const { state, index } = shown;
  const range = shownRange(state, index);
  return withRange(state, pan(range, (range.to - range.from) * share, axisLimits(state, index)));
}

/** Fits the selected bar with as much again on both sides; a row or nothing fits the checkpoint. */
function fitSelection(shown: Shown): ViewState {
  const { state, index } = shown;
  const span = selectedSpan(index, state.selection);
  if (span === undefined) return withRange(state, undefined);
  const zero = origin(state, index);
  const start = index.trace.spans.start[span]! - zero;
  const length = Math.max(index.end[span]! - zero - start, 1e-4);
  return withRange(state, { from: start - length, to: start + 2 * length });
}

/** A range as a person dragged it, not narrower than can be told apart. */
export function zoomTo(state: ViewState, range: TimeRange): ViewState {
  return range.to - range.from >= 1e-4 ? withRange(state, range) : state;
}

