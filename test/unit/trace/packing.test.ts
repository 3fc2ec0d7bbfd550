import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTraceBytes } from '../../../src/trace/ckptReader.js';
import type { Spans, Trace } from '../../../src/trace/model.js';
import { packTrace, unpackTrace } from '../../../src/trace/transfer.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';
import { writeHugeTrace } from '../../fixtures/hugeTraceFile.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const wide = ['start', 'end', 'uncertainty', 'bytes'] as const;
const int = ['checkpoint', 'operator', 'subtask'] as const;
const byte = ['phase', 'origin'] as const;
const length = 200;

/** Beside what files have: no number, infinity, a negative zero, the least and the largest number, the last whole ones. */
const odd = fc.oneof(
  fc.double(),
  fc.maxSafeInteger(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE, 2 ** 49, 2 ** 53),
);
const usual = fc.nat(1e9).map((nanos) => nanos / 1e6);

function some<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> {
  return fc.array(value, { minLength: length, maxLength: length });
}

/** A column that is as those of files are, but for a few values. */
const numbers = fc
  .tuple(some(fc.oneof(usual, fc.constant(0))), fc.array(fc.tuple(fc.nat(length - 1), odd), { maxLength: 5 }))
  .map(([values, others]) => {
    const column = Float64Array.from(values);
    for (const [at, value] of others) column[at] = value;
    return column;
  });
const int32s = some(fc.oneof(fc.nat(2), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })));

const spans: fc.Arbitrary<Spans> = fc.record({
  length: fc.constant(length),
  checkpoint: some(fc.nat(1)).map((values) => Int32Array.from(values)),
  operator: int32s.map((values) => Int32Array.from(values)),
  subtask: int32s.map((values) => Int32Array.from(values)),
  phase: some(fc.nat(5)).map((values) => Uint8Array.from(values)),
  origin: some(fc.nat(255)).map((values) => Uint8Array.from(values)),
  ...{
    start: numbers,
    end: numbers,
    uncertainty: fc.oneof(numbers, some(odd).map(Float64Array.from.bind(Float64Array))),
    bytes: numbers,
  },
});

describe('a packed trace', () => {
  it('gives each value back to the last bit, also where it is none that a file would have', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const trace: Trace = { ...sampleTrace(), spans: given };
        const { spans: back } = unpackTrace(packTrace(trace));
        for (const name of [...wide, ...int, ...byte]) expect(back[name]).toEqual(given[name]);
      }),
    );
  });

  it('comes back whole whatever its length: none, a few, and more than are written at once', () => {
    for (const count of [0, 2, 20_000]) {
      const trace = hugeTrace(count, Math.min(count, 4) || 1);
      expect(unpackTrace(packTrace(trace))).toEqual(trace);
    }
  });

  it('takes a fifth of the room of its columns, or less, when it was read from a file', () => {
    const text: string[] = [];
    writeHugeTrace(20_000, 20, (piece) => text.push(piece));
    const { trace } = readTraceBytes(Buffer.from(text.join('')));
    const columns = [...wide, ...int, ...byte].reduce((sum, name) => sum + trace.spans[name].byteLength, 0);
    expect(packTrace(trace).columns.byteLength).toBeLessThan(columns / 5);
  });
});
