import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleTrace } from '../../../fixtures/sampleTrace.js';
import { traceScale, zoomedRange } from '../../../../webview/chart/axis.js';
import { timeAt, xOf } from '../../../../webview/chart/geometry.js';
import { CollapsedTime } from '../../../../webview/idle/collapsedTime.js';
import { collapsedTime, hasIdleTime } from '../../../../webview/idle/idleTime.js';
import { fillLane } from '../../../../webview/rows/lane.js';
import { rulerTicks } from '../../../../webview/chart/ruler.js';
import { indexTrace } from '../../../../webview/rows/traceIndex.js';
import { freshState, origin, type ViewState } from '../../../../webview/viewState.js';

const width = 1000;
const index = indexTrace(sampleTrace({ checkpoints: 10 }));
const all: ViewState = { ...freshState, idleCollapsed: true };
const scale = traceScale(all, index, width);
const plain = traceScale({ ...all, idleCollapsed: false }, index, width);
const holds = Array.from(index.trace.spans.start, (start, i) => ({ start, end: index.end[i]! }));

const stretches = fc
  .array(
    fc.tuple(fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.double({ min: 20, max: 1e6, noNaN: true })),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map((pairs) => {
    let time = 0;
    return pairs.map(([busy, idle]) => ({ from: (time += busy), to: (time += idle) }));
  });

describe('time without idle stretches', () => {
  it('goes there and back, never backwards, and as it is where something went on', () => {
    const place = fc.double({ min: -1e6, max: 7e7, noNaN: true });
    fc.assert(
      fc.property(stretches, place, place, (idle, one, other) => {
        const time = new CollapsedTime(idle, 10);
        const tolerance = 1e-9 * 7e7;
        expect(Math.abs(time.timeAt(time.drawnAt(one)) - one)).toBeLessThan(tolerance * 1e5);
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        const drawn = time.drawnAt(last) - time.drawnAt(first);
        expect(drawn).toBeGreaterThanOrEqual(-tolerance);
        const crossed = idle.some(({ from, to }) => from < last && to > first);
        if (!crossed) expect(Math.abs(drawn - (last - first))).toBeLessThan(tolerance);
        else expect(drawn).toBeLessThanOrEqual(last - first + tolerance);
      }),
    );
  });

  it('is laid out in pieces one after the other, over the whole width', () => {
    const pieces = scale.pieces!;
    expect(pieces[0]).toMatchObject({ from: scale.from, left: scale.left });
    for (const [n, piece] of pieces.slice(1).entries()) {
      expect(piece.from).toBe(pieces[n]!.to);
      expect(piece.left).toBeCloseTo(pieces[n]!.left + pieces[n]!.width);
    }
    expect(pieces.at(-1)!.left + pieces.at(-1)!.width).toBeCloseTo(scale.left + scale.width);
    expect(pieces.filter(({ isIdle }) => isIdle).length).toBeGreaterThanOrEqual(9);
  });
});

describe('the chart of all checkpoints without idle time', () => {
  it('draws every bar longer than before, all by one scale, and no bar where time is short', () => {
    const perMs = holds
      .filter(({ start, end }) => end - start > 1)
      .map(({ start, end }) => (xOf(scale, end) - xOf(scale, start)) / (end - start));
    for (const each of perMs) expect(each).toBeCloseTo(perMs[0]!);
    expect(perMs[0]!).toBeGreaterThan((2 * plain.width) / (plain.to - plain.from));
    for (const { from, to } of scale.pieces!.filter(({ isIdle }) => isIdle)) {
      expect(holds.some(({ start, end }) => start < to && end > from)).toBe(false);
    }
  });

  it('loses no bar', () => {
    for (const row of index.rows) {
      const drawn = (of: typeof scale): number => {
        const { bars, marks } = fillLane(index, row, of, new Set());
        return bars.length + marks.length;
      };
      expect(drawn(scale)).toBeGreaterThanOrEqual(drawn(plain));
    }
  });

  it('finds the moment under the pointer', () => {
    for (let x = scale.left; x <= scale.left + scale.width; x += 7) {
      expect(xOf(scale, timeAt(scale, x))).toBeCloseTo(x);
    }
  });

  it('writes true moments on the ruler, apart from one another', () => {
    const ticks = rulerTicks(scale, { zero: index.start, zeroName: '0 start' });
    expect(ticks.length).toBeGreaterThan(3);
    for (const [n, { time, label }] of ticks.entries()) {
      const seconds = (time - index.start) / 1000;
      if (label !== '0 start') {
        expect(parseFloat(label)).toBeCloseTo(label.endsWith('ms') ? seconds * 1000 : seconds);
      }
      if (n > 0) expect(xOf(scale, time) - xOf(scale, ticks[n - 1]!.time)).toBeGreaterThan(60);
    }
  });

  it('has numbers in an idle stretch, too, where a person has zoomed into one', () => {
    const { from, to } = scale.pieces!.find(({ isIdle, from: start }) => isIdle && start > scale.from)!;
    const [first, last] = [from + (to - from) * 0.3, from + (to - from) * 0.7];
    const range = { from: first - index.start, to: last - index.start };
    const inside = traceScale({ ...all, range }, index, width);
    expect(inside.pieces).toHaveLength(1);
    expect(rulerTicks(inside, { zero: index.start, zeroName: '0 start' }).length).toBeGreaterThan(2);
  });

  it('zooms around what is under the pointer', () => {
    const x = scale.left + scale.width * 0.37;
    const anchor = timeAt(scale, x) - origin(all, index);
    const zoomed = { ...all, range: zoomedRange(all, index, anchor, 3) };
    expect(timeAt(traceScale(zoomed, index, width), x) - origin(all, index)).toBeCloseTo(anchor);
  });

  it('is not there for one checkpoint, nor where no time was idle', () => {
    expect(collapsedTime({ ...all, checkpoint: 3 }, index)).toBeUndefined();
    expect(hasIdleTime({ several: [2, 3] }, index)).toBe(true);
    expect(hasIdleTime({ checkpoint: 3 }, index)).toBe(false);
    expect(hasIdleTime({}, indexTrace(sampleTrace({ checkpoints: 0 })))).toBe(false);
  });
});
