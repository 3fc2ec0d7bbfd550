import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otlpJsonReader } from '../../../../src/formats/flinkSpans/otlpJson.js';
import { otlpProtobufReader } from '../../../../src/formats/flinkSpans/otlpProtobuf.js';
import {
  checkpointSpans,
  joined,
  lengthPrefixed,
  requestBytes,
  requestOf,
  textFile,
  type SpanRow,
} from './otlpDocument.js';
import { flat, protobufRequests, recorded, traced } from './recordings.js';

const traces = protobufRequests('traces');
const whole = otlpProtobufReader.read(traces).evidence;

function read(bytes: Uint8Array) {
  return otlpProtobufReader.read([{ name: 'spans.pb', bytes }]);
}

function recognizes(bytes: Uint8Array): boolean {
  return otlpProtobufReader.recognizes({ name: 'x', bytes });
}

describe('OTLP protobuf', () => {
  it('is recognized in every recorded request, of spans as of logs', () => {
    for (const file of [...traces, ...protobufRequests('logs')]) {
      expect(otlpProtobufReader.recognizes(file)).toBe(true);
    }
  });

  it('is recognized in metrics, which say nothing of checkpoints', () => {
    // Resource metrics, scope metrics, and a gauge by the name of `up`.
    const metric = Uint8Array.of(0x0a, 0x0a, 0x12, 0x08, 0x12, 0x06, 0x0a, 0x02, 0x75, 0x70, 0x2a, 0x00);
    expect(recognizes(metric)).toBe(true);
    expect(read(metric)).toEqual({ evidence: [], traces: [], diagnostics: [] });
  });

  it('is nothing else', () => {
    for (const path of [
      `${traced}/logs/jobmanager.log.gz`,
      `${traced}/meta.json`,
      `${traced}/otlp/traces.jsonl`,
      `${flat}/traces/slf4j-spans.log`,
    ]) {
      expect(otlpProtobufReader.recognizes(recorded(path))).toBe(false);
    }
    const others = [
      [],
      [0x0a],
      [0, 0, 0, 0],
      [0x0a, 0x00],
      [0x50, 0x4b, 0x03, 0x04, 0x0a, 0x00, 0x00],
      // As a native trace of Perfetto begins: field 1, in it a varint in field 8.
      [0x0a, 0x06, 0x40, 0xb9, 0xe0, 0x12, 0x50, 0x01, 0x0a, 0x02, 0x40, 0x01],
    ];
    for (const bytes of others) expect(recognizes(Uint8Array.from(bytes))).toBe(false);
  });

  it('is nothing that is random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(recognizes(bytes)).toBe(false);
        expect(recognizes(joined(Uint8Array.of(0x0a), bytes))).toBe(false);
        expect(read(bytes).evidence).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('is one request, several in a row, or several behind their lengths, as a collector writes them', () => {
    const requests = traces.map(({ bytes }) => bytes);
    const framed = joined(...requests.map(lengthPrefixed));
    expect(recognizes(framed)).toBe(true);
    expect(read(framed)).toEqual({ evidence: whole, traces: [], diagnostics: [] });
    expect(read(joined(...requests))).toEqual({ evidence: whole, traces: [], diagnostics: [] });
  });

  it('is recognized where requests without spans come first', () => {
    const empty = Uint8Array.of(0x0a, 0x00);
    expect(recognizes(joined(lengthPrefixed(empty), lengthPrefixed(traces[1]!.bytes)))).toBe(true);
  });

  it('may be a view into a larger buffer', () => {
    const framed = joined(Uint8Array.of(1, 2, 3), lengthPrefixed(traces[1]!.bytes), Uint8Array.of(9));
    const view = framed.subarray(3, framed.length - 1);
    expect(read(view)).toEqual(read(traces[1]!.bytes));
  });

  it('says which spans there are where none is of Flink', () => {
    const { evidence, diagnostics } = read(
      requestBytes(checkpointSpans(1).map((span) => ({ ...span, name: 'SELECT' }))),
    );
    expect(evidence).toEqual([]);
    expect(diagnostics).toMatchObject([{ severity: 'warning', file: 'spans.pb' }]);
    expect(diagnostics[0]!.message).toContain('its 4 spans are called "SELECT"');
  });

  it('says where it breaks off, and gives the spans before', () => {
    const { bytes } = traces[1]!;
    const { evidence, diagnostics } = read(bytes.subarray(0, bytes.length - 4000));
    expect(evidence[0]!.checkpoints.length).toBe(2);
    expect(diagnostics).toEqual([
      {
        severity: 'error',
        file: 'spans.pb',
        message: expect.stringMatching(/^At byte \d+: the message breaks off/) as string,
        remedy: 'What is sound is read; copy or export the file again for the rest.',
      },
    ]);
  });

  it('leaves out a damaged span and reads those beside it', () => {
    const bytes = requestBytes([...checkpointSpans(1), ...checkpointSpans(2)]).slice();
    // The length of the last attribute of the first subtask becomes one that reaches far over the end.
    const name = new TextEncoder().encode('PersistedDataBytes');
    const at = bytes.findIndex((_, i) => name.every((byte, j) => bytes[i + j] === byte));
    bytes[at - 1] = 0x7f;
    const { evidence, diagnostics } = read(bytes);
    expect(evidence[0]!.checkpoints.map(({ subtasks }) => subtasks!.map(({ subtask }) => subtask))).toEqual([
      [1],
      [0, 1],
    ]);
    expect(diagnostics).toMatchObject([
      { message: expect.stringContaining('this span or log record is damaged') as string },
    ]);
  });

  it('takes an end of -1 ms for none', () => {
    const [span] = checkpointSpans(1, { end: -1_000_000n });
    expect(read(requestBytes([span!])).evidence[0]!.checkpoints[0]).not.toHaveProperty('latestAck');
  });

  it('says the same as JSON of the same spans', () => {
    const values = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.maxSafeInteger(),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }).filter((value) => !Object.is(value, -0)),
    );
    const keys = fc.constantFrom(
      'job_id',
      'job_name',
      'checkpointId',
      'subtaskId',
      'fullSize',
      'AlignmentDurationMs',
    );
    const rows: fc.Arbitrary<SpanRow> = fc.record({
      name: fc.constantFrom(
        'Checkpoint',
        'Checkpoint_Task',
        'Checkpoint_Subtask',
        'JobInitialization',
        'GET',
      ),
      traceId: fc.constantFrom('0'.repeat(32), 'a'.repeat(32)),
      spanId: fc.stringMatching(/^[0-9a-f]{16}$/),
      parentSpanId: fc.stringMatching(/^[0-9a-f]{16}$/),
      start: fc.bigInt(0n, 2n ** 63n - 1n),
      end: fc.bigInt(-(10n ** 6n), 2n ** 63n - 1n),
      attributes: fc.dictionary(keys, values, { noNullPrototype: true }),
    });
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 6 }), fc.integer({ min: 1, max: 9 }), (random, id) => {
        const spans = [...random, ...checkpointSpans(id)];
        const json = otlpJsonReader.read([textFile('spans.pb', JSON.stringify(requestOf(spans)))]);
        expect(read(requestBytes(spans))).toEqual(json);
      }),
    );
  });

  it('is read as far as it is sound, never with an error, when it is cut or changed', () => {
    const sound = joined(...traces.slice(0, 2).map(({ bytes }) => bytes));
    const change = fc.tuple(fc.nat(sound.length - 1), fc.nat(255));
    fc.assert(
      fc.property(
        fc.nat(sound.length),
        fc.array(change, { maxLength: 20 }),
        fc.boolean(),
        (length, changes, framed) => {
          const bytes = sound.slice();
          for (const [at, byte] of changes) bytes[at] = byte;
          const file = framed ? lengthPrefixed(bytes).subarray(0, length + 4) : bytes.subarray(0, length);
          recognizes(file);
          const { evidence, diagnostics } = read(file);
          for (const { checkpoints } of evidence) expect(checkpoints.length).toBeLessThan(30);
          expect(diagnostics.length).toBeLessThan(10);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('costs no more than its length where lengths lie', () => {
    const hostile = [
      new Uint8Array(1_000_000).fill(0x0a),
      new Uint8Array(1_000_000).fill(0xff),
      new Uint8Array(1_000_000),
      joined(Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f), new Uint8Array(1_000_000).fill(0x12)),
    ];
    for (const bytes of hostile) {
      expect(recognizes(bytes)).toBe(false);
      expect(read(bytes).evidence).toEqual([]);
    }
  });
});
