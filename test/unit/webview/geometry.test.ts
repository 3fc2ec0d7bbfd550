import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barExtent,
  centredOn,
  firstAbove,
  keepWithin,
  pan,
  timeAt,
  xOf,
  zoomAt,
  type TimeScale,
} from '../../../webview/chart/geometry.js';

const scale: TimeScale = { from: 0, to: 1000, left: 12, width: 500 };
const limits = { from: -100, to: 1100 };

describe('time and pixels', () => {
  it('gives back the time that a pixel was made from', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), (time) => {
        expect(timeAt(scale, xOf(scale, time))).toBeCloseTo(time, 6);
      }),
    );
  });

  it('puts both ends of the range at both ends of the chart', () => {
    expect([xOf(scale, 0), xOf(scale, 1000)]).toEqual([12, 512]);
  });
});

describe('zoom and pan', () => {
  it('keeps the moment under the pointer where it is', () => {
    const zoomed = zoomAt(scale, 250, 2, limits);
    expect(zoomed.to - zoomed.from).toBeCloseTo(500);
    expect((250 - zoomed.from) / (zoomed.to - zoomed.from)).toBeCloseTo(0.25);
  });

  it('never shows less than 100 ns', () => {
    const zoomed = zoomAt(scale, 250, 1e12, limits);
    expect(zoomed.to - zoomed.from).toBeCloseTo(1e-4, 9);
  });

  it('stays within the limits and keeps its length there', () => {
    fc.assert(
      fc.property(fc.double({ min: -5000, max: 5000, noNaN: true }), (by) => {
        const moved = pan(scale, by, limits);
        expect(moved.from).toBeGreaterThanOrEqual(limits.from - 1e-9);
        expect(moved.to).toBeLessThanOrEqual(limits.to + 1e-9);
        expect(moved.to - moved.from).toBeCloseTo(1000);
      }),
    );
  });

  it('shows all there is when asked for more', () => {
    expect(keepWithin({ from: -1e6, to: 1e6 }, limits)).toEqual(limits);
  });

  it('puts a moment in the middle where the limits allow it', () => {
    expect(centredOn({ from: 0, to: 100 }, 500, limits)).toEqual({ from: 450, to: 550 });
  });
});

describe('bars', () => {
  it('draws a lock hold of microseconds three pixels wide and says that it is wider than true', () => {
    expect(barExtent(scale, 'sync', 100, 100.024)).toEqual({ x: 62, width: 3, widened: true });
  });

  it('starts a widened bar where the phase started', () => {
    expect(barExtent(scale, 'sync', 100, 100).x).toBe(xOf(scale, 100));
  });

  it('draws a long lock hold as long as it is', () => {
    expect(barExtent(scale, 'sync', 100, 300)).toEqual({ x: 62, width: 100, widened: false });
  });
});

it('finds by halving what a walk would find', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 50 })),
      fc.integer({ min: -1, max: 51 }),
      (values, bound) => {
        const column = Float64Array.from(values).sort();
        const walked = column.findIndex((value) => value > bound);
        expect(firstAbove(column, bound, 0, column.length)).toBe(walked < 0 ? column.length : walked);
      },
    ),
  );
});
