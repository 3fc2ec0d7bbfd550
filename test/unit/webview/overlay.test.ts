import { describe, expect, it } from 'vitest';
import { phases } from '../../../src/trace/model.js';
import { shownRange } from '../../../webview/chart/axis.js';
import { carryOut } from '../../../webview/intentions.js';
import type { Intention } from '../../../webview/keys/keyboard.js';
import { fillLane } from '../../../webview/rows/lane.js';
import type { Shown } from '../../../webview/keys/navigation.js';
import { openParts } from '../../../webview/openParts.js';
import { overlayOf } from '../../../webview/overlay/overlay.js';
import { overlayRowHeight } from '../../../webview/overlay/overlayLayout.js';
import { indexTrace, type TraceIndex } from '../../../webview/rows/traceIndex.js';
import { fitState, freshState, type ViewState } from '../../../webview/viewState.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { shownIn } from '../../fixtures/shownRows.js';

const index = indexTrace(ordersTrace({ checkpoints: 70, slow: 30, failed: 44 }));
const start: ViewState = { ...fitState(freshState, index, true), selection: { operator: 2, subtask: 1 } };

const shown = (state: ViewState, of: TraceIndex = index): Shown => shownIn(of, state);

/** Presses one after the other. */
function after(state: ViewState, ...intentions: Intention[]): ViewState {
  return intentions.reduce((now, intention) => carryOut(shown(now), intention), state);
}

describe('the overlay', () => {
  it('opens on the selected subtask with the last 60 checkpoints, the newest chosen', () => {
    const state = after(start, 'showOverlay');
    expect(state).toMatchObject({ body: 'overlay', overlaid: { operator: 2, subtask: 1 }, checkpoint: 69 });
    const { rows } = overlayOf(index, state);
    expect(rows.map(({ checkpoint }) => checkpoint)).toEqual(Array.from({ length: 60 }, (_, n) => n + 10));
  });

  it('goes from checkpoint to checkpoint by arrows, stays in its first and last, and keeps the phase', () => {
    const state = after(start, 'showOverlay', 'right', 'right', 'right', 'rowUp', 'rowUp');
    expect(state.checkpoint).toBe(67);
    expect(state.selection).toEqual({ operator: 2, subtask: 1, bar: { checkpoint: 67, phase: 'sync' } });
    expect(after(state, 'rowDown', 'rowDown', 'rowDown', 'rowDown').checkpoint).toBe(69);
    expect(after(state, 'firstRow', 'rowUp').checkpoint).toBe(10);
  });

  it('opens the chosen checkpoint in the chart on Enter, also under an operator that was collapsed', () => {
    const state = after(start, 'collapseAll', 'showOverlay', 'pageUp', 'open');
    expect(state).toMatchObject({ body: 'chart', checkpoint: 59, selection: { operator: 2, subtask: 1 } });
    expect(state.collapsed).not.toContain(2);
  });

  it('goes back to the chart on Escape and on the key that opened it', () => {
    expect(after(start, 'showOverlay', 'escape').body).toBe('chart');
    expect(after(start, 'showOverlay', 'showOverlay').body).toBe('chart');
  });

  it('takes the slowest subtask of each checkpoint where an operator is selected, and keeps to operators', () => {
    const state = after({ ...start, selection: { operator: 2 } }, 'showOverlay');
    expect(overlayOf(index, state).rows.every(({ part }) => part.subtask === 0)).toBe(true);
    expect(after(state, 'upstream').overlaid).toEqual({ operator: 1 });
  });

  it('shows all of the slow checkpoint, and those that failed, as wide as the longest of them', () => {
    const state = after(start, 'showOverlay');
    const { usual, rows } = overlayOf(index, state);
    expect(usual.outliers.map(({ checkpoint }) => checkpoint)).toEqual([30]);
    expect(rows.filter(({ outlierBy }) => outlierBy === 'took').map(({ checkpoint }) => checkpoint)).toEqual([
      30,
    ]);
    expect(shownRange(state, index).to).toBeGreaterThan(1600);
  });

  it('keeps the zoom between checkpoints, and takes it along into the chart', () => {
    const zoomed = after(start, 'showOverlay', 'zoomIn');
    expect(after(zoomed, 'rowUp', 'open').range).toEqual(zoomed.range);
  });

  it('opens with a checkpoint also when the entire run was shown', () => {
    expect(after({ ...start, checkpoint: undefined }, 'showOverlay').checkpoint).toBe(69);
  });
});

describe('a row of the overlay', () => {
  it('has the spans of its checkpoint alone, also where those of two lie at the same time', () => {
    const expired = indexTrace(flinkRecording('expired', { from: ['rest'] }));
    const { checkpoints, spans } = expired.trace;
    const operator = expired.trace.operators.findIndex(({ name }) => name.startsWith('count'));
    const state: ViewState = { ...freshState, body: 'overlay', overlaid: { operator, subtask: 1 } };
    const { rows } = overlayOf(expired, state);
    const late = rows[3]!;
    const { trigger } = checkpoints[3]!;
    const scale = { from: trigger - 1000, to: trigger + 12_000, left: 0, width: 1000 };
    const lane = fillLane(expired, late.row, scale, new Set());
    const drawn = [...lane.bars, ...lane.marks];
    expect(drawn.map((span) => phases[spans.phase[span]!])).toContain('sync');
    expect(drawn.every((span) => spans.checkpoint[span] === 3)).toBe(true);
    expect(openParts(expired, rows[4]!.row).map(({ checkpoint, outcome }) => [checkpoint, outcome])).toEqual([
      [4, 'pending'],
    ]);
  });

  it('is as high as all fit, and never too thin to be hit', () => {
    expect([3, 40, 60, 1].map((rows) => overlayRowHeight(rows, 620))).toEqual([24, 15, 12, 24]);
  });
});
