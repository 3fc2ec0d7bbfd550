import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../../../src/trace/ckptReader.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { InputError } from '../../../src/trace/diagnostics.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

describe('a written trace', () => {
  it('reads back as it was, with nothing to complain about', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const { trace: read, diagnostics } = readTrace(writeTrace(trace));
        expect(diagnostics).toEqual([]);
        expect(read).toEqual(trace);
      }),
    );
  });

  it('is written with the same bytes after it was read', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const text = writeTrace(trace);
        const { trace: read, unknown } = readTrace(text);
        expect(writeTrace(read, unknown)).toBe(text);
      }),
    );
  });

  it('stays as it is when times have more digits than nanoseconds', () => {
    const moment = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(moment, moment, (start, duration) => {
        const sample = sampleTrace();
        const spans = {
          ...sample.spans,
          start: sample.spans.start.fill(start),
          end: sample.spans.end.fill(start + duration),
        };
        const text = writeTrace({ ...sample, spans });
        const { trace, unknown } = readTrace(text);
        expect(writeTrace(trace, unknown)).toBe(text);
      }),
    );
  });
});

describe('a damaged trace', () => {
  const text = writeTrace(sampleTrace({ checkpoints: 1 }));

  it('cut anywhere is read as far as it goes, or refused with a reason', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 2), (length) => {
        expectTraceOrReason(text.slice(0, length));
      }),
      { numRuns: 200 },
    );
  });

  it('with any characters overwritten is read as far as it is sound, or refused with a reason', () => {
    const flip = fc.record({
      at: fc.nat(text.length - 1),
      by: fc.string({ minLength: 1, maxLength: 3, unit: 'binary' }),
    });
    fc.assert(
      fc.property(fc.array(flip, { minLength: 1, maxLength: 5 }), (flips) => {
        const damaged = flips.reduce(
          (whole, { at, by }) => whole.slice(0, at) + by + whole.slice(at + by.length),
          text,
        );
        expectTraceOrReason(damaged, { complains: false });
      }),
      { numRuns: 200 },
    );
  });

  it('of any JSON at all is read or refused, and what is read can be written', () => {
    const file = fc.record({
      version: fc.jsonValue(),
      operators: fc.jsonValue(),
      checkpoints: fc.jsonValue(),
      spans: fc.jsonValue(),
    });
    fc.assert(
      fc.property(file, (fields) => {
        expectTraceOrReason(JSON.stringify({ format: 'checkpoint-trace', ...fields }), { complains: false });
      }),
    );
  });
});

/** Reads; whatever comes out must be sound enough to be written and read again without complaint. */
function expectTraceOrReason(text: string, { complains } = { complains: true }): void {
  try {
    const { trace, diagnostics, unknown } = readTrace(text);
    if (complains) expect(diagnostics).not.toEqual([]);
    expect(readTrace(writeTrace(trace, unknown)).diagnostics).toEqual([]);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.diagnostics.map(({ message }) => message).join('')).not.toBe('');
  }
}
