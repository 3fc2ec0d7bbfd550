import fc from 'fast-check';
import { expect, it } from 'vitest';
import { laneShapes } from '../../../../webview/picture/laneShapes.js';

const inks = [0, 0xff0000ff, 0x80ff0000, 0xff00ff00] as const;

it('a lane of pixels as rectangles covers each pixel in its colour, once', () => {
  const lane = fc
    .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 8 }))
    .chain(([width, height]) =>
      fc
        .array(fc.constantFrom(...inks), { minLength: width * height, maxLength: width * height })
        .map((pixels) => ({ pixels: Uint32Array.from(pixels), width, height })),
    );
  fc.assert(
    fc.property(lane, ({ pixels, width, height }) => {
      const covered = new Array<string>(pixels.length).fill('');
      for (const { color, opacity, boxes } of laneShapes({ pixels, width, height })) {
        for (const box of boxes) {
          for (let at = 0; at < box.width * box.height; at += 1) {
            const place = (box.y + Math.floor(at / box.width)) * width + box.x + (at % box.width);
            covered[place] = `${covered[place]!}${color} ${opacity ?? 1}`;
          }
        }
      }
      const words = new Map<number, string>([
        [0, ''],
        [0xff0000ff, '#ff0000 1'],
        [0x80ff0000, '#0000ff 0.5'],
        [0xff00ff00, '#00ff00 1'],
      ]);
      expect(covered).toEqual(Array.from(pixels, (ink) => words.get(ink)));
    }),
  );
});

it('an even lane is one rectangle', () => {
  const pixels = new Uint32Array(1000 * 16).fill(0xff0000ff);
  expect(laneShapes({ pixels, width: 1000, height: 16 })).toEqual([
    { color: '#ff0000', boxes: [{ x: 0, y: 0, width: 1000, height: 16 }] },
  ]);
});
