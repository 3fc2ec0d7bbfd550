import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowRange } from '../../../src/trace/rowRange.js';
import { packTrace, unpackTrace } from '../../../src/trace/transfer.js';
import { traces } from '../../fixtures/traceArbitrary.js';

describe('the columns of a trace', () => {
  it('arrive as they were sent, in one buffer', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        expect(unpackTrace(structuredClone(packTrace(trace)))).toEqual(trace);
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
});
