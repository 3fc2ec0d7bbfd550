import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanColumns } from '../../../src/trace/builder.js';
import { rowRange } from '../../../src/trace/rowRange.js';
import { buffersOf, packPlainly, packTrace, unpackTrace } from '../../../src/trace/transfer.js';
import { traces } from '../../fixtures/traceArbitrary.js';

describe('the columns of a trace', () => {
  it('arrive as they were sent, in one buffer', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        expect(unpackTrace(structuredClone(packTrace(trace)))).toEqual(trace);
      }),
    );
  });

  it('arrive as they were sent where their own buffers move to another thread, also where some lie in one buffer', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const { spans } = trace;
        const { buffer } = new Float64Array([...spans.start, ...spans.end]);
        const start = new Float64Array(buffer, 0, spans.length);
        const end = new Float64Array(buffer, start.byteLength);
        const shared = { ...trace, spans: { ...spans, start, end, bytes: spans.uncertainty } };
        const wanted = structuredClone(shared);
        const packed = packPlainly(shared);
        expect(unpackTrace(structuredClone(packed, { transfer: buffersOf(packed) }))).toEqual(wanted);
      }),
    );
  });

  it('hold each row of the picture in one range', () => {
    fc.assert(
      fc.property(traces, ({ operators, spans }) => {
        let total = 0;
        operators.forEach(({ parallelism }, operator) => {
          for (let subtask = 0; subtask < parallelism; subtask++) {
            const { from, to } = rowRange(spans, { operator, subtask });
            total += to - from;
            for (let i = from; i < to; i++) {
              expect([spans.operator[i], spans.subtask[i]]).toEqual([operator, subtask]);
              if (i > from) expect(spans.start[i]).toBeGreaterThanOrEqual(spans.start[i - 1]!);
            }
          }
        });
        expect(total).toBe(spans.length);
      }),
    );
  });

  it('are in the order of the picture, whatever order the spans came in; those that begin together keep theirs', () => {
    const span = fc.record({
      operator: fc.nat(3),
      subtask: fc.nat(5),
      start: fc.nat(20),
      bytes: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 60 }), (given) => {
        const rows = given.map((row) => ({ ...row, checkpoint: 0, phase: 'async' as const, end: 30 }));
        const spans = spanColumns(rows);
        const sorted = rows.toSorted(
          (a, b) => a.operator - b.operator || a.subtask - b.subtask || a.start - b.start,
        );
        for (const column of ['operator', 'subtask', 'start', 'bytes'] as const) {
          expect(Array.from(spans[column])).toEqual(sorted.map((row) => row[column]));
        }
      }),
    );
  });
});
