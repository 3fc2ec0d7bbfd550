import { hexOf } from '../painting/color.js';
import type { LanePixels } from '../painting/paintContext.js';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All of a lane that has one colour. */
export interface LaneShape {
  /** `#rrggbb` */
  readonly color: string;
  /** 0 to 1; absent for 1. */
  readonly opacity?: string | undefined;
  readonly boxes: readonly Box[];
}

/** A lane of pixels as rectangles: each as high and then as wide as its colour goes on. */
export function laneShapes({ pixels, width, height }: LanePixels): LaneShape[] {
  const byInk = new Map<number, Box[]>();
  const rows = new Map<string, { box: Box; ink: number }>();
  const close = (key: string): void => {
    const last = rows.get(key);
    if (!last) return;
    rows.delete(key);
    const boxes = byInk.get(last.ink) ?? [];
    boxes.push(last.box);
    byInk.set(last.ink, boxes);
  };
  for (let x = 0; x < width; x += 1) {
    const seen = new Set<string>();
    for (let y = 0; y < height;) {
      const ink = pixels[y * width + x]!;
      let end = y + 1;
      while (end < height && pixels[end * width + x] === ink) end += 1;
      if (ink >>> 24 !== 0) {
        const key = `${ink} ${y} ${end}`;
        const before = rows.get(key);
        const box = before
          ? { ...before.box, width: before.box.width + 1 }
          : { x, y, width: 1, height: end - y };
        rows.set(key, { box, ink });
        seen.add(key);
      }
      y = end;
    }
    for (const key of rows.keys()) if (!seen.has(key)) close(key);
  }
  for (const key of [...rows.keys()]) close(key);
  return [...byInk].map(([ink, boxes]) => ({ ...colorOf(ink), boxes }));
}

/** Of a pixel `0xAABBGGRR`. */
function colorOf(ink: number): { color: string; opacity?: string } {
  const [r, g, b, a] = [ink & 255, (ink >>> 8) & 255, (ink >>> 16) & 255, ink >>> 24];
  const color = hexOf({ r, g, b });
  return a === 255 ? { color } : { color, opacity: String(Math.round((a / 255) * 100) / 100) };
}
