import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPath } from '../../../src/analysis/path/criticalPath.js';
import { Edges } from '../../../src/analysis/path/edges.js';
import { pathSum, type PathSum } from '../../../src/analysis/path/pathSum.js';
import { sharesByCheckpoint } from '../../../src/analysis/shares.js';
import type { Trace } from '../../../src/trace/model.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

function sumsOf(trace: Trace): readonly PathSum[] {
  const now = trace.spans.end.reduce((latest, end) => Math.max(latest, end), 0);
  const edges = new Edges(trace);
  return sharesByCheckpoint(trace).map((shares) => pathSum(trace, criticalPath(shares, edges, now)));
}

/** The number as it is written, a part below the unit as 0; in tenths, which are whole. */
function written(value: string): number {
  return value.startsWith('<') ? 0 : Math.round(Number(value.split(' ')[0]!.replaceAll(',', '')) * 10);
}

function unitOf(value: string): string {
  return value.split(' ')[1]!;
}

describe('the critical path as a sum', () => {
  it('adds up as it is written, in one unit', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        for (const { steps, total } of sumsOf(trace)) {
          const values = steps.flatMap(({ lines }) => lines.map(({ value }) => value));
          expect(values.reduce((sum, value) => sum + written(value), 0)).toBe(written(total));
          expect(values.every((value) => unitOf(value) === unitOf(total))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('names each subtask once, with what it had of the time and the bars it lies in', () => {
    const trace = flinkRecording('skew', { from: ['rest'] });
    const { steps, total, totalLabel } = sumsOf(trace)[checkpointNumbered(trace, 4)]!;
    expect(
      steps.map(({ who, lines }) => [who, ...lines.map(({ label, value }) => `${label}: ${value}`)]),
    ).toEqual([
      ['Source: orders -> parse (4/4)', 'start delay: 42 ms'],
      [
        'count per customer (3/4)',
        'barrier on its way: 1,390 ms',
        'lock hold: 1 ms',
        'upload, 28.3 kB: 44 ms',
        'after the upload, not split: 159 ms',
      ],
    ]);
    expect([totalLabel, total]).toEqual(['end to end', '1,636 ms']);
    expect(steps.flatMap(({ lines }) => lines.map(({ target }) => target?.phase))).toEqual([
      'startDelay',
      'startDelay',
      'sync',
      'async',
      'ack',
    ]);
  });

  it('shows what is shorter than the unit of an embedded run as less than its smallest step', () => {
    const { steps, total } = sumsOf(ordersTrace())[0]!;
    const lines = steps.flatMap((step) => step.lines);
    expect(lines.find(({ label }) => label === 'lock hold')?.value).toBe('<0.1 ms');
    expect(lines.at(-1)).toMatchObject({ label: 'last ack to completed', value: '10.0 ms' });
    expect(total).toMatch(/^\d{3}\.\d ms$/);
  });
});
