import { xOf, type TimeScale } from '../chart/geometry.js';
import { spanAtPointer } from '../rows/lane.js';
import type { ViewModel } from '../model.js';
import { origin } from '../viewState.js';
import type { Overlay, OverlayRow } from './overlay.js';

/** Height of the row of medians under the ruler, in pixels. */
export const medianHeight = 24;

const [thinnest, thickest] = [12, 24];

/** Below this height a row has no room for text of its own, in pixels. */
const labelledFrom = 16;

/** How high each row is, in pixels: as high as all fit, but never too thin to be hit. */
export function overlayRowHeight(rows: number, room: number): number {
  return Math.max(thinnest, Math.min(thickest, Math.floor(room / Math.max(1, rows))));
}

/** Where the lane of bars lies in a row of this height. */
export function overlayLane(rowHeight: number): { readonly top: number; readonly height: number } {
  if (isDense(rowHeight)) return { top: 1, height: rowHeight - 2 };
  return { top: 5, height: rowHeight - 6 };
}

/** Whether the bars of a row carry no text. */
export function isDense(rowHeight: number): boolean {
  return rowHeight < labelledFrom;
}

/** The axis of one row: its own trigger lies where that of the chosen checkpoint does. */
export function scaleOf(
  { index, state }: ViewModel,
  { checkpoint }: OverlayRow,
  scale: TimeScale,
): TimeScale {
  const shift = index.trace.checkpoints[checkpoint]!.trigger - origin(state, index);
  return { ...scale, from: scale.from + shift, to: scale.to + shift };
}

/** Where the span that the pointer is at lies, if there is one. */
export function overlayAt(
  model: ViewModel,
  { rows }: Overlay,
  scale: TimeScale,
  place: { readonly x: number; readonly y: number; readonly rowHeight: number },
): { readonly n: number; readonly span?: number } | undefined {
  const n = Math.floor(place.y / place.rowHeight);
  const row = place.y < 0 ? undefined : rows[n];
  if (!row) return undefined;
  const span = spanAtPointer(model.index, row.row, scaleOf(model, row, scale), place.x, model.hidden);
  return span === undefined ? { n } : { n, span };
}

/** Where the usual end and the usual lock hold lie, in pixels: what each row is seen against. */
export function medianMarks(
  { state, index }: ViewModel,
  { usual }: Overlay,
  scale: TimeScale,
): readonly number[] {
  const zero = origin(state, index);
  const moments = [usual.phases.sync?.start, usual.took?.median];
  return moments
    .filter((moment) => moment !== undefined)
    .map((moment) => Math.round(xOf(scale, zero + moment)))
    .filter((x) => x >= scale.left && x <= scale.left + scale.width);
}
