import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Phase } from '../../../src/trace/model.js';
import { placeLabels, type LabelledBar } from '../../../webview/chart/labels.js';

const view = { left: 0, right: 1000 };
const measure = (text: string): number => text.length * 6;
const bar = (phase: Phase, x: number, width: number, duration = width, bytes = 0): LabelledBar => ({
  phase,
  x,
  width,
  duration,
  bytes,
});
const texts = (bars: readonly LabelledBar[]): string[] =>
  placeLabels(bars, { view, measure }).map(({ text }) => text);

describe('the label of a lock hold', () => {
  it('stands inside when it fits, with the words', () => {
    const [label] = placeLabels([bar('sync', 100, 300, 181)], { view, measure });
    expect(label).toMatchObject({ text: 'lock hold 181 ms', ground: 'solid' });
  });

  it('stands left of a narrow bar, eight pixels away', () => {
    const [label] = placeLabels([bar('sync', 100, 3, 0.024)], { view, measure });
    expect(label!.text).toBe('24 µs');
    expect(label!.x + label!.width).toBe(92);
  });

  it('stands after the last bar of the row when there is no room at the left', () => {
    const [label] = placeLabels([bar('sync', 10, 3, 0.024), bar('async', 13, 60, 412)], { view, measure });
    expect(label!.x).toBe(81);
  });

  it('is left out rather than put beyond another lock hold, whose it would seem to be', () => {
    expect(texts([bar('sync', 10, 3, 0.027), bar('sync', 40, 3, 0.024)])).toEqual(['24 µs']);
  });
});

describe('the label of what is not accounted for', () => {
  const rest = { ...bar('ack', 100, 120, 159), isLeftOver: true };
  const wishes = { view, measure, resolution: 1 };

  it('is a bound, at the right of the bar, in the selected row only', () => {
    expect(placeLabels([rest], { ...wishes, isSelected: true })).toMatchObject([
      { text: '≤ 159 ms', x: 228 },
    ]);
    expect(placeLabels([rest], wishes)).toEqual([]);
    expect(placeLabels([{ ...rest, isLeftOver: false }], { ...wishes, isSelected: true })).toEqual([]);
  });

  it('says what it may be where there is room', () => {
    const [label] = placeLabels([{ ...rest, width: 600 }], { ...wishes, isSelected: true });
    expect(label!.text).toBe('≤ 159 ms: a flush before the barrier, or a late acknowledgement');
  });
});

describe('labels of what is known to whole milliseconds', () => {
  it('say less than one for none, in the selected row only', () => {
    const wishes = { view, measure, resolution: 1 };
    expect(placeLabels([bar('sync', 100, 3, 0)], { ...wishes, isSelected: true })[0]!.text).toBe('<1 ms');
    expect(placeLabels([bar('sync', 100, 3, 0)], wishes)).toEqual([]);
  });
});

describe('the label of an upload', () => {
  it('says duration, bytes and rate', () => {
    expect(texts([bar('async', 0, 400, 412, 67_100_000)])).toEqual(['upload 412 ms · 67.1 MB · 163 MB/s']);
  });

  it('drops its parts from the right as the bar gets narrower', () => {
    const widths = [400, 170, 110, 60, 20];
    expect(widths.flatMap((width) => texts([bar('async', 0, width, 412, 67_100_000)]))).toEqual([
      'upload 412 ms · 67.1 MB · 163 MB/s',
      'upload 412 ms · 67.1 MB',
      'upload 412 ms',
      '412 ms',
    ]);
  });

  it('says no rate where no bytes are known', () => {
    expect(texts([bar('async', 0, 400, 412)])).toEqual(['upload 412 ms']);
  });
});

it('names a start delay only where it is wide', () => {
  expect(texts([bar('startDelay', 0, 299, 1430)])).toEqual([]);
  expect(texts([bar('startDelay', 0, 300, 1430)])).toEqual(['start delay 1.43 s']);
});

it('never lets two labels touch, nor a label cover a bar that blocks', () => {
  const phase = fc.constantFrom<Phase>('sync', 'preBarrier', 'async', 'alignment', 'startDelay', 'ack');
  const bars = fc.array(
    fc.record({
      phase,
      x: fc.integer({ min: -200, max: 1000 }),
      width: fc.integer({ min: 3, max: 600 }),
      duration: fc.integer({ min: 1, max: 5000 }),
      bytes: fc.constantFrom(0, 5e6),
    }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(bars, (list) => {
      const labels = placeLabels(list, { view, measure });
      const sorted = [...labels].sort((a, b) => a.x - b.x);
      sorted
        .slice(1)
        .forEach((label, n) => expect(label.x).toBeGreaterThanOrEqual(sorted[n]!.x + sorted[n]!.width));
      for (const { x, width, ground } of labels) {
        expect(x).toBeGreaterThanOrEqual(view.left);
        expect(x + width).toBeLessThanOrEqual(view.right);
        if (ground === 'solid') continue;
        const covers = list.filter((b) => b.phase === 'sync' && x < b.x + b.width && b.x < x + width);
        expect(covers).toEqual([]);
      }
    }),
  );
});
