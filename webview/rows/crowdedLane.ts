import type { Phase } from '../../src/trace/model.js';
import type { Bar } from './bars.js';
import type { Lane } from './lane.js';
import { fillColumns, inkOf, paintPixels } from './lanePixels.js';
import type { Frame } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';

interface LanePlace {
  readonly top: number;
  readonly height: number;
}

/** Paints what is too narrow for bars of its own, as dense as it fills each pixel column. */
export function paintBusy(
  context: PaintContext,
  { model, width }: Frame,
  { busy }: Lane,
  { top, height }: LanePlace,
): void {
  if (busy.size === 0) return;
  paintPixels(context, { top, height, width }, (lane) => {
    for (const [phase, columns] of busy) {
      const shape = shapeOf(phase, lane.height);
      const solid = inkOf(model.theme.phase[phase]);
      columns.forEach((share, x) => {
        if (share === 0) return;
        const opacity = Math.min(1, 0.3 + 0.7 * share) * (solid >>> 24);
        fillColumns(
          lane,
          { left: x, right: x + 1, ...shape },
          (solid & 0xffffff) + Math.round(opacity) * 2 ** 24,
        );
      });
    }
  });
}

function shapeOf(phase: Phase, height: number): { top: number; bottom: number } {
  if (phase === 'startDelay' || phase === 'ack') {
    const middle = Math.round(height / 2);
    return { top: middle - 1, bottom: middle + 1 };
  }
  const inset = phase === 'async' ? Math.round(height / 8) : 0;
  return { top: inset, bottom: height - inset };
}

/** Paints bars that block where there are too many for their ▼ and their outlines to be told apart. */
export function paintCrowd(
  context: PaintContext,
  { model: { theme }, width }: Frame,
  bars: readonly Bar[],
  { top, height }: LanePlace,
): void {
  const ground = inkOf(theme.background);
  const inks = { sync: inkOf(theme.phase.sync), preBarrier: inkOf(theme.phase.preBarrier) };
  paintPixels(context, { top, height, width }, (lane) => {
    for (const bar of bars) {
      const left = Math.round(bar.x);
      const right = left + Math.max(3, Math.round(bar.width));
      const lies = { top: Math.round(bar.top - top), bottom: Math.round(bar.top - top + bar.height) };
      // One pixel of background on both sides keeps it from touching its neighbours.
      fillColumns(lane, { left: left - 1, right: right + 1, ...lies }, ground);
      fillColumns(lane, { left, right, ...lies }, bar.phase === 'sync' ? inks.sync : inks.preBarrier);
    }
  });
}
