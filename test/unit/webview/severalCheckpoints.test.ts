import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownRange } from '../../../webview/chart/axis.js';
import { coveredOf, inWhole, shownVerdict } from '../../../webview/details/covered.js';
import { carryOut } from '../../../webview/intentions.js';
import { keepState, restoreState } from '../../../webview/kept/keptState.js';
import { rankRows } from '../../../webview/rows/rankedRows.js';
import {
  severalWords,
  stretchOf,
  toggledAmong,
  withCheckpoints,
} from '../../../webview/strip/severalCheckpoints.js';
import { checkpointsBetween, drawnAt, layoutStrip } from '../../../webview/strip/stripLayout.js';
import { indexTrace } from '../../../webview/rows/traceIndex.js';
import { fitState, freshState } from '../../../webview/viewState.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { shownIn } from '../../fixtures/shownRows.js';

const index = indexTrace(ordersTrace());
const start = fitState(freshState, index, true);
const several = withCheckpoints(start, [2, 3, 6]);

describe('several checkpoints', () => {
  it('are shown on one axis, from the first to the last', () => {
    const { from, to } = shownRange(several, index);
    expect(several.checkpoint).toBeUndefined();
    expect([from, to].map((time) => Math.round(time / 100) * 100)).toEqual([5600, 14_800]);
  });

  it('are all that the rows and the verdict count, and names lead to the whole trace’s bars', () => {
    const ranked = inWhole(index, rankRows(coveredOf(index, several)));
    const { row, blocked } = ranked.find((one) => one.row.operator === 2 && one.row.subtask === 0)!;
    expect(blocked).toBeCloseTo(0.024 * (0.98 + 1.01 + 1), 6);
    expect(index.rows).toContain(row);
    const target = shownVerdict(index, several).headline.find((phrase) => phrase.target)!.target!;
    expect(target).toMatchObject({ checkpoint: 3, operator: 2, subtask: 0 });
  });

  it('are left by choosing one or all, and by going to the next', () => {
    expect(withCheckpoints(several, [5])).toMatchObject({ checkpoint: 5, several: undefined });
    expect(withCheckpoints(several, []).several).toBeUndefined();
    const next = carryOut(shownIn(index, several), 'nextCheckpoint');
    expect(next.several).toBeUndefined();
  });

  it('are kept while the page is hidden, and forgotten when the trace has them no longer', () => {
    const kept: unknown = JSON.parse(JSON.stringify(keepState('a', several)));
    const { state } = restoreState('a', kept);
    expect(state.several).toEqual([2, 3, 6]);
    expect(fitState(state, indexTrace(ordersTrace({ checkpoints: 4 })), false).several).toBeUndefined();
    expect(restoreState('a', { file: 'a', state: { several: [3, 3] } }).state.several).toBeUndefined();
  });

  it('are named by their numbers', () => {
    expect(severalWords(index, [2, 3, 6])).toBe('3 of 10 checkpoints: #3, #4, #7');
    expect(severalWords(index, [2, 3, 4, 5, 6])).toBe('5 of 10 checkpoints: #3 – #7');
    expect(severalWords(index, [0, 2, 3, 5, 6])).toBe('5 of 10 checkpoints between #1 and #7');
  });

  it('are chosen from one to another, and one by one', () => {
    expect(stretchOf(5, 2)).toEqual([2, 3, 4, 5]);
    expect(toggledAmong([2, 5], 3)).toEqual([2, 3, 5]);
    expect(toggledAmong([2, 3, 5], 3)).toEqual([2, 5]);
  });
});

describe('the strip', () => {
  const width = 1100;
  const strips = fc
    .array(fc.nat(100_000), { minLength: 1, maxLength: 800 })
    .map((times) => times.sort((a, b) => a - b))
    .map((triggers) => ({
      triggers,
      layout: layoutStrip({ triggers, blocked: (n) => (n * 7919) % 101, end: 101_000 }, width),
    }));

  it('draws every checkpoint, alone or in a bar that stands for those around it and shows the worst', () => {
    fc.assert(
      fc.property(strips, ({ triggers, layout }) => {
        expect(layout.drawn.flatMap(({ first, last }) => stretchOf(first, last))).toEqual([
          ...triggers.keys(),
        ]);
        for (const { checkpoint, first, last } of layout.drawn) {
          const blocked = stretchOf(first, last).map((n) => (n * 7919) % 101);
          expect((checkpoint * 7919) % 101).toBe(Math.max(...blocked));
        }
      }),
    );
  });

  it('picks the bar that is drawn where the pointer is', () => {
    fc.assert(
      fc.property(strips, ({ layout }) => {
        for (const bar of layout.drawn) {
          expect(drawnAt(layout, bar.left + 1)).toMatchObject({ left: bar.left });
        }
      }),
    );
  });

  it('chooses by a drag exactly those whose bars it goes over', () => {
    fc.assert(
      fc.property(strips, fc.nat(width), fc.nat(width), ({ layout }, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const over = [...layout.lefts.keys()].filter(
          (n) => layout.lefts[n]! + layout.barWidth > from && layout.lefts[n]! <= to,
        );
        expect(checkpointsBetween(layout, one, other)).toEqual(over);
      }),
    );
  });
});
