import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LaneZoom } from '../../../webview/comparison/laneZoom.js';

const key = (name: string, ctrlKey = false): KeyboardEvent =>
  ({ key: name, ctrlKey, metaKey: false, altKey: false }) as KeyboardEvent;
const wheel = (event: Partial<WheelEvent>): WheelEvent =>
  ({ ctrlKey: false, metaKey: false, shiftKey: false, deltaX: 0, deltaY: 0, ...event }) as WheelEvent;

function zoomTo(to: number): { readonly zoom: LaneZoom; readonly drawn: () => number } {
  let drawn = 0;
  const zoom = new LaneZoom(() => (drawn += 1));
  zoom.reset(to);
  return { zoom, drawn: () => drawn };
}

describe('the zoom of two checkpoints on one axis', () => {
  it('shows all at first, and again after 0', () => {
    const { zoom } = zoomTo(900);
    expect(zoom.shown).toEqual({ from: 0, to: 900 });
    zoom.onKey(key('w'));
    expect(zoom.shown.to - zoom.shown.from).toBeCloseTo(600);
    zoom.onKey(key('0'));
    expect(zoom.shown).toEqual({ from: 0, to: 900 });
    expect(zoom.isAll).toBe(true);
  });

  it('keeps what is under the pointer where it is', () => {
    const { zoom } = zoomTo(1000);
    zoom.onWheel(wheel({ ctrlKey: true, deltaY: -100 }), 0.2, 500);
    const { from, to } = zoom.shown;
    expect(from + 0.2 * (to - from)).toBeCloseTo(200);
  });

  it('leaves a wheel without a key to the page, and keys with Ctrl to VS Code', () => {
    const { zoom, drawn } = zoomTo(1000);
    expect(zoom.onWheel(wheel({ deltaY: 100 }), 0.5, 500)).toBe(false);
    expect(zoom.onKey(key('w', true))).toBe(false);
    expect(zoom.onKey(key('ArrowDown'))).toBe(false);
    expect(drawn()).toBe(0);
  });

  it('never leaves the axis, whatever is pressed and turned', () => {
    const step = fc.oneof(
      fc
        .constantFrom('w', 's', 'a', 'd', '+', '-', '0')
        .map((name) => (zoom: LaneZoom) => zoom.onKey(key(name))),
      fc
        .tuple(fc.boolean(), fc.integer({ min: -400, max: 400 }), fc.double({ min: -1, max: 2, noNaN: true }))
        .map(([ctrlKey, delta, share]) => (zoom: LaneZoom) => {
          zoom.onWheel(wheel(ctrlKey ? { ctrlKey, deltaY: delta } : { deltaX: delta }), share, 500);
        }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        (steps, to) => {
          const { zoom } = zoomTo(to);
          for (const one of steps) one(zoom);
          expect(zoom.shown.from).toBeGreaterThanOrEqual(0);
          expect(zoom.shown.to).toBeLessThanOrEqual(to);
          expect(zoom.shown.to).toBeGreaterThan(zoom.shown.from);
        },
      ),
    );
  });
});
