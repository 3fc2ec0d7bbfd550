import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partOfTrace } from '../../../src/analysis/partOfTrace.js';
import { statisticsByOperator } from '../../../src/analysis/phaseStatistics.js';
import { verdict, verdictText } from '../../../src/analysis/verdict/verdict.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';

const traces = [
  ordersTrace({ failed: 4 }),
  flinkRecording('skew', { from: ['rest'] }),
  flinkRecording('hidden-flush'),
];
const choices = fc.constantFrom(...traces).chain((trace) =>
  fc.record({
    trace: fc.constant(trace),
    chosen: fc.subarray([...trace.checkpoints.keys()], { minLength: 1 }),
  }),
);

describe('a part of a trace', () => {
  it('has of each phase what the whole has in those checkpoints', () => {
    fc.assert(
      fc.property(choices, ({ trace, chosen }) => {
        const part = partOfTrace(trace, chosen);
        const rows = trace.operators.flatMap(({ parallelism }, operator) =>
          Array.from({ length: parallelism }, (_, subtask) => ({ operator, subtask })),
        );
        const inPart = statisticsByOperator(part, { rows });
        const inWhole = statisticsByOperator(trace, { rows, checkpoints: new Set(chosen) });
        expect(inPart).toEqual(inWhole.map((one, n) => ({ ...one, longest: inPart[n]!.longest })));
        inPart.forEach(({ longest }, n) => {
          const there = inWhole[n]!.longest;
          expect(part.spans.start[longest]).toBe(trace.spans.start[there]);
          expect(chosen[part.spans.checkpoint[longest]!]).toBe(trace.spans.checkpoint[there]);
        });
      }),
    );
  });

  it('takes outcomes and waits of its own checkpoints along, under their new places', () => {
    fc.assert(
      fc.property(choices, ({ trace, chosen }) => {
        const part = partOfTrace(trace, chosen);
        for (const name of ['outcomes', 'waits'] as const) {
          const there = trace[name].filter(({ checkpoint }) => chosen.includes(checkpoint));
          expect(part[name].map((one) => ({ ...one, checkpoint: chosen[one.checkpoint] }))).toEqual(there);
        }
      }),
    );
  });

  it('is judged as a trace of these checkpoints: nothing is said of how the whole ended', () => {
    const trace = {
      ...ordersTrace({ failed: 4 }),
      source: { kind: 'engine', job: 'orders', state: 'failed', failure: 'The disk is full.' },
    };
    const text = verdictText(verdict(partOfTrace(trace, [3, 4, 5])));
    expect(text).toContain('Processing stood still for 25.7 µs at count per customer (1/2).');
    expect(text).toContain('It was the longest in 3 checkpoints, in #5');
    expect(text).toContain('1 of 3 checkpoints failed.');
    expect(text).not.toContain('The disk is full.');
    expect(verdictText(verdict(trace))).toContain('The disk is full.');
  });
});
