import { describe, expect, it } from 'vitest';
import { blockedBySubtask, blockedMs, worstBlocked } from '../../../src/analysis/blockedTime.js';
import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import type { Phase, Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

function span(phase: Phase, start: number, end: number, more: Partial<SpanRow> = {}): SpanRow {
  return { checkpoint: 0, operator: 1, subtask: 0, phase, start, end, ...more };
}

function traceOf(...spans: readonly SpanRow[]): Trace {
  return buildTrace({ ...sampleTrace(), spans, batches: [] });
}

describe('blocked time', () => {
  it('is lock hold and flush, and nothing else', () => {
    const trace = traceOf(
      span('startDelay', 0, 100),
      span('alignment', 100, 200),
      span('preBarrier', 200, 203),
      span('sync', 203, 204),
      span('async', 204, 900),
      span('ack', 900, 901),
    );
    expect(blockedMs(trace)).toBe(4);
    expect(worstBlocked(trace)).toMatchObject({ ms: 4, syncMs: 1, preBarrierMs: 3, measured: true });
  });

  it('can be asked of a checkpoint, an operator and a subtask', () => {
    const trace = traceOf(
      span('sync', 0, 1),
      span('sync', 0, 10, { subtask: 1 }),
      span('sync', 0, 100, { operator: 2 }),
      span('sync', 2000, 3000, { checkpoint: 1 }),
    );
    expect(blockedMs(trace)).toBe(1111);
    expect(blockedMs(trace, { checkpoint: 0 })).toBe(111);
    expect(blockedMs(trace, { operator: 1 })).toBe(1011);
    expect(blockedMs(trace, { checkpoint: 0, operator: 1, subtask: 1 })).toBe(10);
    expect(worstBlocked(trace, { checkpoint: 0 })).toMatchObject({ operator: 2, ms: 100 });
    expect(worstBlocked(trace)).toMatchObject({ checkpoint: 1, operator: 1, subtask: 0, ms: 1000 });
  });

  it('of a subtask is kept apart by checkpoint when two overlap', () => {
    const trace = traceOf(
      span('preBarrier', 0, 1),
      span('preBarrier', 2, 4, { checkpoint: 1 }),
      span('sync', 5, 6),
      span('sync', 7, 8, { checkpoint: 1 }),
    );
    expect([...blockedBySubtask(trace)].map(({ checkpoint, ms }) => [checkpoint, ms])).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it('is unknown, not zero, where neither was recorded', () => {
    expect(worstBlocked(traceOf(span('async', 0, 1)))).toBeUndefined();
  });

  it('is not called measured when a part of it was derived', () => {
    const trace = traceOf(
      span('preBarrier', 0, 1, { origin: 'derived', uncertainty: 0.5 }),
      span('sync', 1, 2),
    );
    expect(worstBlocked(trace)).toMatchObject({ measured: false, uncertaintyMs: 0.5 });
  });
});
