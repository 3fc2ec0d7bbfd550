import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phases } from '../../../src/trace/model.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { shownRange } from '../../../webview/chart/axis.js';
import { keepState, restoreState } from '../../../webview/kept/keptState.js';
import { indexTrace, rowAt } from '../../../webview/rows/traceIndex.js';
import {
  fitState,
  freshState,
  redoRange,
  undoRange,
  withCheckpoint,
  withRange,
  type ViewState,
} from '../../../webview/viewState.js';
import { roundTicks } from '../../../webview/chart/ticks.js';

const running = (checkpoints: number): ReturnType<typeof indexTrace> =>
  indexTrace(ordersTrace({ running: true, checkpoints }));

describe('a view that is opened', () => {
  it('shows the newest completed checkpoint', () => {
    expect(fitState(freshState, indexTrace(ordersTrace()), true).checkpoint).toBe(9);
    expect(fitState(freshState, running(4), true).checkpoint).toBe(2);
  });

  it('shows a checkpoint in progress when there is no other', () => {
    expect(fitState(freshState, running(1), true).checkpoint).toBe(0);
  });

  it('comes back as it was left when its tab was hidden', () => {
    const left: ViewState = {
      ...freshState,
      checkpoint: 3,
      range: { from: 1, to: 2 },
      hidden: ['ack'],
      selection: { operator: 2, subtask: 1, bar: { checkpoint: 3, phase: 'sync' } },
    };
    const kept: unknown = JSON.parse(JSON.stringify(keepState('a.ckpt.json', left)));
    const restored = restoreState('a.ckpt.json', kept);
    expect(restored.fresh).toBe(false);
    expect(fitState(restored.state, indexTrace(ordersTrace()), false)).toEqual(left);
  });

  it('starts anew for another file', () => {
    const kept = keepState('a.ckpt.json', { ...freshState, checkpoint: 3 });
    expect(restoreState('b.ckpt.json', kept)).toEqual({ state: freshState, fresh: true });
  });
});

describe('a kept state that is damaged or of another version', () => {
  const file = 'a.ckpt.json';
  const index = indexTrace(ordersTrace());
  const restored = (state: unknown): ViewState => restoreState(file, { file, state }).state;

  it('is used as far as it can be read', () => {
    const state = {
      checkpoint: 3,
      range: { from: 'x', to: 2 },
      selection: { operator: 2, subtask: 1, bar: { checkpoint: 3, phase: 'melting' } },
      hidden: ['ack', 'melting', 7],
      collapsed: ['operator count', -1, null],
      density: 'tiny',
      filter: 5,
      follow: 'yes',
    };
    expect(restored(state)).toEqual({
      ...freshState,
      checkpoint: 3,
      selection: { operator: 2, subtask: 1 },
      hidden: ['ack'],
      collapsed: ['operator count'],
    });
  });

  it('opens afresh where it cannot be read at all', () => {
    for (const kept of [undefined, null, 7, 'x', [], {}, { file }, { file, state: null }]) {
      expect(restoreState(file, kept)).toEqual({ state: freshState, fresh: true });
    }
  });

  it('always gives a view that can be shown', () => {
    const word = fc.constantFrom(...phases, 'normal', 'x');
    const part = fc.oneof(fc.anything(), fc.integer({ min: -2, max: 99 }), fc.double(), word);
    const nested = fc.record({
      operator: part,
      subtask: part,
      bar: fc.record({ checkpoint: part, phase: part }),
    });
    const range = fc.record({ from: part, to: part });
    const any = fc.record({
      checkpoint: part,
      selection: nested,
      range,
      collapsed: fc.array(part),
      hidden: fc.array(part),
    });
    fc.assert(
      fc.property(any, (state) => {
        const fitted = fitState(restored(state), index, false);
        const { from, to } = shownRange(fitted, index);
        expect(roundTicks({ from, to }, 10).length).toBeLessThan(13);
        if (fitted.selection?.subtask !== undefined) {
          expect(rowAt(index, fitted.selection.operator, fitted.selection.subtask)).toBeDefined();
        }
        const checkpoint = fitted.selection?.bar?.checkpoint ?? fitted.checkpoint ?? 0;
        expect(index.trace.checkpoints[checkpoint]).toBeDefined();
      }),
    );
  });
});

describe('a run that goes on', () => {
  it('follows the newest completed checkpoint', () => {
    const first = fitState(freshState, running(3), true);
    expect(fitState(first, running(6), false).checkpoint).toBe(4);
  });

  it('follows to the checkpoint with which the run ends', () => {
    const first = fitState(freshState, running(3), true);
    const ended = indexTrace(ordersTrace({ checkpoints: 6 }));
    expect(fitState(first, ended, false, true).checkpoint).toBe(5);
    expect(fitState(first, ended, false, false).checkpoint).toBe(1);
  });

  it('stays at the checkpoint that a person chose', () => {
    const chosen = { ...withCheckpoint(fitState(freshState, running(3), true), 0), follow: false };
    expect(fitState(chosen, running(6), false).checkpoint).toBe(0);
  });

  it('keeps zoom and row while it follows', () => {
    const first = withRange(
      { ...fitState(freshState, running(3), true), selection: { operator: 2, subtask: 1 } },
      { from: 1, to: 5 },
    );
    const later = fitState(first, running(6), false);
    expect(later.range).toEqual({ from: 1, to: 5 });
    expect(later.selection).toMatchObject({ operator: 2, subtask: 1 });
  });

  it('lets go of what a restarted run no longer has', () => {
    const far = { ...freshState, checkpoint: 9, selection: { operator: 2 } };
    expect(fitState(far, running(3), false).checkpoint).toBe(1);
  });
});

describe('the zoom', () => {
  it('can be undone and done again, step by step', () => {
    const once = withRange(freshState, { from: 0, to: 10 });
    const twice = withRange(once, { from: 0, to: 5 });
    expect(undoRange(twice).range).toEqual({ from: 0, to: 10 });
    expect(undoRange(undoRange(twice)).range).toBeUndefined();
    expect(redoRange(undoRange(twice)).range).toEqual({ from: 0, to: 5 });
    expect(undoRange(freshState)).toBe(freshState);
  });

  it('stays when another checkpoint is shown, and goes when the entire run is', () => {
    const zoomed = withRange({ ...freshState, checkpoint: 1 }, { from: 0, to: 10 });
    expect(withCheckpoint(zoomed, 2).range).toEqual({ from: 0, to: 10 });
    expect(withCheckpoint(zoomed, undefined).range).toBeUndefined();
  });
});

it('keeps the selected phase from one checkpoint to the next', () => {
  const selected: ViewState = {
    ...freshState,
    checkpoint: 1,
    selection: { operator: 2, subtask: 0, bar: { checkpoint: 1, phase: 'sync' } },
  };
  expect(withCheckpoint(selected, 2).selection?.bar).toEqual({ checkpoint: 2, phase: 'sync' });
});
