import type { PaintContext } from './paintContext.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

type Paint = (context: PaintContext) => void;

const paints = new WeakMap<HTMLCanvasElement, Paint>();

/** Gives a canvas its size in CSS pixels, sharp on every display, and paints it; empty where it has no room. */
export function paintCanvas(canvas: HTMLCanvasElement, { width, height }: Size, paint: Paint): void {
  const context = canvas.getContext('2d');
  if (!context || width <= 0 || height <= 0) return;
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.textBaseline = 'middle';
  rememberPaint(canvas, paint);
  paint(context);
}

/** Remembers how a canvas is painted, so that a picture of the page has the same, as shapes and at any scale. */
export function rememberPaint(canvas: HTMLCanvasElement, paint: Paint): void {
  paints.set(canvas, paint);
}

/** What paints a canvas, its upper left corner at 0, in CSS pixels. */
export function paintOf(canvas: HTMLCanvasElement): Paint | undefined {
  return paints.get(canvas);
}
