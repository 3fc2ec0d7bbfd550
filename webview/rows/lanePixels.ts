import { parseColor } from '../painting/color.js';
import type { LanePixels, PaintContext } from '../painting/paintContext.js';

interface Scratch extends LanePixels {
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly image: ImageData;
}

let scratch: Scratch | undefined;

/**
 * Paints a lane from pixels that `fill` sets in memory. A crowded lane is thousands of small rectangles, and each of them would be a
 * call of its own.
 */
export function paintPixels(
  target: PaintContext,
  place: { readonly top: number; readonly width: number; readonly height: number },
  fill: (lane: LanePixels) => void,
): void {
  const [width, height] = [Math.ceil(place.width), Math.round(place.height)];
  if ('drawLane' in target) {
    const lane = { pixels: new Uint32Array(width * height), width, height };
    fill(lane);
    target.drawLane(lane, place.top);
    return;
  }
  if (scratch?.width !== width || scratch.height !== height) scratch = newScratch(width, height);
  if (!scratch) return;
  scratch.pixels.fill(0);
  fill(scratch);
  scratch.context.putImageData(scratch.image, 0, 0);
  target.imageSmoothingEnabled = false;
  target.drawImage(scratch.context.canvas, 0, place.top);
}

function newScratch(width: number, height: number): Scratch | undefined {
  if (width < 1 || height < 1) return undefined;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) return undefined;
  const image = context.createImageData(width, height);
  return { context, image, pixels: new Uint32Array(image.data.buffer), width, height };
}

/** Fills columns `[left, right)` between two heights; what lies outside the lane is cut off. */
export function fillColumns(
  { pixels, width, height }: LanePixels,
  { left, right, top, bottom }: Record<'left' | 'right' | 'top' | 'bottom', number>,
  ink: number,
): void {
  const from = Math.max(0, left);
  const to = Math.min(width, right);
  if (from >= to) return;
  const last = Math.min(height, bottom);
  for (let y = Math.max(0, top); y < last; y += 1) {
    // By hand: for a few pixels the call of `fill` takes longer than they do.
    for (let at = y * width + from; at < y * width + to; at += 1) pixels[at] = ink;
  }
}

/** A colour of the theme as a pixel; `opacity` 0 to 1. */
export function inkOf(color: string, opacity = 1): number {
  const { r, g, b, a } = parseColor(color) ?? { r: 0, g: 0, b: 0, a: 0 };
  return ((Math.round(255 * a * opacity) << 24) | (b << 16) | (g << 8) | r) >>> 0;
}
