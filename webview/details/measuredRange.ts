import { shownTimes } from '../chart/axis.js';
import { narrowest, type TimeRange } from '../chart/geometry.js';
import { barEnds, type Shown } from '../keys/navigation.js';
import type { Ms } from '../../src/trace/units.js';
import { origin, withRange, type ViewState } from '../viewState.js';

/** How much is shown beside a range that is zoomed to, as a share of it. */
const spare = 0.05;

/** Marks a stretch of the trace's own time to be measured, given by its two ends in either order. */
export function measured(state: ViewState, one: Ms, other: Ms): ViewState {
  const range = { from: Math.min(one, other), to: Math.max(one, other) };
  return range.to - range.from >= narrowest ? { ...state, measured: range } : state;
}

/** Measures the selected bar, or without one all that is shown. */
export function measureSelection({ state, index }: Shown): ViewState {
  const bar = barEnds({ state, index });
  if (bar) return measuredSpan(state, bar.from, bar.to);
  const { from, to } = shownTimes(state, index);
  return measured(state, from, to);
}

/** Measures one bar; of a bar without length, the least there is around it. */
export function measuredSpan(state: ViewState, start: Ms, end: Ms): ViewState {
  return measured(state, start, Math.max(end, start + narrowest));
}

/** Moves that end of the range which is nearer to a moment to it. */
export function extended(state: ViewState, to: Ms): ViewState {
  const range = state.measured;
  if (!range) return state;
  return measured(state, to, to - range.from < range.to - to ? range.to : range.from);
}

/** The axis on the measured range, with a little on both sides; undefined without one, or where it is shown so already. */
export function fitMeasured({ state, index }: Shown): ViewState | undefined {
  if (!state.measured) return undefined;
  const zero = origin(state, index);
  const { from, to } = state.measured;
  const aside = (to - from) * spare;
  const range: TimeRange = { from: from - zero - aside, to: to - zero + aside };
  const isShown = state.range?.from === range.from && state.range.to === range.to;
  return isShown ? undefined : withRange(state, range);
}
