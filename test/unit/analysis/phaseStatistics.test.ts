import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  statisticsByOperator,
  statisticsByPhase,
  type Coverage,
} from '../../../src/analysis/phaseStatistics.js';
import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import { phases, type Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const operators = [0, 1, 2].map((n) => ({ id: `op${n}`, name: `op ${n}`, parallelism: 2, inputs: [] }));
const checkpoints = [0, 1, 2, 3].map((n) => {
  return { id: n + 1, kind: 'checkpoint', trigger: n * 100, end: n * 100 + 90, status: 'completed' } as const;
});
const allRows = operators.flatMap((_, operator) => [0, 1].map((subtask) => ({ operator, subtask })));

function traceOf(spans: readonly SpanRow[], source = sampleTrace().source): Trace {
  return buildTrace({ ...sampleTrace(), source, operators, checkpoints, spans, counters: [], batches: [] });
}

/** Whole ms, so that sums are exact. */
const spanRow: fc.Arbitrary<SpanRow> = fc
  .record({
    checkpoint: fc.nat(3),
    operator: fc.nat(2),
    subtask: fc.nat(1),
    phase: fc.constantFrom(...phases),
    start: fc.nat(500),
    length: fc.nat(60),
    origin: fc.constantFrom('measured', 'derived'),
  })
  .map(({ length, ...row }) => ({ ...row, end: row.start + length }));

const coverage: fc.Arbitrary<Coverage> = fc.record({
  rows: fc.subarray(allRows),
  checkpoints: fc.option(
    fc.subarray([0, 1, 2, 3]).map((list) => new Set(list)),
    { nil: undefined },
  ),
  stretch: fc.option(
    fc
      .tuple(fc.nat(400), fc.integer({ min: 1, max: 200 }))
      .map(([from, length]) => ({ from, to: from + length })),
    { nil: undefined },
  ),
});

/** The same by the definitions, one number at a time. */
function naive(all: readonly SpanRow[], covered: Coverage, operator: number | undefined): unknown[] {
  const { stretch: { from, to } = { from: -Infinity, to: Infinity } } = covered;
  const spans = all.filter(
    (span) =>
      (operator === undefined || span.operator === operator) &&
      covered.rows.some((row) => row.operator === span.operator && row.subtask === span.subtask) &&
      (!covered.checkpoints || covered.checkpoints.has(span.checkpoint)) &&
      span.start < to &&
      (span.end > from || (span.start === span.end && span.start >= from)),
  );
  const kinds = [
    ...phases.map((phase) => ({ phase, isLeftOver: false })),
    { phase: 'ack', isLeftOver: true },
  ];
  return kinds.flatMap(({ phase, isLeftOver }) => {
    const of = spans.filter(
      (span) => span.phase === phase && (phase === 'ack' && span.origin === 'derived') === isLeftOver,
    );
    if (of.length === 0) return [];
    const lengths = of.map(({ start, end }) => end - start);
    const notOver = (length: number): number =>
      lengths.filter((other) => other <= length).length / lengths.length;
    const least = (share: number): number =>
      Math.min(...lengths.filter((length) => notOver(length) * 100 >= share - 1e-9));
    const half = [...lengths].sort((a, b) => a - b);
    const inside = of.reduce(
      (sum, { start, end }) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)),
      0,
    );
    return [
      {
        phase,
        isLeftOver,
        spread: {
          count: of.length,
          min: half[0],
          median: (half[Math.floor((half.length - 1) / 2)]! + half[Math.ceil((half.length - 1) / 2)]!) / 2,
          p95: least(95),
          p99: least(99),
          max: half.at(-1),
          total: lengths.reduce((sum, length) => sum + length, 0),
        },
        inside,
        blocked: phase === 'sync' || phase === 'preBarrier' || phase === 'alignment' ? inside : 0,
      },
    ];
  });
}

describe('statistics by phase', () => {
  it('are what the definitions give, whatever is covered', () => {
    fc.assert(
      fc.property(fc.array(spanRow, { maxLength: 60 }), coverage, (spans, covered) => {
        const trace = traceOf(spans);
        expect(statisticsByPhase(trace, covered)).toMatchObject(naive(spans, covered, undefined));
        const byOperator = statisticsByOperator(trace, covered);
        for (const { operator } of covered.rows) {
          const of = byOperator.filter((one) => one.operator === operator);
          expect(of).toMatchObject(naive(spans, covered, operator));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('name the longest span, one that is covered', () => {
    fc.assert(
      fc.property(fc.array(spanRow, { minLength: 1, maxLength: 60 }), coverage, (rows, covered) => {
        const trace = traceOf(rows);
        const { spans } = trace;
        for (const { longest, spread, phase } of statisticsByPhase(trace, covered)) {
          expect(spans.end[longest]! - spans.start[longest]!).toBe(spread.max);
          expect(phases[spans.phase[longest]!]).toBe(phase);
          expect(covered.checkpoints?.has(spans.checkpoint[longest]!) ?? true).toBe(true);
        }
      }),
    );
  });

  const at = { checkpoint: 0, operator: 0, subtask: 0 };

  it('count a span that lies partly in the stretch whole in its spread, and by its part in the sum', () => {
    const trace = traceOf([{ ...at, phase: 'sync', start: 10, end: 50 }]);
    const [hold] = statisticsByPhase(trace, { rows: allRows, stretch: { from: 40, to: 200 } });
    expect(hold).toMatchObject({ spread: { max: 40, total: 40 }, inside: 10, blocked: 10 });
  });

  it('say of a checkpoint that barriers may overtake that its alignment blocked nobody', () => {
    const source = { ...sampleTrace().source, checkpointing: { mode: 'exactly_once', unaligned: true } };
    const trace = traceOf([{ ...at, phase: 'alignment', start: 10, end: 50 }], source);
    expect(statisticsByPhase(trace, { rows: allRows })[0]).toMatchObject({ inside: 40, blocked: 0 });
  });
});
