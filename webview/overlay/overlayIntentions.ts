import type { Phase } from '../../src/trace/model.js';
import type { Intention } from '../keys/keyboard.js';
import { barBeside, operatorBeside, type Shown } from '../keys/navigation.js';
import { uncover } from '../rows/arrange.js';
import { newestShown, withCheckpoint, type ViewState } from '../viewState.js';
import { chosenRow, overlayOf, type Overlay } from './overlay.js';

type Handler = (shown: Shown) => ViewState;

/** Rows that a page key moves by. */
const pageRows = 10;

const unchanged: Handler = ({ state }) => state;

/** What intentions mean in the overlay, where that is something else than in the chart. */
export const overlayHandlers: Readonly<Partial<Record<Intention, Handler>>> = {
  rowUp: (shown) => rowBeside(shown, -1),
  rowDown: (shown) => rowBeside(shown, 1),
  previousCheckpoint: (shown) => rowBeside(shown, -1),
  nextCheckpoint: (shown) => rowBeside(shown, 1),
  pageUp: (shown) => rowBeside(shown, -pageRows),
  pageDown: (shown) => rowBeside(shown, pageRows),
  firstRow: (shown) => rowBeside(shown, -Infinity),
  lastRow: (shown) => rowBeside(shown, Infinity),
  left: (shown) => sideways(shown, -1),
  right: (shown) => sideways(shown, 1),
  previousHold: (shown) => rowBeside(shown, -1, 'sync'),
  nextHold: (shown) => rowBeside(shown, 1, 'sync'),
  upstream: (shown) => otherOperator(shown, -1),
  downstream: (shown) => otherOperator(shown, 1),
  open: openInChart,
  toggleGroup: unchanged,
  collapseAll: unchanged,
  expandAll: unchanged,
};

/** Lays the selected subtask's checkpoints over each other, or those of the selected operator's slowest; or shows the chart again. */
export function showOverlay({ state, index, groups }: Shown): ViewState {
  if (state.body === 'overlay') return { ...state, body: 'chart' };
  const { operator, subtask } = state.selection ?? { operator: groups[0]?.rows[0]?.row.operator ?? 0 };
  const there = withCheckpoint(state, state.checkpoint ?? newestShown(index));
  return { ...there, body: 'overlay', overlaid: { operator, subtask }, lens: false };
}

/** Shows another subject in the overlay and stays at the checkpoint. */
export function overlaySubject({ state, index }: Shown, overlaid: Overlay['subject']): ViewState {
  const next = { ...state, overlaid };
  const overlay = overlayOf(index, next);
  return atRow(next, overlay, chosenRow(overlay, next));
}

/** Chooses a checkpoint of the overlay, in it the bar of the same phase as before, or of `phase`. */
export function atRow(
  state: ViewState,
  overlay: Overlay,
  n: number,
  phase: Phase | undefined = state.selection?.bar?.phase,
): ViewState {
  const row = overlay.rows[n];
  if (!row) return state;
  const { checkpoint, part } = row;
  const { operator, subtask } = part;
  const bar = phase && part.phases[phase] ? { checkpoint, phase } : undefined;
  const follow = n === overlay.rows.length - 1;
  return { ...withCheckpoint(state, checkpoint), selection: { operator, subtask, bar }, follow };
}

function rowBeside({ state, index }: Shown, by: number, phase?: Phase): ViewState {
  const overlay = overlayOf(index, state);
  const next = chosenRow(overlay, state) + by;
  return atRow(state, overlay, Math.max(0, Math.min(overlay.rows.length - 1, next)), phase);
}

function sideways(shown: Shown, direction: 1 | -1): ViewState {
  const overlay = overlayOf(shown.index, shown.state);
  const state = atRow(shown.state, overlay, chosenRow(overlay, shown.state));
  const bar = barBeside({ ...shown, state }, direction);
  if (bar) return { ...state, selection: bar };
  return direction < 0
    ? { ...state, selection: state.selection && { ...state.selection, bar: undefined } }
    : state;
}

function otherOperator(shown: Shown, direction: 1 | -1): ViewState {
  const { overlaid } = shown.state;
  const beside =
    overlaid && operatorBeside({ ...shown, state: { ...shown.state, selection: overlaid } }, direction);
  if (!beside) return shown.state;
  const { operator, subtask } = beside;
  return overlaySubject(shown, overlaid.subtask === undefined ? { operator } : { operator, subtask });
}

function openInChart(shown: Shown): ViewState {
  const { state, index } = shown;
  const overlay = overlayOf(index, state);
  const there = atRow(state, overlay, chosenRow(overlay, state));
  const uncovered = uncover({ ...shown, state: there }, there.selection ?? overlay.subject);
  return { ...uncovered, body: 'chart' };
}
