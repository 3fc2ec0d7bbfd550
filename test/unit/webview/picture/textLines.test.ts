import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutName, textLines } from '../../../../webview/picture/textLines.js';

const measure = (text: string): number => Array.from(text).length;

describe('a sentence in a picture', () => {
  it('is broken between words, and has all of them', () => {
    expect(textLines('Processing stood still for 24 µs.', 16, measure)).toEqual([
      'Processing stood',
      'still for 24 µs.',
    ]);
  });

  it('never is wider than the picture, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' ') }),
        fc.integer({ min: 1, max: 9 }),
        (text, width) => {
          const lines = textLines(text, width, measure);
          expect(Math.max(0, ...lines.map(measure))).toBeLessThanOrEqual(width);
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        },
      ),
    );
  });
});

describe('a name that does not fit', () => {
  it('keeps its end, where long names differ', () => {
    expect(cutName('Source: orders -> Map', 8, measure)).toBe('… -> Map');
    expect(cutName('short', 8, measure)).toBe('short');
    expect(cutName('anything', 0, measure)).toBe('…');
  });
});
