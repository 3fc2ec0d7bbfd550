import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spansOfCheckpoint } from '../../../src/analysis/checkpointSpans.js';
import { extentOf } from '../../../src/analysis/extent.js';
import { phases, type Trace } from '../../../src/trace/model.js';
import { indexTrace } from '../../../webview/rows/traceIndex.js';
import { traces } from '../../fixtures/traceArbitrary.js';

/** Every index of the span columns whose span is wanted. */
function spansWhere({ spans }: Trace, isWanted: (i: number) => boolean): number[] {
  return Array.from({ length: spans.length }, (_, i) => i).filter(isWanted);
}

/** The trace with every third span going on. */
function withOpenEnds(trace: Trace): Trace {
  const end = trace.spans.end.map((moment, i) => (i % 3 === 0 ? Infinity : moment));
  return { ...trace, spans: { ...trace.spans, end } };
}

const some = fc.tuple(traces, fc.boolean()).map(([trace, isOpen]) => (isOpen ? withOpenEnds(trace) : trace));

describe('what the page asks of a trace in every frame', () => {
  it('is of all its spans, each in one row, with the latest end so far', () => {
    fc.assert(
      fc.property(some, (trace) => {
        const { rows, end, reach, now } = indexTrace(trace);
        const { spans } = trace;
        expect(rows.flatMap(({ first, last }) => spansWhere(trace, (i) => i >= first && i < last))).toEqual(
          spansWhere(trace, () => true),
        );
        for (const { operator, subtask, first, last } of rows) {
          for (let i = first; i < last; i += 1) {
            expect([spans.operator[i], spans.subtask[i]]).toEqual([operator, subtask]);
            expect(end[i]).toBe(Number.isFinite(spans.end[i]) ? spans.end[i] : now);
            expect(reach[i]).toBe(Math.max(...end.slice(first, i + 1)));
          }
        }
      }),
    );
  });

  it('has of each checkpoint how long the worst subtask stood still, and the longest lock hold', () => {
    fc.assert(
      fc.property(some, (trace) => {
        const { rows, end, checkpoints } = indexTrace(trace);
        const { start, phase, checkpoint } = trace.spans;
        const lengthOf = (i: number): number => end[i]! - start[i]!;
        const is = (i: number, ...wanted: string[]): boolean => wanted.includes(phases[phase[i]!]!);
        checkpoints.forEach((summary, c) => {
          const spans = spansWhere(trace, (i) => checkpoint[i] === c);
          const worstOf = (...wanted: string[]): number =>
            Math.max(
              0,
              ...rows.map(({ first, last }) =>
                spans
                  .filter((i) => i >= first && i < last && is(i, ...wanted))
                  .reduce((sum, i) => sum + lengthOf(i), 0),
              ),
            );
          expect(summary.blocked).toBe(worstOf('sync', 'preBarrier'));
          expect(summary.aligned).toBe(worstOf('alignment'));
          const holds = spans.filter((i) => is(i, 'sync')).map(lengthOf);
          const { longestHold: hold } = summary;
          expect(hold && hold.end - hold.start).toEqual(holds.length > 0 ? Math.max(...holds) : undefined);
          expect(summary.lastAck).toEqual(
            spans.length > 0 ? Math.max(...spans.map((i) => end[i]!)) : undefined,
          );
        });
      }),
    );
  });

  it('begins and ends with the first and the last moment that anything is known of', () => {
    fc.assert(
      fc.property(some, (trace) => {
        const { spans, checkpoints, restarts, counters } = trace;
        const moments = [
          ...spans.start,
          ...spans.end,
          ...checkpoints.flatMap(({ trigger, end }) => [trigger, end ?? trigger]),
          ...restarts.flatMap(({ failed, resumed }) => [failed, resumed ?? failed]),
          ...counters.flatMap(({ start, step, values }) => [start, start + step * values.length]),
        ].filter(Number.isFinite);
        expect(extentOf(trace)).toEqual({ start: Math.min(...moments), now: Math.max(...moments) });
      }),
    );
  });

  it('finds the spans of a checkpoint, whichever are asked for first and however many', () => {
    fc.assert(
      fc.property(traces, fc.array(fc.nat(2)), (trace, asked) => {
        for (const c of asked) {
          expect([...spansOfCheckpoint(trace, c)]).toEqual(
            spansWhere(trace, (i) => trace.spans.checkpoint[i] === c),
          );
        }
      }),
    );
  });
});
