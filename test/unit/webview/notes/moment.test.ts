import { describe, expect, it } from 'vitest';
import { shownRange } from '../../../../webview/chart/axis.js';
import type { TimeRange } from '../../../../webview/chart/geometry.js';
import { carryOut } from '../../../../webview/intentions.js';
import { pickedMoment, pickMoment, withMoment } from '../../../../webview/notes/moment.js';
import { placeToNote } from '../../../../webview/notes/notePlaces.js';
import { indexTrace } from '../../../../webview/rows/traceIndex.js';
import { freshState, withCheckpoint, type ViewState } from '../../../../webview/viewState.js';
import { ordersTrace } from '../../../fixtures/ordersTrace.js';

const index = indexTrace(ordersTrace());
const { epoch, spans, checkpoints } = index.trace;
const trigger = checkpoints[9]!.trigger;
const shown = (state: ViewState): Parameters<typeof pickMoment>[0] => ({
  index,
  state,
  items: [],
  groups: [],
  hidden: new Set(),
});
const onHold = {
  ...freshState,
  checkpoint: 9,
  selection: { operator: 2, subtask: 0, bar: { checkpoint: 9, phase: 'sync' } },
} as const;

describe('the moment of a note is first', () => {
  it('the start of the selected bar', () => {
    const { moment } = pickMoment(shown(onHold), undefined);
    expect(moment).toBeGreaterThan(trigger);
    expect([...spans.start]).toContain(moment);
  });

  it('the moment of the replay, or the start of the measured range, before that', () => {
    const measured = { ...onHold, measured: { from: trigger + 50, to: trigger + 90 } };
    expect(pickMoment(shown(measured), undefined).moment).toBe(trigger + 50);
    expect(pickMoment(shown(measured), trigger + 7).moment).toBe(trigger + 7);
  });

  it('the middle of what is shown where nothing of that is', () => {
    const zoomed = { ...onHold, range: { from: 200, to: 300 } };
    expect(pickMoment(shown(zoomed), undefined).moment).toBeCloseTo(trigger + 250, 6);
  });
});

describe('a picked moment', () => {
  const picked = { ...onHold, moment: trigger + 60 };

  it('is what a note is written on, before the replay and the selection', () => {
    expect(placeToNote({ index, state: picked }, trigger + 7)).toEqual({ from: epoch + trigger + 60 });
  });

  it('stays on the axis, however far it is moved', () => {
    const zoomed = { ...picked, range: { from: 0, to: 100 } };
    expect(withMoment({ index, state: zoomed }, trigger + 5000).moment).toBe(trigger + 100);
    expect(withMoment({ index, state: zoomed }, trigger - 5000).moment).toBe(trigger);
  });

  it('counts only while it is seen', () => {
    expect(pickedMoment({ index, state: picked })).toBe(trigger + 60);
    expect(pickedMoment({ index, state: { ...picked, range: { from: 200, to: 300 } } })).toBeUndefined();
    expect(pickedMoment({ index, state: { ...picked, body: 'table' } })).toBeUndefined();
    expect(withCheckpoint(picked, 3).moment).toBeUndefined();
  });

  it('is given up by Escape, before the measured range', () => {
    const both = { ...picked, measured: { from: trigger, to: trigger + 9 } };
    const first = carryOut(shown(both), 'escape');
    expect(first).toMatchObject({ moment: undefined, measured: both.measured });
    expect(carryOut(shown(first), 'escape').measured).toBeUndefined();
  });

  it('stays where it is on the screen when keys zoom', () => {
    const share = ({ from, to }: TimeRange): number => (60 - from) / (to - from);
    const before = shownRange(picked, index);
    const { range } = carryOut(shown(picked), 'zoomIn');
    expect(range!.to - range!.from).toBeLessThan(before.to - before.from);
    expect(share(range!)).toBeCloseTo(share(before), 9);
  });
});
