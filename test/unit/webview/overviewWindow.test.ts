import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedWindow, overviewExtent, tellsMore, type Grip } from '../../../webview/chart/overviewWindow.js';

const extent = { from: -100, to: 900 };
const moment = fc.integer({ min: -100, max: 900 });
const windows = fc
  .tuple(moment, moment)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

describe('the window of the overview', () => {
  it('never leaves what there is, whatever is dragged, and is never turned round', () => {
    const grips = fc.constantFrom<Grip>('from', 'to', 'window');
    fc.assert(
      fc.property(windows, grips, fc.integer({ min: -3000, max: 3000 }), (window, grip, by) => {
        const { from, to } = movedWindow(window, grip, by, extent);
        expect(from).toBeGreaterThanOrEqual(extent.from);
        expect(to).toBeLessThanOrEqual(extent.to);
        expect(from).toBeLessThan(to);
        if (grip === 'window') expect(to - from).toBe(window.to - window.from);
        if (grip === 'from') expect(to).toBe(window.to);
        if (grip === 'to') expect(from).toBe(window.from);
      }),
    );
  });

  it('reaches as far as is shown, also beyond what would fit', () => {
    expect(overviewExtent({ from: 0, to: 100 }, { from: 80, to: 130 })).toEqual({ from: 0, to: 130 });
    expect(tellsMore({ from: 0, to: 100 }, { from: 0, to: 100 })).toBe(false);
    expect(tellsMore({ from: 0, to: 130 }, { from: 80, to: 130 })).toBe(true);
  });
});
