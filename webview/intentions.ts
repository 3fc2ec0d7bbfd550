import type { CheckpointIndex } from '../src/trace/units.js';
import { axisLimits, pannedRange, shownRange, zoomedRange } from './chart/axis.js';
import { nextTimeFormat } from './clock/clock.js';
import { centredOn, narrowest, type TimeRange } from './chart/geometry.js';
import type { Intention } from './keys/keyboard.js';
import { pickedMoment } from './notes/moment.js';
import { fitMeasured, measureSelection } from './details/measuredRange.js';
import {
  barBeside,
  barOf,
  holdBeside,
  holdOfSelection,
  operatorBeside,
  selectedSpan,
  type Shown,
} from './keys/navigation.js';
import { waitedForBySelection } from './path/pathOf.js';
import { overlayHandlers, showOverlay } from './overlay/overlayIntentions.js';
import { collapseAll, hideRow, togglePin, uncover } from './rows/arrange.js';
import { currentItem, moveBy, toggleItem, toHead } from './rows/rowMoves.js';
import {
  newestShown,
  origin,
  redoRange,
  undoRange,
  withCheckpoint,
  withRange,
  type BodyName,
  type Selection,
  type ViewState,
} from './viewState.js';

/** Rows that a page key moves by. */
const pageRows = 10;

type Handler = (shown: Shown) => ViewState;

const unchanged: Handler = ({ state }) => state;

const handlers: Readonly<Record<Intention, Handler>> = {
  zoomIn: (shown) => zoomed(shown, 1.5),
  zoomOut: (shown) => zoomed(shown, 1 / 1.5),
  panLeft: (shown) => panned(shown, -0.15),
  panRight: (shown) => panned(shown, 0.15),
  fit: ({ state }) => withRange(state, undefined),
  fitSelection: (shown) => fitMeasured(shown) ?? fitSelection(shown),
  undoZoom: ({ state }) => undoRange(state),
  redoZoom: ({ state }) => redoRange(state),
  nextCheckpoint: (shown) => checkpointBeside(shown, 1),
  previousCheckpoint: (shown) => checkpointBeside(shown, -1),
  rowUp: (shown) => moveBy(shown, -1),
  rowDown: (shown) => moveBy(shown, 1),
  pageUp: (shown) => moveBy(shown, -pageRows),
  pageDown: (shown) => moveBy(shown, pageRows),
  firstRow: (shown) => moveBy(shown, -Infinity),
  lastRow: (shown) => moveBy(shown, Infinity),
  left: (shown) => sideways(shown, -1),
  right: (shown) => sideways(shown, 1),
  upstream: (shown) => toWaitedFor(shown) ?? toRow(shown, operatorBeside(shown, -1)),
  downstream: (shown) => toRow(shown, operatorBeside(shown, 1)),
  // The lens goes along, where it is open.
  nextHold: (shown) => toRow(shown, holdBeside(shown, 1), shown.state.lens),
  previousHold: (shown) => toRow(shown, holdBeside(shown, -1), shown.state.lens),
  toggleGroup: (shown) => toggleItem(shown.state, currentItem(shown)),
  collapseAll: (shown) => ({ ...collapseAll(shown), lens: false }),
  expandAll: ({ state }) => ({ ...state, collapsed: [] }),
  pinRow: togglePin,
  hideRow,
  showHiddenRows: ({ state }) => ({ ...state, hiddenRows: [] }),
  clearFilter: ({ state }) => ({ ...state, filter: '' }),
  sortRows: unchanged,
  groupRows: unchanged,
  setRowHeight: unchanged,
  open: opened,
  measure: (shown) => ({ ...measureSelection(shown), body: 'chart' }),
  showCriticalPath,
  changeTimeFormat: ({ state }) => ({ ...state, timeFormat: nextTimeFormat(state.timeFormat) }),
  collapseIdleTime: ({ state }) => ({ ...state, idleCollapsed: !state.idleCollapsed, body: 'chart' }),
  unmeasure: ({ state }) => ({ ...state, measured: undefined }),
  showTable: ({ state }) => withBody(state, 'table'),
  showStatistics: ({ state }) => withBody(state, 'statistics'),
  showOverlay,
  showReplay: ({ state, index }) => replayed(state, newestShown(index)),
  follow: ({ state }) => ({ ...state, follow: !state.follow }),
  escape: ({ state }) => steppedBack(state),
  openDefinition: unchanged,
  editNote: unchanged,
  pickMoment: unchanged,
  deleteNote: unchanged,
  nextNote: unchanged,
  previousNote: unchanged,
  find: unchanged,
  compare: unchanged,
  showHelp: unchanged,
};

/** The state after an intention. What is no matter of state (definition, notes, find, comparison, menus, help) leaves it as it is. */
export function carryOut(shown: Shown, intention: Intention): ViewState {
  const own = shown.state.body === 'overlay' ? overlayHandlers[intention] : undefined;
  return (own ?? handlers[intention])(shown);
}

function checkpointBeside({ state, index }: Shown, step: 1 | -1): ViewState {
  const last = index.trace.checkpoints.length - 1;
  if (last < 0) return state;
  const several = state.several?.at(step > 0 ? -1 : 0);
  const now = state.checkpoint ?? several ?? (step > 0 ? -1 : last + 1);
  const next = Math.max(0, Math.min(last, now + step));
  return { ...withCheckpoint(state, next), follow: next === last };
}

/** Shows a body, or the chart when that body is shown already. */
function withBody(state: ViewState, body: BodyName): ViewState {
  return { ...state, body: state.body === body ? 'chart' : body };
}

/** Of the checkpoint shown; of the entire run, the one of the selected bar or the newest. */
function showCriticalPath({ state, index }: Shown): ViewState {
  const shown = withCheckpoint(
    state,
    state.checkpoint ?? state.selection?.bar?.checkpoint ?? newestShown(index),
  );
  return { ...shown, path: !state.path, body: 'chart' };
}

/** Opens the replay of the checkpoint shown over the chart, or closes it. */
function replayed(state: ViewState, newest: CheckpointIndex | undefined): ViewState {
  const isOpen = state.replay && state.body === 'chart';
  const there = withCheckpoint(state, state.checkpoint ?? newest);
  return { ...there, body: 'chart', replay: !isOpen };
}

/** Selects a row or bar that may be in a group that is closed. */
function toRow(shown: Shown, selection: Selection | undefined, lens = false): ViewState {
  return selection ? select(uncover(shown, selection), selection, lens) : shown.state;
}

/** Selects a row or bar, and moves the axis only if the bar is not on it. Nothing to select changes nothing. */
export function select(state: ViewState, selection: Selection | undefined, lens = false): ViewState {
  return selection ? { ...state, selection, otherRow: undefined, lens } : state;
}

/** Shows a bar: its checkpoint if another is shown, its row, and the bar in the middle if it is outside. */
export function showBar(shown: Shown, selection: Selection): ViewState {
  const { state, index } = shown;
  const { bar } = selection;
  const other = bar && state.checkpoint !== undefined && state.checkpoint !== bar.checkpoint;
  const uncovered = uncover(shown, selection);
  const there = other ? withCheckpoint(uncovered, bar.checkpoint) : uncovered;
  const next = {
    ...there,
    selection,
    body: 'chart' as const,
    lens: state.lens && bar?.phase === 'sync',
  };
  const span = selectedSpan(index, selection);
  if (span === undefined) return next;
  const zero = origin(next, index);
  const start = index.trace.spans.start[span]! - zero;
  const range = shownRange(next, index);
  if (start >= range.from && start <= range.to) return next;
  return withRange(next, centredOn(range, start, axisLimits(next, index)));
}

/** From a bar that waited to that which it waited for. */
function toWaitedFor(shown: Shown): ViewState | undefined {
  const { index, state } = shown;
  const target = state.selection && waitedForBySelection(index, state.selection);
  return target && showBar(shown, barOf(target));
}

function sideways(shown: Shown, direction: 1 | -1): ViewState {
  const bar = barBeside(shown, direction);
  if (bar) return showBar(shown, bar);
  const item = currentItem(shown);
  if (!item) return shown.state;
  if (item.kind === 'subtask') return direction < 0 ? toHead(shown, item) : shown.state;
  const isClosed = item.kind === 'group' ? item.collapsed : item.count > 0;
  if (isClosed !== direction < 0) return toggleItem(shown.state, item);
  return item.kind === 'more' && direction < 0 ? toHead(shown, item) : shown.state;
}

/** A row or a bar opens the lens on its lock hold and closes it again, an operator opens and closes its subtasks. */
function opened(shown: Shown): ViewState {
  const { state, index } = shown;
  if (state.lens) return { ...state, lens: false };
  const hold = index.trace.batches.length > 0 ? holdOfSelection(shown) : undefined;
  return hold ? { ...showBar(shown, hold), lens: true } : toggleItem(state, currentItem(shown));
}

function steppedBack(state: ViewState): ViewState {
  if (state.body !== 'chart') return { ...state, body: 'chart' };
  if (state.lens) return { ...state, lens: false };
  if (state.moment !== undefined) return { ...state, moment: undefined };
  if (state.measured) return { ...state, measured: undefined };
  if (state.replay) return { ...state, replay: false };
  if (state.filter !== '') return { ...state, filter: '' };
  return { ...state, selection: undefined, otherRow: undefined };
}

/** Zooms around the picked moment or the selected bar if it is visible, else around the middle: keys need no pointer. */
function zoomed(shown: Shown, factor: number): ViewState {
  const { state, index } = shown;
  const range = shownRange(state, index);
  const span = selectedSpan(index, state.selection);
  const bar = span === undefined ? NaN : index.trace.spans.start[span]!;
  const start = (pickedMoment(shown) ?? bar) - origin(state, index);
  const anchor = start >= range.from && start <= range.to ? start : (range.from + range.to) / 2;
  return withRange(state, zoomedRange(state, index, anchor, factor));
}

function panned(shown: Shown, share: number): ViewState {
  const { state, index } = shown;
  return withRange(state, pannedRange(state, index, share));
}

/** Fits the selected bar with as much again on both sides; a row or nothing fits the checkpoint. */
function fitSelection(shown: Shown): ViewState {
  const { state, index } = shown;
  const span = selectedSpan(index, state.selection);
  if (span === undefined) return withRange(state, undefined);
  const zero = origin(state, index);
  const start = index.trace.spans.start[span]! - zero;
  const length = Math.max(index.end[span]! - zero - start, narrowest);
  return withRange(state, { from: start - length, to: start + 2 * length });
}

/** A range as a person dragged it, not narrower than can be told apart. */
export function zoomTo(state: ViewState, range: TimeRange): ViewState {
  return range.to - range.from >= narrowest ? withRange(state, range) : state;
}
