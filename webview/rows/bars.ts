import type { Phase } from '../../src/trace/model.js';
import type { Theme } from '../painting/theme.js';
import type { PaintContext } from '../painting/paintContext.js';

/** A bar to paint: its left edge and width in pixels, and the lane it lies in. */
export interface Bar {
  readonly phase: Phase;
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
  /** Drawn wider than true: a ▼ above it says so. */
  readonly widened?: boolean;
}

type Context = PaintContext;

const painters: Readonly<Record<Phase, (context: Context, theme: Theme, bar: Bar) => void>> = {
  sync: paintSolid,
  preBarrier: paintSolid,
  alignment: paintHatched,
  async: paintOpen,
  startDelay: paintLine,
  ack: paintDotted,
};

/** Paints one bar. The more a phase blocks, the taller and the more solid it is. */
export function paintBar(context: Context, theme: Theme, bar: Bar): void {
  painters[bar.phase](context, theme, bar);
}

function paintSolid(context: Context, theme: Theme, { phase, x, width, top, height, widened }: Bar): void {
  const left = Math.round(x);
  const wide = Math.max(3, Math.round(width));
  // One pixel of background on both sides keeps it from touching its neighbours.
  context.fillStyle = theme.background;
  context.fillRect(left - 1, top, wide + 2, height);
  context.fillStyle = theme.phase[phase];
  context.fillRect(left, top, wide, height);
  if (widened) {
    context.beginPath();
    context.moveTo(left + wide / 2 - 4, top - 4.5);
    context.lineTo(left + wide / 2 + 4, top - 4.5);
    context.lineTo(left + wide / 2, top - 0.5);
    context.fill();
  }
  if (theme.highContrast && wide >= 6) outline(context, theme.line, left, top, wide, height);
}

function paintHatched(context: Context, theme: Theme, { phase, x, width, top, height }: Bar): void {
  const wide = Math.max(2, width);
  const color = theme.phase[phase];
  context.save();
  context.beginPath();
  context.rect(x, top, wide, height);
  context.clip();
  context.fillStyle = color;
  context.globalAlpha = 0.1;
  context.fillRect(x, top, wide, height);
  context.globalAlpha = 1;
  hatch(context, { color, pitch: 7, lineWidth: theme.light ? 1.1 : 1.8, slope: -1 }, x, top, wide, height);
  context.restore();
  if (wide >= 3) outline(context, color, x, top, wide, height);
}

function paintOpen(context: Context, theme: Theme, { phase, x, width, top, height }: Bar): void {
  const wide = Math.max(2, width);
  const thin = openHeight(height);
  const upper = top + Math.round((height - thin) / 2);
  context.fillStyle = theme.background;
  context.fillRect(x, upper, wide, thin);
  context.fillStyle = theme.phase[phase];
  context.globalAlpha = wide > 3 ? 0.24 : 1;
  context.fillRect(x, upper, wide, thin);
  context.globalAlpha = 1;
  if (wide > 3) outline(context, theme.phase[phase], x, upper, wide, thin);
}

/** What goes on beside processing is lower than what blocks, but not too low for text. */
function openHeight(lane: number): number {
  return Math.min(lane, Math.max(12, Math.round(lane * 0.75)));
}

function paintLine(context: Context, theme: Theme, { phase, x, width, top, height }: Bar): void {
  context.fillStyle = theme.phase[phase];
  context.globalAlpha = theme.highContrast ? 1 : 0.6;
  context.fillRect(x, Math.round(top + height / 2) - 1, width, 2);
  context.globalAlpha = 1;
}

function paintDotted(context: Context, theme: Theme, { phase, x, width, top, height }: Bar): void {
  const middle = Math.round(top + height / 2);
  context.strokeStyle = theme.phase[phase];
  context.lineWidth = 2;
  context.setLineDash([2, 2]);
  stroke(context, x, middle, x + width, middle);
  context.setLineDash([]);
  stroke(context, x + width, middle - height / 4, x + width, middle + height / 4);
}

/** Paints what is not known, or not over yet: hollow, dashed, thinly hatched. `color` is that of the likely phase. */
export function paintUnknown(
  context: Context,
  color: string,
  { x, width, top, height }: Omit<Bar, 'phase'>,
): void {
  const thin = openHeight(height);
  const upper = top + Math.round((height - thin) / 2);
  context.save();
  context.beginPath();
  context.rect(x, upper, width, thin);
  context.clip();
  context.globalAlpha = 0.6;
  hatch(context, { color, pitch: 10, lineWidth: 0.8, slope: 1 }, x, upper, width, thin);
  context.restore();
  context.setLineDash([4, 3]);
  outline(context, color, x, upper, width, thin);
  context.setLineDash([]);
}

function outline(
  context: Context,
  color: string,
  x: number,
  top: number,
  width: number,
  height: number,
): void {
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.strokeRect(Math.round(x) + 0.5, top + 0.5, Math.max(1, Math.round(width) - 1), height - 1);
}

interface Hatch {
  readonly color: string;
  /** Distance of the lines along the lane, in pixels. */
  readonly pitch: number;
  readonly lineWidth: number;
  readonly slope: 1 | -1;
}

function hatch(
  context: Context,
  { color, pitch, lineWidth, slope }: Hatch,
  x: number,
  top: number,
  width: number,
  height: number,
): void {
  context.strokeStyle = color;
  context.lineWidth = lineWidth;
  context.beginPath();
  for (let at = Math.floor((x - height) / pitch) * pitch; at < x + width + height; at += pitch) {
    context.moveTo(at, top);
    context.lineTo(at + slope * height, top + height);
  }
  context.stroke();
}

function stroke(context: Context, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
