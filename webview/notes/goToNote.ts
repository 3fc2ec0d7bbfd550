import { axisLimits, shownRange } from '../chart/axis.js';
import { centredOn } from '../chart/geometry.js';
import { showBar } from '../intentions.js';
import { measured } from '../details/measuredRange.js';
import type { Shown } from '../keys/navigation.js';
import { origin, withCheckpoint, withRange, type ViewState } from '../viewState.js';
import type { PlacedNote } from './notesView.js';

/** Shows what a note is about, and selects it where it can be selected. */
export function goToNote(shown: Shown, { selection, checkpoint, time }: PlacedNote): ViewState {
  const { state } = shown;
  if (selection) {
    const there =
      selection.bar || checkpoint === undefined || state.checkpoint === undefined
        ? state
        : withCheckpoint(state, checkpoint);
    return showBar({ ...shown, state: there }, selection);
  }
  const chart: ViewState = {
    ...state,
    body: 'chart',
    selection: undefined,
    otherRow: undefined,
    lens: false,
  };
  if (checkpoint !== undefined) return withCheckpoint(chart, checkpoint);
  if (!time) return chart;
  const marked = time.to > time.from ? measured(chart, time.from, time.to) : chart;
  return inView({ ...shown, state: marked }, time.from, time.to);
}

function inView({ state, index }: Shown, from: number, to: number): ViewState {
  const zero = origin(state, index);
  const range = shownRange(state, index);
  const [first, last] = [from - zero, to - zero];
  if (first >= range.from && last <= range.to) return state;
  const limits = axisLimits(state, index);
  const length = last - first;
  if (length > range.to - range.from) {
    return withRange(state, { from: first - length * 0.1, to: last + length * 0.1 });
  }
  return withRange(state, centredOn(range, (first + last) / 2, limits));
}
