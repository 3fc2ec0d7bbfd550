import { describe, expect, it } from 'vitest';
import { ratioFor } from '../../../../webview/picture/pagePicture.js';
import { countRows, heightOfRows, leftOutWords } from '../../../../webview/picture/pictureRows.js';
import type { RowItem } from '../../../../webview/rows/rowLayout.js';
import { seenRows, type SeenRows } from '../../../../webview/rows/seenRows.js';

/** Rows of 20 pixels, one below the other, in a window of 90. */
function rowsOf(count: number, scrollTop = 0): SeenRows {
  const items = Array.from(
    { length: count },
    (_, n) =>
      ({
        kind: 'subtask',
        key: `${n}`,
        group: { pinned: false },
        top: n * 20,
        height: 20,
      }) as unknown as RowItem,
  );
  const layout = { items, height: count * 20, tops: Float64Array.from(items, ({ top }) => top) };
  return seenRows(layout, scrollTop, 90);
}

const seen = { whole: false, highest: 12_000 };
const all = { whole: true, highest: 12_000 };

describe('how much of the rows a picture has', () => {
  it('is what is seen, the last row whole, and more where there is room for it', () => {
    expect(heightOfRows(rowsOf(100, 40), seen)).toEqual({ least: 100, most: 1980 });
  });

  it('has no empty ground below the last row but for what is said there', () => {
    expect(heightOfRows(rowsOf(3), seen)).toEqual({ least: 80, most: 80 });
  });

  it('is all of them when they are wanted', () => {
    expect(heightOfRows(rowsOf(100, 40), all)).toEqual({ least: 2020, most: 2020 });
    expect(heightOfRows(rowsOf(10_000), { ...all, highest: Infinity }).most).toBe(200_020);
    expect(leftOutWords(rowsOf(10_000), { ...all, highest: Infinity })).toBeUndefined();
  });

  it('is never more than the kind of file can hold, and then the picture says how many rows it has', () => {
    expect(heightOfRows(rowsOf(10_000), all).most).toBe(12_000);
    expect(leftOutWords(rowsOf(10_000), all)).toMatch(/^The first 599 of 10,000 rows: /);
    expect(leftOutWords(rowsOf(599), all)).toBeUndefined();
    expect(leftOutWords(rowsOf(10_000), seen)).toBeUndefined();
  });

  it('counts what is in view, and all', () => {
    expect(countRows(rowsOf(100, 40))).toEqual({ seen: 5, all: 100 });
  });
});

describe('how sharp a PNG is', () => {
  it('has two pixels for one at least, and as many as the display', () => {
    expect(ratioFor({ width: 1000, height: 800 }, 1)).toBe(2);
    expect(ratioFor({ width: 1000, height: 800 }, 3)).toBe(3);
  });

  it('has fewer where the picture would be larger than a browser can make', () => {
    const size = { width: 1440, height: 13_000 };
    const ratio = ratioFor(size, 2);
    expect(ratio * size.height).toBeLessThanOrEqual(16_384);
    expect(ratio ** 2 * size.width * size.height).toBeLessThanOrEqual(64_000_000);
    expect(ratio).toBeGreaterThan(1);
  });
});
