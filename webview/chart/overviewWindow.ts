import { keepWithin, type TimeRange } from './geometry.js';
import type { Ms } from '../../src/trace/units.js';

/** Which part of the window a pointer holds: an end of it, or all of it. */
export type Grip = 'from' | 'to' | 'window';

/** The window as it is never smaller, as a share of the extent: so much can still be held. */
const least = 0.002;

/** All that the overview shows: what would fit, and what is shown where that reaches beyond. */
export function overviewExtent(fit: TimeRange, shown: TimeRange): TimeRange {
  return { from: Math.min(fit.from, shown.from), to: Math.max(fit.to, shown.to) };
}

/** Whether there is more than is shown, so that an overview tells something. */
export function tellsMore(extent: TimeRange, shown: TimeRange): boolean {
  return shown.to - shown.from < (extent.to - extent.from) * 0.999;
}

/** The window after a part of it was moved by `by` ms. An end stops before the other one; nothing leaves the extent. */
export function movedWindow(window: TimeRange, grip: Grip, by: Ms, extent: TimeRange): TimeRange {
  if (grip === 'window') return keepWithin({ from: window.from + by, to: window.to + by }, extent);
  const narrowest = Math.min((extent.to - extent.from) * least, window.to - window.from);
  if (grip === 'from') {
    const from = Math.min(window.to - narrowest, Math.max(extent.from, window.from + by));
    return { from, to: window.to };
  }
  return { from: window.from, to: Math.max(window.from + narrowest, Math.min(extent.to, window.to + by)) };
}
