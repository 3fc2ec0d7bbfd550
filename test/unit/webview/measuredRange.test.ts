import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryOut } from '../../../webview/intentions.js';
import { keepState, restoreState } from '../../../webview/kept/keptState.js';
import type { Intention } from '../../../webview/keys/keyboard.js';
import { extended, measured } from '../../../webview/details/measuredRange.js';
import type { Shown } from '../../../webview/keys/navigation.js';
import { rangeFacts } from '../../../webview/details/rangeFacts.js';
import { indexTrace } from '../../../webview/rows/traceIndex.js';
import { fitState, freshState, type ViewState } from '../../../webview/viewState.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { groupsOf, shownIn } from '../../fixtures/shownRows.js';

const index = indexTrace(ordersTrace());
const groups = groupsOf(index);

const shown = (state: ViewState): Shown => shownIn(index, state);

function after(state: ViewState, ...intentions: Intention[]): ViewState {
  return intentions.reduce((now, intention) => carryOut(shown(now), intention), state);
}

/** On checkpoint #10, triggered at 20 s. */
const start = fitState(freshState, index, true);

describe('a measured range', () => {
  it('is the selected bar, or without one what is shown', () => {
    const bar = { checkpoint: 9, phase: 'async' } as const;
    const onUpload = after({ ...start, selection: { operator: 2, subtask: 0, bar } }, 'measure');
    expect(onUpload.measured!.from).toBeCloseTo(20_003.1, 1);
    expect(onUpload.measured!.to - onUpload.measured!.from).toBeCloseTo(403.8, 1);
    expect(after({ ...start, range: { from: 10, to: 60 } }, 'measure').measured).toEqual({
      from: 20_010,
      to: 20_060,
    });
  });

  it('fits on the axis by F; one more F fits the selection', () => {
    const bar = { checkpoint: 9, phase: 'async' } as const;
    const selected = { ...start, selection: { operator: 2, subtask: 0, bar } };
    const once = after({ ...selected, measured: { from: 20_100, to: 20_200 } }, 'fitSelection');
    expect(once.range).toEqual({ from: 95, to: 205 });
    expect(after(once, 'fitSelection').range!.to - after(once, 'fitSelection').range!.from).toBeCloseTo(
      3 * 403.8,
      0,
    );
  });

  it('goes by Escape before the filter and the selection do', () => {
    const state = { ...start, selection: { operator: 2 }, filter: 'count', measured: { from: 1, to: 2 } };
    expect(after(state, 'escape')).toMatchObject({
      filter: 'count',
      measured: undefined,
      selection: { operator: 2 },
    });
    expect(after(state, 'escape', 'escape').filter).toBe('');
  });

  it('stays at its moment when another checkpoint is shown, and while the page is hidden', () => {
    const state = { ...start, measured: { from: 18_000, to: 20_500 } };
    expect(after(state, 'previousCheckpoint').measured).toEqual(state.measured);
    const kept: unknown = JSON.parse(JSON.stringify(keepState('a', state)));
    expect(restoreState('a', kept).state.measured).toEqual(state.measured);
  });

  it('is extended at the end that is nearer, and never turned round', () => {
    const moment = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(moment, moment, moment, (one, other, to) => {
        fc.pre(one !== other && Math.abs(one - other) > 1e-3);
        const before = measured(freshState, one, other);
        const { from: left, to: right } = before.measured!;
        const { from, to: end } = extended(before, to).measured!;
        expect(from).toBeLessThan(end);
        const kept = to - left < right - to ? right : left;
        if (Math.abs(to - kept) > 1e-3) {
          expect([from, end].sort((a, b) => a - b)).toEqual([kept, to].sort((a, b) => a - b));
        }
      }),
    );
  });
});

describe('what lies in a measured range', () => {
  it('is what its spans and buckets say', () => {
    const { blocked, sections } = rangeFacts(index, groups, { from: 3000, to: 7000 });
    const facts = new Map(
      sections.map(({ title, facts: of }) => [
        title,
        Object.fromEntries(of.map(({ label, value }) => [label, value])),
      ]),
    );
    expect(blocked).toBeCloseTo(0.15535, 5);
    expect(facts.get('Lock holds')).toMatchObject({ count: '16', longest: '25.2 µs' });
    expect(facts.get('Uploads')).toMatchObject({ count: '12' });
    expect(facts.get('Records processed')!['enrich']).toMatch(/^4,18\d,\d\d\d · 1\.05 M\/s$/);
  });

  it('counts the rows that the filter leaves', () => {
    const { sections } = rangeFacts(index, groupsOf(index, undefined, { filter: 'count' }), {
      from: 3000,
      to: 7000,
    });
    expect(sections.find(({ title }) => title === 'Lock holds')!.facts[0]).toEqual({
      label: 'count',
      value: '4',
    });
    expect(sections.find(({ title }) => title === 'Records processed')!.facts).toHaveLength(1);
  });
});
