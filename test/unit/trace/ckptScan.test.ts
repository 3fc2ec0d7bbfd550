import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrace, readTraceBytes, type ReadResult } from '../../../src/trace/ckptReader.js';
import { scanTrace } from '../../../src/trace/ckptScan.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { InputError } from '../../../src/trace/diagnostics.js';
import type { Trace } from '../../../src/trace/model.js';
import { Surprise } from '../../../src/trace/scan/byteScanner.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const sample = sampleTrace();
const sampleText = writeTrace(sample);

/** What scanning gives, or where it gave up. */
function scan(bytes: Uint8Array): ReturnType<typeof scanTrace> | Surprise {
  try {
    return scanTrace(bytes);
  } catch (error) {
    if (error instanceof Surprise) return error;
    throw error;
  }
}

function outcomeOf(read: () => ReadResult): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
}

/** Scanning gives what the tolerant reader gives, without complaints, or gives up; and the front door gives the same. */
function expectSameOrGivenUp(bytes: Uint8Array): boolean {
  const tolerant = outcomeOf(() => readTrace(decode(bytes)));
  const scanned = scan(bytes);
  if (!(scanned instanceof Surprise)) expect({ ...scanned, diagnostics: [] }).toEqual(tolerant);
  return !(scanned instanceof Surprise);
}

/** The spans of a trace as people write them: a list of row objects, in the order of the trace. */
function withRows(trace: Trace, indent?: number): string {
  const file = JSON.parse(writeTrace(trace)) as Record<string, Record<string, unknown[]>>;
  for (const table of ['spans', 'batches']) {
    const columns = file[table];
    if (columns === undefined) continue;
    const rows = columns['start']!.map((_, row) =>
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]])),
    );
    Object.assign(file, { [table]: rows });
  }
  return JSON.stringify(file, null, indent);
}

describe('scanning a trace file', () => {
  it('gives what the tolerant reader gives for whatever our writer writes', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        expect(expectSameOrGivenUp(encode(writeTrace(trace)))).toBe(true);
      }),
    );
  });

  it('gives the same for spans and batches in row objects', () => {
    fc.assert(
      fc.property(traces, fc.constantFrom(undefined, 2), (trace, indent) => {
        expect(expectSameOrGivenUp(encode(withRows(trace, indent)))).toBe(true);
      }),
    );
  });

  it('gives the same or gives up where any bytes were overwritten, taken out or doubled', () => {
    const bytes = encode(sampleText);
    const rows = encode(withRows(sample));
    const edit = fc.record({
      inRows: fc.boolean(),
      at: fc.nat(bytes.length - 1),
      removed: fc.nat(3),
      added: fc.oneof(
        fc.uint8Array({ maxLength: 3 }),
        fc
          .constantFrom(...'0123456789-.eE,:"[]{} \n'.split(''), 'null', '1e2', '"x":1,', '\\u0061', '/**/')
          .map(encode),
      ),
    });
    fc.assert(
      fc.property(edit, ({ inRows, at, removed, added }) => {
        const whole = inRows ? rows : bytes;
        const from = at % whole.length;
        expectSameOrGivenUp(
          Uint8Array.of(...whole.subarray(0, from), ...added, ...whole.subarray(from + removed)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same or gives up for numbers in any form', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,18})(\.\d{1,24})?([eE][+-]?\d{1,3})?$/);
    const table = { operator: [0], subtask: [0], checkpoint: [0], phase: ['sync'], duration: [1] };
    fc.assert(
      fc.property(digits, digits, (start, bytes) => {
        const text = JSON.stringify({
          ...(JSON.parse(sampleText) as object),
          batches: undefined,
          spans: table,
        });
        expectSameOrGivenUp(
          encode(text.replace('"operator":[0]', `"start":[${start}],"bytes":[${bytes}],$&`)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('reads a file with a byte order mark', () => {
    expect(scan(encode(`\ufeff${sampleText}`))).toEqual(scan(encode(sampleText)));
    expect(readTraceBytes(encode(`\ufeff${sampleText}`))).toEqual(readTrace(sampleText));
  });

  it('takes members and columns in any order, and keeps those of the top that it does not know', () => {
    const file = JSON.parse(sampleText) as Record<string, object>;
    const backwards = Object.fromEntries(
      Object.entries({
        ...file,
        spans: Object.fromEntries(Object.entries(file['spans']!).reverse()),
        team: { of: 3 },
      }).reverse(),
    );
    const bytes = encode(JSON.stringify(backwards));
    expect(expectSameOrGivenUp(bytes)).toBe(true);
    expect(scan(bytes)).toMatchObject({ unknown: { top: { team: { of: 3 } } } });
  });

  it.each([
    ['a comment', sampleText.replace('{', '{ // by hand\n')],
    ['a comma too many', sampleText.replace('],\n    "operator"', ',],\n    "operator"')],
    ['an unknown column', sampleText.replace('"checkpoint": [', '"host": [], "checkpoint": [')],
    ['a doubled column', sampleText.replace('"checkpoint": [', '"subtask": [], "checkpoint": [')],
    ['a doubled member', sampleText.replace('{', '{"version": 1,')],
    ['a column that is shorter', sampleText.replace(/"phase": \["\w+",/, '"phase": [')],
    ['a column that is longer', sampleText.replace(/"phase": \[/, '"phase": ["sync",')],
    ['no column of phases', sampleText.replace('"phase"', '"phrase"')],
    ['a word with an escape', sampleText.replace('"startDelay"', '"startDel\\u0061y"')],
    ['an unknown word', sampleText.replace('"startDelay"', '"startDelays"')],
    ['null for a number', sampleText.replace(/"start": \[\d+/, '"start": [null')],
    ['an index with a fraction', sampleText.replace('"checkpoint": [0', '"checkpoint": [0.0')],
    ['an index beyond the checkpoints', sampleText.replace('"checkpoint": [0', '"checkpoint": [9')],
    ['a subtask beyond the parallelism', sampleText.replace('"subtask": [0', '"subtask": [9')],
    ['spans that are not sorted', sampleText.replace('"operator": [0', '"operator": [1')],
    ['a negative duration', sampleText.replace('"duration": [', '"duration": [-')],
    ['a number with a leading zero', sampleText.replace('"duration": [', '"duration": [0')],
    ['a time beyond all dates', sampleText.replace('"start": [', '"start": [9e99')],
    ['zeros at the end', `${sampleText}\0\0`],
    ['no end', sampleText.slice(0, -40)],
    ['another format', sampleText.replace('checkpoint-trace', 'something')],
    ['a newer version', sampleText.replace('"version": 1', '"version": 2')],
    ['an epoch that is none', sampleText.replace(/"epoch": "[^"]*"/, '"epoch": "today"')],
  ])('leaves a file with %s to the tolerant reader', (_, text) => {
    expect(text).not.toBe(sampleText);
    const bytes = encode(text);
    expect(scan(bytes)).toBeInstanceOf(Surprise);
    expect(outcomeOf(() => readTraceBytes(bytes))).toEqual(outcomeOf(() => readTrace(text)));
  });

  it('says of a file that is no text what it is', () => {
    expect(() => readTraceBytes(Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow(
      'The file is compressed with gzip.',
    );
    expect(() => readTraceBytes(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0))).toThrow('The file is binary');
  });
});
