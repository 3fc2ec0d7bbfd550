import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../../src/formats/csv.js';
import { buildTrace } from '../../../src/trace/builder.js';
import { origins, phases, type Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

const header = 'checkpoint,operator_id,operator,subtask,phase,start_ms,duration_ms,origin,uncertainty_ms';

function csvOf(trace: Trace): string {
  return [...writeCsv(trace)].join('');
}

/** RFC 4180, read the other way and by other means. */
function parse(csv: string): readonly (readonly string[])[] {
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(fields)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare!);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('the CSV of a trace', () => {
  it('has one row a span, with Unix time to the nanosecond and the checkpoint by its id', () => {
    const lines = csvOf(sampleTrace()).split('\r\n');
    expect(lines[0]).toBe(header);
    expect(lines[3]).toBe(
      `1,orders,orders,0,sync,${Date.UTC(2026, 10, 22, 10) + 2000}.2,0.006,measured,0.001`,
    );
    expect(lines).toHaveLength(sampleTrace().spans.length + 2);
  });

  it('keeps the nanoseconds that a double of Unix time has no room for', () => {
    const spans = [
      {
        checkpoint: 0,
        operator: 0,
        subtask: 0,
        phase: 'sync' as const,
        start: 2000.000024,
        end: 2000.000025,
      },
    ];
    const [, line] = csvOf(buildTrace({ ...sampleTrace(), spans, batches: [] })).split('\r\n');
    expect(line).toBe(
      `1,orders,orders,0,sync,${Date.UTC(2026, 10, 22, 10) + 2000}.000024,0.000001,measured,0`,
    );
  });

  it('gives every text back, whatever is in it', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const { spans, operators, checkpoints } = trace;
        const [head, ...rows] = parse(csvOf(trace));
        expect(head!.join(',')).toBe(header);
        expect(rows).toHaveLength(spans.length);
        rows.forEach((row, i) => {
          const operator = operators[spans.operator[i]!]!;
          expect(row.slice(0, 5)).toEqual([
            String(checkpoints[spans.checkpoint[i]!]!.id),
            operator.id,
            operator.name,
            String(spans.subtask[i]),
            phases[spans.phase[i]!],
          ]);
          expect(Number(row[5])).toBeCloseTo(trace.epoch + spans.start[i]!, 2);
          expect(Number(row[6])).toBeCloseTo(spans.end[i]! - spans.start[i]!, 5);
          expect([row[7], Number(row[8])]).toEqual([origins[spans.origin[i]!], spans.uncertainty[i]]);
        });
      }),
    );
  });
});
