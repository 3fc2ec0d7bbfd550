import { axisLimits, shownRange, traceScale } from './axis.js';
import { pan, timeAt, zoomAt } from './geometry.js';
import type { Gestures } from './gestures.js';
import { zoomTo } from './intentions.js';
import type { Shown } from './navigation.js';
import { origin, withRange, type ViewState } from './viewState.js';

export interface AxisWishes {
  /** Makes a new state from what is shown. */
  readonly change: (make: (shown: Shown) => ViewState) => void;
  /** Of the canvas, in pixels. */
  readonly width: () => number;
}

/** The gestures that change what the axis shows. */
export function axisGestures({
  change,
  width,
}: AxisWishes): Pick<Gestures, 'zoom' | 'pan' | 'dragged' | 'fit'> {
  const time = ({ state, index }: Shown, x: number): number =>
    timeAt(traceScale(state, index, width()), x) - origin(state, index);
  return {
    zoom: (x, factor, first) =>
      change((shown) => {
        const { state, index } = shown;
        const range = shownRange(state, index);
        return withRange(state, zoomAt(range, time(shown, x), factor, axisLimits(state, index)), first);
      }),
    pan: (pixels, first) =>
      change(({ state, index }) => {
        const range = shownRange(state, index);
        const by = (pixels * (range.to - range.from)) / traceScale(state, index, width()).width;
        return withRange(state, pan(range, by, axisLimits(state, index)), first);
      }),
    dragged: ({ from, to }) =>
      change((shown) => {
        const [one, other] = [time(shown, from), time(shown, to)];
        return zoomTo(shown.state, { from: Math.min(one, other), to: Math.max(one, other) });
      }),
    fit: () => change(({ state }) => (state.range ? withRange(state, undefined) : state)),
  };
}
