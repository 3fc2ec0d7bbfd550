import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckpointEvidence, SubtaskEvidence } from '../../../src/formats/evidence/model.js';
import { otlpJsonReader } from '../../../src/formats/flinkSpans/otlpJson.js';
import { writeOtlpJson } from '../../../src/formats/otlpWriter.js';
import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import { phases, type Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';
import { textFile } from './flinkSpans/otlpDocument.js';

/** A double of Unix time in ms is exact to about a quarter of a microsecond. */
const momentDigits = 3;

function written(trace: Trace): string {
  return [...writeOtlpJson(trace)].join('');
}

function readBack(trace: Trace) {
  const file = textFile('trace.jsonl', written(trace));
  expect(otlpJsonReader.recognizes(file)).toBe(true);
  const { evidence, diagnostics } = otlpJsonReader.read([file]);
  expect(diagnostics).toEqual([]);
  return evidence;
}

interface JsonSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

function spansIn(line: string): readonly JsonSpan[] {
  const request = JSON.parse(line) as { resourceSpans: { scopeSpans: { spans: JsonSpan[] }[] }[] };
  return request.resourceSpans[0]!.scopeSpans[0]!.spans;
}

function subtaskOf(checkpoint: CheckpointEvidence, vertex: string, index: number): SubtaskEvidence {
  return checkpoint.subtasks!.find(({ vertex: of, subtask }) => of === vertex && subtask === index)!;
}

describe('the OTLP JSON of a trace', () => {
  it('is a tree a line: the checkpoint, its operators, their subtasks', () => {
    const lines = written(sampleTrace()).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const spans = spansIn(line);
      expect(spans.map(({ name }) => name)).toEqual([
        'Checkpoint',
        ...['Checkpoint_Task', 'Checkpoint_Subtask'],
        ...['Checkpoint_Task', 'Checkpoint_Subtask', 'Checkpoint_Subtask'],
        ...['Checkpoint_Task', 'Checkpoint_Subtask', 'Checkpoint_Subtask'],
      ]);
      const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
      expect(names.size).toBe(spans.length);
      for (const { traceId, spanId, parentSpanId, name } of spans) {
        expect(traceId).toMatch(/^[0-9a-f]{32}$/);
        expect(traceId).toBe(spans[0]!.traceId);
        expect(spanId).toMatch(/^[0-9a-f]{16}$/);
        const parent = { Checkpoint_Task: 'Checkpoint', Checkpoint_Subtask: 'Checkpoint_Task' }[name];
        expect(parentSpanId === undefined ? undefined : names.get(parentSpanId)).toBe(parent);
      }
    }
    expect(spansIn(lines[0]!)[0]!.traceId).not.toBe(spansIn(lines[1]!)[0]!.traceId);
  });

  it('is the same every time', () => {
    expect(written(sampleTrace())).toBe(written(sampleTrace()));
  });

  it('keeps the nanoseconds that a double of Unix time has no room for', () => {
    const spans = [
      { checkpoint: 0, operator: 0, subtask: 0, phase: 'startDelay' as const, start: 2000, end: 2000.000024 },
      { checkpoint: 0, operator: 0, subtask: 0, phase: 'ack' as const, start: 2001, end: 2001.999999 },
    ];
    const [line] = writeOtlpJson(buildTrace({ ...sampleTrace(), spans, batches: [] }));
    const subtask = spansIn(line!)[2]!;
    const epoch = BigInt(Date.UTC(2026, 10, 22, 10)) * 1_000_000n;
    expect(BigInt(subtask.startTimeUnixNano) - epoch).toBe(2_000_000_024n);
    expect(BigInt(subtask.endTimeUnixNano) - epoch).toBe(2_001_999_999n);
  });

  it('is read back with the operators, checkpoints and every phase of every subtask in its place', () => {
    const trace = sampleTrace({ snapshot: 'full-copy' });
    const [job, ...others] = readBack(trace);
    expect(others).toEqual([]);
    expect(job).toMatchObject({ origin: 'spans', jobId: 'orders', name: 'orders' });
    expect(job!.vertices).toEqual(
      trace.operators.map(({ id, name, parallelism }) => ({ id, name, parallelism })),
    );
    for (const [index, checkpoint] of trace.checkpoints.entries()) {
      const found = job!.checkpoints[index]!;
      expect(found).toMatchObject({ id: checkpoint.id, status: 'completed', kind: 'checkpoint' });
      expect(found.trigger! - trace.epoch).toBeCloseTo(checkpoint.trigger, momentDigits);
      expect(found.completed! - trace.epoch).toBeCloseTo(checkpoint.end!, momentDigits);
      expect(found.checkpointedBytes).toBe(checkpoint.bytes);
    }
    const { spans } = trace;
    for (let i = 0; i < spans.length; i++) {
      const checkpoint = job!.checkpoints[spans.checkpoint[i]!]!;
      const subtask = subtaskOf(checkpoint, trace.operators[spans.operator[i]!]!.id, spans.subtask[i]!);
      const { moments, sync, async, ack, startDelay, alignment } = subtask;
      const start = spans.start[i]! + trace.epoch;
      const end = spans.end[i]! + trace.epoch;
      const length = spans.end[i]! - spans.start[i]!;
      const check = (duration: number | undefined, until: number | undefined) => {
        expect(duration).toBeCloseTo(length, 6);
        expect(until).toBeCloseTo(end, momentDigits);
      };
      const phase = phases[spans.phase[i]!]!;
      if (phase === 'startDelay') check(startDelay, moments!.firstBarrier);
      else if (phase === 'alignment') check(alignment, moments!.lastBarrier);
      else if (phase === 'sync') check(sync, moments!.syncEnd);
      else if (phase === 'async') check(async, moments!.asyncEnd);
      else if (phase === 'ack') expect(ack).toBeCloseTo(end, momentDigits);
      expect(start).toBeGreaterThanOrEqual(checkpoint.trigger! - 0.001);
    }
  });

  it('carries what Flink has no attribute for: work before the barrier, a subtask that is pending, why it failed', () => {
    const at = { checkpoint: 0, operator: 1, subtask: 1 };
    const spans: readonly SpanRow[] = [
      { ...at, phase: 'startDelay', start: 2000, end: 2010 },
      { ...at, phase: 'preBarrier', start: 2010, end: 2410.5 },
      { ...at, phase: 'sync', start: 2410.5, end: 2411 },
    ];
    const base = sampleTrace({ checkpoints: 1 });
    const trace = buildTrace({
      ...base,
      spans,
      batches: [],
      checkpoints: [
        {
          id: 1,
          kind: 'savepoint',
          trigger: 2000,
          end: 6000,
          status: 'failed',
          failure: 'It expired.',
          type: 'SYNC_SAVEPOINT',
        },
      ],
      outcomes: [{ checkpoint: 0, operator: 1, subtask: 0, outcome: 'pending' }],
    });
    const [job] = readBack(trace);
    expect(job!.checkpoints).toEqual([
      {
        id: 1,
        trigger: base.epoch + 2000,
        status: 'failed',
        kind: 'savepoint',
        type: 'SYNC_SAVEPOINT',
        failed: base.epoch + 6000,
        failure: 'It expired.',
        subtasks: [
          { vertex: 'count', subtask: 0, outcome: 'pending' },
          {
            vertex: 'count',
            subtask: 1,
            startDelay: 10,
            sync: 0.5,
            moments: {
              firstBarrier: base.epoch + 2010,
              started: base.epoch + 2010,
              barrierSent: base.epoch + 2410.5,
              syncEnd: base.epoch + 2411,
            },
          },
        ],
      },
    ]);
  });

  it('does not turn what was derived into moments that were measured', () => {
    const at = { checkpoint: 0, operator: 1, subtask: 1, origin: 'derived' as const, uncertainty: 9 };
    const spans: readonly SpanRow[] = [
      { ...at, phase: 'startDelay', start: 2000, end: 2010 },
      { ...at, phase: 'sync', start: 2010, end: 2012 },
      { ...at, phase: 'async', start: 2012, end: 2050, bytes: 77 },
      { ...at, phase: 'ack', start: 2050, end: 2059 },
    ];
    const [job] = readBack(buildTrace({ ...sampleTrace({ checkpoints: 1 }), spans, batches: [] }));
    expect(job!.checkpoints[0]!.subtasks).toEqual([
      {
        vertex: 'count',
        subtask: 1,
        outcome: 'acknowledged',
        startDelay: 10,
        sync: 2,
        async: 38,
        ack: sampleTrace().epoch + 2059,
        checkpointedBytes: 77,
      },
    ]);
  });

  it('knows an unaligned snapshot, which lies within its alignment', () => {
    const at = { checkpoint: 0, operator: 1, subtask: 1, origin: 'derived' as const };
    const spans: readonly SpanRow[] = [
      { ...at, phase: 'alignment', start: 2000, end: 2900 },
      { ...at, phase: 'sync', start: 2001, end: 2002 },
    ];
    const [job] = readBack(buildTrace({ ...sampleTrace({ checkpoints: 1 }), spans, batches: [] }));
    expect(job!.checkpoints[0]!.subtasks![0]!.unaligned).toBe(true);
  });

  it('gives back any chain of phases that was derived from Flink’s numbers', () => {
    const duration = fc.nat(100_000);
    const chain = fc.record({
      startDelay: duration,
      alignment: duration,
      sync: duration,
      async: duration,
      ack: duration,
      bytes: fc.nat(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(chain, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
        (checkpoints) => {
          const base = sampleTrace({ checkpoints: checkpoints.length });
          const rows = [
            [0, 0],
            [1, 0],
            [1, 1],
            [2, 0],
            [2, 1],
          ] as const;
          const spans = checkpoints.flatMap((chains, checkpoint) =>
            chains.flatMap((durations, row): SpanRow[] => {
              const [operator, subtask] = rows[row]!;
              let end = base.checkpoints[checkpoint]!.trigger;
              return (['startDelay', 'alignment', 'sync', 'async', 'ack'] as const).map((phase) => {
                const start = end;
                end += durations[phase];
                const bytes = phase === 'async' ? durations.bytes : 0;
                return { checkpoint, operator, subtask, phase, start, end, bytes, origin: 'derived' };
              });
            }),
          );
          const [job] = readBack(buildTrace({ ...base, spans, batches: [] }));
          checkpoints.forEach((chains, checkpoint) => {
            chains.forEach(({ bytes, ack, ...durations }, row) => {
              const [operator, subtask] = rows[row]!;
              const { id } = base.operators[operator]!;
              const length =
                durations.startDelay + durations.alignment + durations.sync + durations.async + ack;
              const found = subtaskOf(job!.checkpoints[checkpoint]!, id, subtask);
              expect(found).toEqual({
                vertex: id,
                subtask,
                outcome: 'acknowledged',
                ...durations,
                ack: base.epoch + base.checkpoints[checkpoint]!.trigger + length,
                ...(bytes === 0 ? {} : { checkpointedBytes: bytes }),
              });
            });
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is sound for any trace', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const lines = written(trace).split('\n');
        expect(lines).toHaveLength(trace.checkpoints.length + 1);
        for (const line of lines.slice(0, -1)) {
          for (const { startTimeUnixNano, endTimeUnixNano } of spansIn(line)) {
            expect(startTimeUnixNano).toMatch(/^\d{1,19}$/);
            expect(endTimeUnixNano).toMatch(/^\d{1,19}$/);
          }
        }
        const { diagnostics } = otlpJsonReader.read([textFile('x', written(trace))]);
        expect(diagnostics).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
