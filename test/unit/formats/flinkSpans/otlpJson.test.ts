import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otlpJsonReader } from '../../../../src/formats/flinkSpans/otlpJson.js';
import { checkpointSpans, requestOf, textFile, type SpanRow } from './otlpDocument.js';
import { protobufRequests, recorded, restBody, textOf, traced, tracedJob } from './recordings.js';

const recordedFile = recorded(`${traced}/otlp/traces.jsonl`);
const recordedText = textOf(recordedFile);
const whole = otlpJsonReader.read([recordedFile]).evidence;

function read(text: string) {
  return otlpJsonReader.read([textFile('spans.json', text)]);
}

function readSpans(spans: readonly SpanRow[]) {
  return read(JSON.stringify(requestOf(spans)));
}

const one = readSpans(checkpointSpans(1)).evidence;

/** The recorded spans, each with the request that it needs around it. */
const recordedSpans = recordedText
  .trimEnd()
  .split('\n')
  .flatMap((line) => {
    const request = JSON.parse(line) as {
      resourceSpans: { scopeSpans: { spans: object[] }[] }[];
    };
    return request.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  });

function requestWith(spans: readonly object[]): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
}

describe('OTLP JSON', () => {
  it('is recognized by what is in it: spans, logs or metrics, one request a line, pretty, or a list', () => {
    const request = requestOf(checkpointSpans(1));
    for (const text of [
      recordedText,
      `\uFEFF${recordedText}`,
      recordedText.replaceAll('\n', '\r\n'),
      textOf(recorded(`${traced}/otlp/logs.jsonl`)),
      '{"resourceMetrics":[]}\n',
      JSON.stringify(request, null, 2),
      JSON.stringify([request]),
      JSON.stringify({ trace: request }),
    ]) {
      expect(otlpJsonReader.recognizes(textFile('x', text))).toBe(true);
    }
  });

  it('is nothing else', () => {
    const paths = [
      'meta.json',
      'recorded.jsonl',
      'traces/slf4j-spans.log',
      `jobs/${tracedJob}/checkpoints.json`,
    ];
    for (const path of paths) expect(otlpJsonReader.recognizes(recorded(`${traced}/${path}`))).toBe(false);
    for (const file of protobufRequests('traces')) expect(otlpJsonReader.recognizes(file)).toBe(false);
    for (const text of [
      '',
      '{}',
      '"resourceSpans": [',
      '{"batches":[{"checkpoint":0}]}',
      '{"a":"\\"resourceSpans\\":["}',
    ]) {
      expect(otlpJsonReader.recognizes(textFile('x', text))).toBe(false);
    }
  });

  it.each([
    ['a document', (request: object) => JSON.stringify(request, null, 2)],
    ['a list of requests', (request: object) => JSON.stringify([request, request], null, 2)],
    ['a list in one line', (request: object) => JSON.stringify([request])],
    [
      'lines with others between',
      (request: object) => `{"resourceMetrics":[{}]}\n${JSON.stringify(request)}\n\n{"resourceLogs":[]}`,
    ],
    ["Tempo's answer", (request: object) => JSON.stringify(request).replace('resourceSpans', 'batches')],
    ["Tempo's newer answer", (request: object) => JSON.stringify({ trace: request, metrics: {} })],
    ["Jaeger's newer answer", (request: object) => JSON.stringify({ result: request })],
    [
      'the scopes of early releases',
      (request: object) => JSON.stringify(request).replace('scopeSpans', 'instrumentationLibrarySpans'),
    ],
    [
      'the names of the .proto',
      (request: object) =>
        JSON.stringify(request).replace(
          /"(resourceSpans|scopeSpans|traceId|spanId|parentSpanId|startTimeUnixNano|endTimeUnixNano|stringValue|intValue)"/g,
          (name) => name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`),
        ),
    ],
    [
      'numbers as numbers',
      (request: object) =>
        JSON.stringify(request).replace(/"(intValue|startTimeUnixNano|endTimeUnixNano)":"(\d+)"/g, '"$1":$2'),
    ],
    [
      'ids in base64',
      (request: object) =>
        JSON.stringify(request).replace(
          /"(traceId|spanId|parentSpanId)":"(\w+)"/g,
          (_, name: string, hex: string) => `"${name}":"${Buffer.from(hex, 'hex').toString('base64')}"`,
        ),
    ],
    [
      'no ids at all',
      (request: object) => JSON.stringify(request).replace(/"(traceId|spanId|parentSpanId)":"(\w+)",/g, ''),
    ],
    [
      'names in angle brackets',
      (request: object) => JSON.stringify(request).replace(/"(job_id|job_name)"/g, '"<$1>"'),
    ],
  ])('is read as %s', (_, textOfRequest) => {
    const { evidence, diagnostics } = read(textOfRequest(requestOf(checkpointSpans(1))));
    expect(evidence).toEqual(one);
    expect(diagnostics).toEqual([]);
  });

  it('keeps fractions of a millisecond', () => {
    const spans = checkpointSpans(1, { start: 1_795_365_621_040_250_000n, end: 1_795_365_621_540_500_000n });
    expect(readSpans(spans.slice(0, 1)).evidence[0]!.checkpoints[0]).toMatchObject({
      trigger: 1_795_365_621_040.25,
      latestAck: 1_795_365_621_540.5,
    });
  });

  it.each([
    ['as 64 bits without a sign', '18446744073708551616'],
    ['with a sign', '-1000000'],
    ['as a number', 2 ** 64 - 1e6],
    ['not at all', undefined],
  ])('takes an end of -1 ms %s for none', (_, endTimeUnixNano) => {
    const [span] = checkpointSpans(1);
    const request = requestWith([{ ...spanFields(span!), endTimeUnixNano }]);
    expect(read(request).evidence[0]!.checkpoints[0]).not.toHaveProperty('latestAck');
  });

  it('uses spans whose parent is nowhere', () => {
    const { evidence } = readSpans(checkpointSpans(1).slice(2));
    expect(evidence[0]!.checkpoints[0]!.subtasks).toHaveLength(2);
    expect(evidence[0]!.checkpoints[0]!.trigger).toBe(one[0]!.checkpoints[0]!.trigger);
  });

  it('does not go round in a circle of parents', () => {
    const spans = checkpointSpans(1).map((span) => ({ ...span, parentSpanId: '0000000000000003' }));
    expect(readSpans(spans).evidence).toEqual(one);
  });

  it('says which spans there are where none is of Flink', () => {
    const spans = checkpointSpans(1).map((span, i) => ({ ...span, name: `GET /orders/${i % 2}` }));
    const { evidence, diagnostics } = readSpans(spans);
    expect(evidence).toEqual([]);
    expect(diagnostics).toEqual([
      {
        severity: 'warning',
        file: 'spans.json',
        message:
          'Flink’s checkpoints are not in the file: its 4 spans are called "GET /orders/0", "GET /orders/1".',
        remedy:
          'Export the spans of Flink’s JobManager, which are called "JobInitialization", "Checkpoint", "Checkpoint_Task", "Checkpoint_Subtask".',
      },
    ]);
  });

  it('says which line is damaged and reads the others, and what comes before in that one', () => {
    const lines = [1, 2, 3].map((id) => JSON.stringify(requestOf(checkpointSpans(id))));
    lines[1] = lines[1]!.slice(0, lines[1]!.indexOf('"spanId":"0000000000000004"'));
    const { evidence, diagnostics } = read(lines.join('\n'));
    expect(evidence[0]!.checkpoints.map(({ id, subtasks }) => [id, subtasks!.length])).toEqual([
      [1, 2],
      [2, 1],
      [3, 2],
    ]);
    expect(diagnostics).toMatchObject([{ severity: 'error', file: 'spans.json', at: { line: 2 } }]);
  });

  it('says where a value is wrong, and reads the rest', () => {
    const text = JSON.stringify(requestOf(checkpointSpans(1)), null, 1).replace(
      /"startTimeUnixNano": "\d+"/,
      '"startTimeUnixNano": "yesterday"',
    );
    const { evidence, diagnostics } = read(text);
    expect(evidence[0]!.checkpoints[0]!.subtasks).toHaveLength(2);
    expect(diagnostics).toMatchObject([
      {
        message:
          'resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano is "yesterday"; it must be nanoseconds since 1970, and the span is left out.',
        at: { line: text.slice(0, text.indexOf('"yesterday"')).split('\n').length },
      },
    ]);
  });

  it('names twenty places that are wrong, and how many more there are', () => {
    const sound = JSON.stringify(requestOf(checkpointSpans(1)));
    const { diagnostics } = read(`${sound}\n${'{"resourceSpans":\n'.repeat(1000)}`);
    expect(diagnostics).toHaveLength(21);
    expect(diagnostics.at(-1)!.message).toBe('And 980 more of the kind.');
  });

  it('says the same however its spans are ordered, split and doubled', () => {
    const order = fc.shuffledSubarray(recordedSpans, { minLength: recordedSpans.length });
    const doubled = fc.subarray(recordedSpans, { maxLength: 20 });
    const cuts = fc.array(fc.nat(recordedSpans.length), { maxLength: 8 });
    fc.assert(
      fc.property(order, doubled, cuts, fc.boolean(), (spans, again, borders, inFiles) => {
        const sorted = [0, ...borders, spans.length].sort((a, b) => a - b);
        const texts = sorted.slice(1).map((end, i) => requestWith(spans.slice(sorted[i], end)));
        texts.push(requestWith(again));
        const files = inFiles
          ? texts.map((text, i) => textFile(`${i}.json`, text))
          : [textFile('all.jsonl', texts.join('\n'))];
        expect(otlpJsonReader.read(files).evidence).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('is read as far as it is sound, never with an error, when it is damaged', () => {
    const text = recordedText.slice(0, 40_000);
    const words = fc.constantFrom(
      '',
      '"',
      '{',
      '[',
      '}',
      ']',
      ',',
      '\n',
      '-1',
      '1e999',
      'null',
      '"__proto__":',
      '\u0000',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(text.length), fc.nat(200), words), { minLength: 1, maxLength: 4 }),
        (damages) => {
          let damaged = text;
          for (const [at, length, word] of damages) {
            damaged = damaged.slice(0, at) + word + damaged.slice(at + length);
          }
          const file = textFile('x', damaged);
          otlpJsonReader.recognizes(file);
          const { evidence } = otlpJsonReader.read([file]);
          for (const { checkpoints } of evidence) expect(checkpoints.length).toBeLessThanOrEqual(10);
        },
      ),
      { numRuns: 60 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    ['nested without end', '['.repeat(1_000_000)],
    ['objects without end', '{"resourceSpans":['.repeat(100_000)],
    ['UTF-16', '\u0000{\u0000"'],
    ['nothing', ''],
    ['a number', '12'],
  ])('that is %s gives nothing but a message', (_, text) => {
    const { evidence, diagnostics } = read(text);
    expect(evidence).toEqual([]);
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  it('has the spans of a job whose REST says the same name', () => {
    expect(whole[0]!.name).toBe((restBody(`${traced}/jobs/${tracedJob}.json`) as { name: string }).name);
  });
});

function spanFields({ start, end, attributes, ...span }: SpanRow): object {
  const { resourceSpans } = requestOf([{ start, end, attributes, ...span }]) as {
    resourceSpans: { scopeSpans: { spans: object[] }[] }[];
  };
  return resourceSpans[0]!.scopeSpans[0]!.spans[0]!;
}
