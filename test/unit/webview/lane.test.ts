import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import { phases, type Phase } from '../../../src/trace/model.js';
import type { TimeScale } from '../../../webview/chart/geometry.js';
import { addBusy, fillLane, spanAtPointer } from '../../../webview/rows/lane.js';
import { indexTrace, type TraceIndex } from '../../../webview/rows/traceIndex.js';

const scale: TimeScale = { from: 0, to: 10_000, left: 0, width: 400 };
const none: ReadonlySet<Phase> = new Set();

function indexOf(rows: readonly Pick<SpanRow, 'phase' | 'start' | 'end'>[]): TraceIndex {
  return indexTrace(
    buildTrace({
      producer: { name: 'test', version: '1' },
      source: { kind: 'test', job: 'test' },
      epoch: 0,
      operators: [{ id: 'a', name: 'a', parallelism: 1, inputs: [] }],
      checkpoints: [{ id: 1, kind: 'checkpoint', trigger: 0, end: 10_000, status: 'completed' }],
      spans: rows.map((row) => ({ ...row, checkpoint: 0, operator: 0, subtask: 0 })),
    }),
  );
}

const durationOf = (index: TraceIndex, span: number): number =>
  index.end[span]! - index.trace.spans.start[span]!;

describe('dense rows', () => {
  it('never lose the longest lock hold, however many there are', () => {
    const holds = fc.array(
      fc.record({
        start: fc.double({ min: 0, max: 9000, noNaN: true }),
        length: fc.double({ min: 0, max: 300, noNaN: true }),
      }),
      {
        minLength: 1,
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(holds, (list) => {
        const index = indexOf(
          list.map(({ start, length }) => ({ phase: 'sync', start, end: start + length })),
        );
        const lane = fillLane(index, index.rows[0]!, scale, none);
        const drawn = [...lane.bars, ...lane.marks].map((span) => durationOf(index, span));
        expect(Math.max(...drawn)).toBe(
          Math.max(...index.end.map((end, i) => end - index.trace.spans.start[i]!)),
        );
      }),
    );
  });

  it('draw no more marks than there is room for', () => {
    const index = indexOf(
      Array.from({ length: 50_000 }, (_, n) => ({ phase: 'sync', start: n / 5, end: n / 5 + 0.02 })),
    );
    expect(fillLane(index, index.rows[0]!, scale, none).marks.length).toBeLessThanOrEqual(101);
  });

  it('fill each pixel column by the share of time that the narrow spans take', () => {
    const index = indexOf(
      Array.from({ length: 2000 }, (_, n) => ({ phase: 'async', start: n * 5, end: n * 5 + 2.5 })),
    );
    const busy = fillLane(index, index.rows[0]!, scale, none).busy.get('async')!;
    for (const share of busy.slice(1, 399)) expect(share).toBeCloseTo(0.5, 5);
  });

  it('count the exact part of a column that a span covers', () => {
    const columns = new Float32Array(10);
    addBusy(columns, { from: 0, to: 10, left: 0, width: 10 }, 2.25, 4.5);
    expect([...columns.slice(1, 6)]).toEqual([0, 0.75, 1, 0.5, 0]);
  });
});

describe('what is drawn', () => {
  const index = indexOf([
    { phase: 'startDelay', start: 0, end: 2000 },
    { phase: 'sync', start: 2000, end: 2000.03 },
    { phase: 'async', start: 2000.03, end: 6000 },
  ]);

  it('leaves out what the legend hides', () => {
    const { bars, marks } = fillLane(index, index.rows[0]!, scale, new Set<Phase>(['async']));
    expect([...bars, ...marks].map((span) => phases[index.trace.spans.phase[span]!])).toEqual([
      'startDelay',
      'sync',
    ]);
  });

  it('holds only what touches the visible stretch', () => {
    const { bars, marks } = fillLane(index, index.rows[0]!, { ...scale, from: 3000, to: 4000 }, none);
    expect(bars.map((span) => phases[index.trace.spans.phase[span]!])).toEqual(['async']);
    expect(marks).toEqual([]);
  });

  it('finds a span that began long before the visible stretch behind many short ones', () => {
    const rows = Array.from({ length: 100 }, (_, n) => ({
      phase: 'startDelay' as const,
      start: 10 + n,
      end: 10.5 + n,
    }));
    const long = indexOf([{ phase: 'async', start: 0, end: 9000 }, ...rows]);
    expect(fillLane(long, long.rows[0]!, { ...scale, from: 5000, to: 6000 }, none).bars).toEqual([0]);
  });

  it('gives the lock hold to a pointer that is near it, not the upload beside it', () => {
    const phaseAt = (x: number): Phase | undefined => {
      const span = spanAtPointer(index, index.rows[0]!, scale, x, none);
      return span === undefined ? undefined : phases[index.trace.spans.phase[span]!];
    };
    expect([phaseAt(40), phaseAt(81), phaseAt(150), phaseAt(390)]).toEqual([
      'startDelay',
      'sync',
      'async',
      undefined,
    ]);
  });
});
