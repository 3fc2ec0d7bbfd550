import { pannedRange, traceScale, zoomedRange } from './axis.js';
import { timeAt } from './geometry.js';
import type { Gestures } from './gestures.js';
import { zoomTo } from '../intentions.js';
import type { Shown } from '../keys/navigation.js';
import { origin, withRange, type ViewState } from '../viewState.js';

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
        return withRange(state, zoomedRange(state, index, time(shown, x), factor), first);
      }),
    pan: (pixels, first) =>
      change(({ state, index }) => {
        const share = pixels / traceScale(state, index, width()).width;
        return withRange(state, pannedRange(state, index, share), first);
      }),
    dragged: ({ from, to }) =>
      change((shown) => {
        const [one, other] = [time(shown, from), time(shown, to)];
        return zoomTo(shown.state, { from: Math.min(one, other), to: Math.max(one, other) });
      }),
    fit: () => change(({ state }) => (state.range ? withRange(state, undefined) : state)),
  };
}
