import { describe, expect, it } from 'vitest';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { shownIn } from '../../fixtures/shownRows.js';
import { shownRange } from '../../../webview/chart/axis.js';
import { carryOut, showBar } from '../../../webview/intentions.js';
import type { Intention } from '../../../webview/keys/keyboard.js';
import type { Shown } from '../../../webview/keys/navigation.js';
import { indexTrace } from '../../../webview/rows/traceIndex.js';
import { fitState, freshState, type ViewState } from '../../../webview/viewState.js';

const index = indexTrace(ordersTrace());

const shown = (state: ViewState, of = index): Shown => shownIn(of, state);

/** Presses one after the other. */
function after(state: ViewState, ...intentions: Intention[]): ViewState {
  return intentions.reduce((now, intention) => carryOut(shown(now), intention), state);
}

const start = fitState(freshState, index, true);
const onCount: ViewState = { ...start, selection: { operator: 2, subtask: 0 } };

describe('moving by keys', () => {
  it('goes from row to row in the order in which they are shown', () => {
    expect(after(start, 'rowDown').selection).toEqual({ operator: 2 });
    expect(after(start, 'rowDown', 'rowDown', 'rowDown').selection).toEqual({ operator: 2, subtask: 1 });
    expect(after(start, 'lastRow').selection).toEqual({ operator: 1, subtask: 1 });
    expect(after(start, 'lastRow', 'rowDown', 'firstRow').selection).toEqual({ operator: 2 });
  });

  it('goes through the bars of a row in time, and back to its operator', () => {
    expect(after(onCount, 'right').selection?.bar?.phase).toBe('startDelay');
    expect(after(onCount, 'right', 'right', 'right').selection?.bar?.phase).toBe('sync');
    expect(after(onCount, 'right', 'left').selection).toEqual({ operator: 2 });
  });

  it('skips rows of a collapsed operator', () => {
    const collapsed = after({ ...start, selection: { operator: 2 } }, 'left');
    expect(after(collapsed, 'rowDown').selection).toEqual({ operator: 3 });
    expect(after(collapsed, 'right').collapsed).toEqual([]);
  });

  it('follows the data upstream and downstream', () => {
    expect(after(onCount, 'upstream').selection?.operator).toBe(1);
    expect(after(onCount, 'downstream').selection?.operator).toBe(3);
  });

  it('goes from lock hold to lock hold and takes the lens along', () => {
    const lens = after(onCount, 'nextHold', 'open');
    expect(lens.lens).toBe(true);
    const next = after(lens, 'nextHold');
    expect(next).toMatchObject({
      lens: true,
      selection: { operator: 2, subtask: 1, bar: { phase: 'sync' } },
    });
  });

  it('opens the lens of a row from any of its bars, and closes it again', () => {
    const opened = after(onCount, 'open');
    expect(opened).toMatchObject({
      lens: true,
      selection: { operator: 2, subtask: 0, bar: { checkpoint: 9, phase: 'sync' } },
    });
    expect(after(onCount, 'right', 'open')).toMatchObject({ lens: true, selection: opened.selection });
    expect(after(onCount, 'open', 'open').lens).toBe(false);
  });

  it('opens the lens of the longest hold when the entire run is shown', () => {
    const { selection } = after({ ...onCount, checkpoint: undefined }, 'open');
    expect(selection?.bar).toEqual({ checkpoint: 0, phase: 'sync' });
  });

  it('stops at the first and the last checkpoint', () => {
    expect(after(start, 'nextCheckpoint').checkpoint).toBe(9);
    expect(after({ ...start, checkpoint: 0 }, 'previousCheckpoint').checkpoint).toBe(0);
  });

  it('steps back with Escape: lens, filter, selection, and never the zoom', () => {
    const deep: ViewState = { ...after(onCount, 'zoomIn', 'nextHold'), lens: true, filter: 'count' };
    const steps = [1, 2, 3].map((n) => after(deep, ...Array.from({ length: n }, (): Intention => 'escape')));
    expect(steps.map(({ lens, filter, selection }) => [lens, filter, selection !== undefined])).toEqual([
      [false, 'count', true],
      [false, '', true],
      [false, '', false],
    ]);
    expect(steps[2]!.range).toEqual(deep.range);
  });
});

describe('what a bar waited for', () => {
  const skew = indexTrace(flinkRecording('skew', { from: ['rest'] }));
  const checkpoint = checkpointNumbered(skew.trace, 4);
  const named = (name: string) => skew.trace.operators.findIndex((one) => one.name === name);
  const [source, count, sink] = ['Source: orders -> parse', 'count per customer', 'slow sink: Writer'].map(
    named,
  );
  const upstreamOf = (selection: ViewState['selection']) => {
    const state = { ...fitState(freshState, skew, true), checkpoint, selection };
    return carryOut(shown(state, skew), 'upstream').selection;
  };

  it('is one key away from an alignment: the subtask that sent its barrier last, and from there on', () => {
    const alignment = { operator: sink!, subtask: 0, bar: { checkpoint, phase: 'alignment' as const } };
    const late = upstreamOf(alignment);
    expect(late).toEqual({ operator: count, subtask: 2, bar: { checkpoint, phase: 'startDelay' } });
    expect(upstreamOf(late)).toMatchObject({ operator: source, subtask: 3, bar: { phase: 'startDelay' } });
  });

  it('from a bar that waited for nobody is the operator upstream', () => {
    const hold = { operator: sink!, subtask: 0, bar: { checkpoint, phase: 'sync' as const } };
    expect(upstreamOf(hold)).toMatchObject({ operator: count });
    expect(upstreamOf(hold)?.bar).toBeUndefined();
  });
});

describe('the critical path', () => {
  it('is drawn and taken away by one key, in the chart', () => {
    const drawn = after({ ...start, body: 'table' }, 'showCriticalPath');
    expect(drawn).toMatchObject({ path: true, body: 'chart', checkpoint: 9 });
    expect(after(drawn, 'showCriticalPath').path).toBe(false);
  });

  it('of the entire run is that of the checkpoint of the selected bar, or of the newest', () => {
    const all = { ...start, checkpoint: undefined };
    expect(after(all, 'showCriticalPath').checkpoint).toBe(9);
    const bar = { checkpoint: 3, phase: 'sync' as const };
    expect(
      after({ ...all, selection: { operator: 2, subtask: 0, bar } }, 'showCriticalPath').checkpoint,
    ).toBe(3);
  });
});

describe('zooming by keys', () => {
  it('works without a pointer and can be undone', () => {
    const all = shownRange(start, index);
    const zoomed = after(start, 'zoomIn');
    const range = shownRange(zoomed, index);
    expect(range.to - range.from).toBeCloseTo((all.to - all.from) / 1.5);
    expect(shownRange(after(zoomed, 'undoZoom'), index)).toEqual(all);
  });

  it('fits the selected bar', () => {
    const range = after(onCount, 'nextHold', 'fitSelection').range!;
    expect(range.to - range.from).toBeCloseTo(0.0235 * 3, 3);
  });
});

describe('a bar that is asked for', () => {
  it('is brought into view with its checkpoint and its operator open', () => {
    const away: ViewState = { ...start, range: { from: 200, to: 210 }, collapsed: ['operator count'] };
    const there = showBar(shown(away), { operator: 2, subtask: 1, bar: { checkpoint: 4, phase: 'sync' } });
    expect(there).toMatchObject({ checkpoint: 4, collapsed: [] });
    expect(there.range!.from).toBeLessThan(4);
    expect(there.range!.to).toBeGreaterThan(3);
  });
});
