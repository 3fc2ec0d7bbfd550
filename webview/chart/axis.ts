import * as l10n from '@vscode/l10n';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import { clockOf } from '../clock/clock.js';
import { keepWithin, pan, zoomAt, type TimeRange, type TimeScale } from './geometry.js';
import { collapsedTime } from '../idle/idleTime.js';
import { overlayOf } from '../overlay/overlay.js';
import type { RulerOrigin } from './ruler.js';
import { roundStep } from './ticks.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import { origin, type ViewState } from '../viewState.js';

/** The inner margin of the chart left and right, in pixels. */
export const chartMargin = 12;

/** Height of the ruler on top of the rows, in pixels. */
export const rulerHeight = 24;

/** What the axis shows, in ms relative to the state's origin. */
export function shownRange(state: ViewState, index: TraceIndex): TimeRange {
  if (!state.range) return fittedRange(state, index);
  return keepWithin(state.range, axisLimits(state, index));
}

/** What the axis shows, in the trace's own time. */
export function shownTimes(state: ViewState, index: TraceIndex): TimeRange {
  const zero = origin(state, index);
  const { from, to } = shownRange(state, index);
  return { from: from + zero, to: to + zero };
}

function fittedRange(state: ViewState, index: TraceIndex): TimeRange {
  return state.body === 'overlay' ? overlayOf(index, state).fit : fittingRange(index, state);
}

/** A checkpoint with a step of the ruler before its trigger and one after its end; several from first to last; or the entire run. */
export function fittingRange(
  index: TraceIndex,
  { checkpoint, several }: Pick<ViewState, 'checkpoint' | 'several'>,
): TimeRange {
  if (several) return rangeOfSeveral(index, several);
  if (checkpoint === undefined) {
    const length = Math.max(index.now - index.start, 1);
    return { from: -length * 0.01, to: length * 1.02 };
  }
  const { trigger } = index.trace.checkpoints[checkpoint]!;
  const length = Math.max(index.checkpoints[checkpoint]!.end - trigger, 0.01);
  const step = roundStep(length, 8);
  return { from: -step, to: (Math.ceil(length / step) + 1) * step };
}

function rangeOfSeveral(index: TraceIndex, several: readonly CheckpointIndex[]): TimeRange {
  const from = index.trace.checkpoints[several[0]!]!.trigger - index.start;
  const ends = several.map((checkpoint) => index.checkpoints[checkpoint]!.end);
  const to = ends.reduce((latest, end) => Math.max(latest, end), -Infinity) - index.start;
  const aside = Math.max(to - from, 0.01) * 0.05;
  return { from: from - aside, to: to + aside };
}

/** As far as a person can pan and zoom: all there is and a tenth of it on both sides, or what fits if that is more. */
export function axisLimits(state: ViewState, index: TraceIndex): TimeRange {
  const zero = origin(state, index);
  const fit = fittedRange(state, index);
  const spare = Math.max(index.now - index.start, 1) * 0.1;
  return {
    from: Math.min(index.start - zero - spare, fit.from),
    to: Math.max(index.now - zero + spare, fit.to),
  };
}

/** The scale of a chart `width` pixels wide, in the trace's own time. */
export function traceScale(state: ViewState, index: TraceIndex, width: number): TimeScale {
  const scale = {
    ...shownTimes(state, index),
    left: chartMargin,
    width: Math.max(1, width - 2 * chartMargin),
  };
  const collapsed = collapsedTime(state, index);
  return collapsed ? { ...scale, pieces: collapsed.piecesOf(scale) } : scale;
}

/** The range shown after a zoom by `factor` that keeps `anchor`, ms relative to the state's origin, where it is on the screen. */
export function zoomedRange(state: ViewState, index: TraceIndex, anchor: Ms, factor: number): TimeRange {
  return asDrawn(state, index, (drawn, range, limits) => zoomAt(range, drawn(anchor), factor, limits));
}

/** The range shown after it has moved by a share of itself. */
export function pannedRange(state: ViewState, index: TraceIndex, share: number): TimeRange {
  return asDrawn(state, index, (_, range, limits) => pan(range, (range.to - range.from) * share, limits));
}

/** Changes what is shown on the axis as it is drawn, which may be without idle time. */
function asDrawn(
  state: ViewState,
  index: TraceIndex,
  change: (drawn: (time: Ms) => Ms, range: TimeRange, limits: TimeRange) => TimeRange,
): TimeRange {
  const [range, limits] = [shownRange(state, index), axisLimits(state, index)];
  const collapsed = collapsedTime(state, index);
  if (!collapsed) return change((time) => time, range, limits);
  const zero = origin(state, index);
  const drawn = (time: Ms): Ms => collapsed.drawnAt(time + zero);
  const onAxis = ({ from, to }: TimeRange): TimeRange => ({ from: drawn(from), to: drawn(to) });
  const { from, to } = change(drawn, onAxis(range), onAxis(limits));
  return { from: collapsed.timeAt(from) - zero, to: collapsed.timeAt(to) - zero };
}

/** The trigger of the checkpoint shown, or the start of all; or midnight, by the clock that is asked for. */
export function rulerOrigin(state: ViewState, index: TraceIndex): RulerOrigin {
  return {
    zero: origin(state, index),
    zeroName: state.checkpoint === undefined ? l10n.t('0 start') : l10n.t('0 trigger'),
    clock: clockOf(state.timeFormat, index.trace),
  };
}
