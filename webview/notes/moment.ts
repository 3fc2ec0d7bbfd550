import type { Ms } from '../../src/trace/units.js';
import { shownTimes } from '../chart/axis.js';
import { barEnds, type Shown } from '../keys/navigation.js';
import type { ViewState } from '../viewState.js';

type Axis = Pick<Shown, 'state' | 'index'>;

/** The moment that was picked for a note, in the trace's own time; it counts only while the chart shows it. */
export function pickedMoment(axis: Axis): Ms | undefined {
  const { moment, body } = axis.state;
  return moment !== undefined && body === 'chart' && isShown(axis, moment) ? moment : undefined;
}

/**
 * Picks a moment for a note: the one that is picked already, that of the replay, the start of the measured range or of the
 * selected bar, where it is shown, or the middle of what is shown.
 */
export function pickMoment(shown: Shown, cursor: Ms | undefined): ViewState {
  const chart: ViewState = { ...shown.state, body: 'chart' };
  const axis = { ...shown, state: chart };
  const { from, to } = shownTimes(chart, shown.index);
  const offered = [chart.moment, cursor, chart.measured?.from, barEnds(axis)?.from];
  const moment = offered.find((one) => one !== undefined && isShown(axis, one)) ?? (from + to) / 2;
  return { ...chart, moment };
}

/** The moment as far as it can go on the axis. */
export function withMoment({ state, index }: Axis, moment: Ms): ViewState {
  const { from, to } = shownTimes(state, index);
  return { ...state, moment: Math.min(to, Math.max(from, moment)) };
}

function isShown({ state, index }: Axis, moment: Ms): boolean {
  const { from, to } = shownTimes(state, index);
  return moment >= from && moment <= to;
}
