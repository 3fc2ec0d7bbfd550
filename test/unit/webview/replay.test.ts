import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../webview/intentions.js';
import { cellsOf } from '../../../webview/replay/cells.js';
import { alongLine, layoutGraph } from '../../../webview/replay/graphLayout.js';
import { cutTo } from '../../../webview/replay/graphPainter.js';
import { Player } from '../../../webview/replay/player.js';
import { indexTrace } from '../../../webview/rows/traceIndex.js';
import { fitState, freshState, type ViewState } from '../../../webview/viewState.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { shownIn } from '../../fixtures/shownRows.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';

const index = indexTrace(ordersTrace());
const player = (): Player => new Player(index, 6);

describe('the player', () => {
  it('goes from event to event and back, and stays at the first and the last', () => {
    const one = player();
    one.stepBy(-1);
    expect([one.step, one.time]).toEqual([0, one.steps[0]!.time]);
    for (const [n, { time }] of one.steps.entries()) {
      expect([one.step, one.time]).toEqual([n, time]);
      one.stepBy(1);
    }
    expect(one.isAtEnd).toBe(true);
    one.stepBy(-1);
    expect(one.step).toBe(one.steps.length - 2);
  });

  it('steps back from between two events to the one just passed', () => {
    const one = player();
    one.stepBy(1);
    const { time } = one;
    one.toggle();
    one.advance(30);
    expect(one.time).toBeGreaterThan(time);
    one.stepBy(-1);
    expect([one.time, one.isPlaying]).toEqual([time, false]);
  });

  it('plays to the end, stops there, and begins again', () => {
    const one = player();
    one.toggle();
    for (let frame = 0; frame < 1000 && one.isPlaying; frame += 1) one.advance(50);
    expect([one.isAtEnd, one.isPlaying, one.time]).toEqual([true, false, one.replay.end]);
    one.toggle();
    expect([one.isPlaying, one.time]).toEqual([true, one.replay.of.trigger]);
  });

  it('moves only while it plays, twice as far at twice the speed, and not far after the page was hidden', () => {
    const [one, fast] = [player(), player()];
    one.advance(50);
    expect(one.share).toBe(0);
    one.toggle();
    fast.toggle();
    fast.speed = 2;
    one.advance(40);
    fast.advance(40);
    expect(fast.share).toBeCloseTo(2 * one.share);
    one.advance(3_600_000);
    expect(one.share).toBeLessThan(0.02);
  });
});

describe('the graph', () => {
  it('stands in layers from the sources on, no box over another, inside its own size', () => {
    for (const name of ['skew', 'wide-64-overloaded', 'backpressure-unaligned']) {
      const { trace } = indexTrace(flinkRecording(name, { from: ['rest'] }));
      for (const width of [560, 1120, 1900]) {
        const { boxes, ...size } = layoutGraph(trace, width);
        for (const [n, one] of boxes.entries()) {
          expect(one.left >= 0 && one.left + one.width <= size.width).toBe(true);
          expect(one.top >= 0 && one.top + one.height <= size.height).toBe(true);
          for (const other of boxes.slice(n + 1)) {
            const apart =
              one.left + one.width < other.left ||
              other.left + other.width < one.left ||
              one.top + one.height < other.top ||
              other.top + other.height < one.top;
            expect(apart).toBe(true);
          }
        }
        for (const { id, inputs } of trace.operators) {
          const to = boxes[trace.operators.findIndex((operator) => operator.id === id)]!;
          for (const { from } of inputs) {
            expect(boxes[trace.operators.findIndex((operator) => operator.id === from)]!.left).toBeLessThan(
              to.left,
            );
          }
        }
      }
    }
  });

  it('fits four operators beside each other into a narrow editor', () => {
    expect(layoutGraph(index.trace, 576).width).toBeLessThanOrEqual(576);
  });

  it('has a cell for each subtask inside the box, none over another, or sums where there are too many', () => {
    const box = { operator: 0, left: 12, top: 12, width: 108, height: 54 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 72 }), (parallelism) => {
        const cells = cellsOf(box, parallelism)!;
        expect(cells).toHaveLength(parallelism);
        expect(new Set(cells.map(({ left, top }) => `${left}/${top}`)).size).toBe(parallelism);
        for (const { left, top, width, height } of cells) {
          expect(width >= 3 && height >= 3).toBe(true);
          expect(left >= box.left && left + width <= box.left + box.width).toBe(true);
          expect(top >= box.top && top + height <= box.top + box.height).toBe(true);
        }
      }),
    );
    expect(cellsOf(box, 73)).toBeUndefined();
  });

  it('has a barrier half way where half of the way is', () => {
    const line = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 30 },
    ];
    expect([0, 0.25, 0.5, 1].map((share) => alongLine(line, share))).toEqual([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 10, y: 30 },
    ]);
  });

  it('cuts a name where operators of one job are alike: at its front', () => {
    const measure = (text: string): number => text.length;
    expect(cutTo('Source: orders -> parse', 12, measure)).toBe('…rs -> parse');
    expect(cutTo('enrich', 12, measure)).toBe('enrich');
  });
});

describe('the key of the replay', () => {
  const after = (state: ViewState, ...intentions: ('showReplay' | 'escape' | 'showTable')[]): ViewState =>
    intentions.reduce((now, intention) => carryOut(shownIn(index, now), intention), state);
  const start = fitState(freshState, index, true);

  it('opens it over the chart, for a checkpoint, and closes it', () => {
    expect(after({ ...start, checkpoint: undefined }, 'showReplay')).toMatchObject({
      replay: true,
      checkpoint: 9,
    });
    expect(after(start, 'showReplay', 'showReplay').replay).toBe(false);
    expect(after(start, 'showReplay', 'escape').replay).toBe(false);
    expect(after(start, 'showTable', 'showReplay')).toMatchObject({ replay: true, body: 'chart' });
  });
});
