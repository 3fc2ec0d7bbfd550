import type { TimeScale } from '../chart/geometry.js';
import type { LensMoments } from './lensMoments.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { Theme } from '../painting/theme.js';

/** What the lens is painted with and on. */
export interface LensCanvas {
  readonly context: PaintContext;
  readonly theme: Theme;
  readonly scale: TimeScale;
  readonly moments: LensMoments;
  readonly narrow: boolean;
}

/** Where the lanes lie, in pixels from the top of the lens's own canvas. */
export const place = {
  ruler: 14,
  gridTop: 24,
  lock: 32,
  lockHeight: 28,
  records: 76,
  recordsHeight: 16,
  base: 104,
  rates: 120,
  note: 146,
};

/** The lock lane's middle, and that of the records lane. */
export const lockMiddle = place.lock + place.lockHeight / 2;
export const recordsMiddle = place.records + place.recordsHeight / 2;

/** A part of the canvas's width, in pixels. */
export interface Stretch {
  readonly left: number;
  readonly right: number;
}

interface TextWishes {
  readonly align: CanvasTextAlign;
  readonly color: string;
  readonly bold?: boolean;
}

export function write(
  { context, theme }: LensCanvas,
  text: string,
  x: number,
  y: number,
  { align, color, bold = false }: TextWishes,
): void {
  setFont(context, theme, bold);
  context.textAlign = align;
  context.fillStyle = color;
  context.fillText(text, x, y + 0.5);
}

/** Writes the first of the texts that has room between two edges, in their middle or at the left or right one. */
export function writeBetween(
  canvas: LensCanvas,
  texts: readonly string[],
  { left, right }: Stretch,
  y: number,
  { align = 'center', color, bold = false }: Partial<TextWishes> = {},
): void {
  const text = texts.find((candidate) => widthOf(canvas, candidate, bold) <= right - left);
  if (!text) return;
  const x = align === 'center' ? (left + right) / 2 : align === 'left' ? left : right;
  write(canvas, text, x, y, { align, color: color ?? canvas.theme.foreground, bold });
}

export function widthOf({ context, theme }: LensCanvas, text: string, bold = false): number {
  setFont(context, theme, bold);
  return context.measureText(text).width;
}

function setFont(context: PaintContext, theme: Theme, bold: boolean): void {
  context.font = `${bold ? '600 ' : ''}11px ${theme.fontFamily}`;
}
