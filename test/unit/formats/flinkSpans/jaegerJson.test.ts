import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jaegerReader } from '../../../../src/formats/flinkSpans/jaegerJson.js';
import { otlpJsonReader } from '../../../../src/formats/flinkSpans/otlpJson.js';
import { textFile } from './otlpDocument.js';
import { recorded, textOf, traced } from './recordings.js';

interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { key: string; value: { stringValue?: string; intValue?: string } }[];
}

interface JaegerTrace {
  readonly traceID: string;
  readonly spans: object[];
  readonly processes: object;
}

const otlp = recorded(`${traced}/otlp/traces.jsonl`);
const { evidence: expected } = otlpJsonReader.read([otlp]);

/** The recorded spans as Jaeger's storage would have them: times in microseconds, attributes as tags, a list a trace. */
function jaegerTraces(): readonly JaegerTrace[] {
  const traces = new Map<string, JaegerTrace>();
  for (const line of textOf(otlp).trimEnd().split('\n')) {
    const { resourceSpans } = JSON.parse(line) as {
      resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
    };
    for (const span of resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))) {
      const trace = traces.get(span.traceId) ?? {
        traceID: span.traceId,
        spans: [],
        processes: { p1: { serviceName: 'flink', tags: [] } },
      };
      traces.set(span.traceId, trace);
      trace.spans.push(jaegerSpan(span));
    }
  }
  return [...traces.values()];
}

function jaegerSpan(span: OtlpSpan): object {
  const start = Number(BigInt(span.startTimeUnixNano) / 1000n);
  return {
    traceID: span.traceId,
    spanID: span.spanId,
    operationName: span.name,
    references:
      span.parentSpanId === undefined
        ? []
        : [
            { refType: 'FOLLOWS_FROM', traceID: span.traceId, spanID: 'ffffffffffffffff' },
            { refType: 'CHILD_OF', traceID: span.traceId, spanID: span.parentSpanId },
          ],
    startTime: start,
    duration: Number(BigInt(span.endTimeUnixNano) / 1000n) - start,
    tags: span.attributes.map(({ key, value }) =>
      value.intValue === undefined
        ? { key, type: 'string', value: value.stringValue }
        : { key, type: 'int64', value: Number(value.intValue) },
    ),
    logs: [],
    processID: 'p1',
    warnings: null,
  };
}

const traces = jaegerTraces();

function read(value: unknown) {
  return jaegerReader.read([textFile('jaeger.json', JSON.stringify(value))]);
}

describe('Jaeger JSON', () => {
  it.each([
    ["the API's answer", { data: traces, total: 0, limit: 0, offset: 0, errors: null }],
    ['a list of traces', traces],
  ])('says the same as the OTLP export of the same spans, as %s', (_, value) => {
    expect(jaegerReader.recognizes(textFile('x', JSON.stringify(value)))).toBe(true);
    expect(read(value)).toEqual({ evidence: expected, traces: [], diagnostics: [] });
  });

  it('may be one trace', () => {
    const { evidence } = read(traces[1]);
    expect(evidence[0]!.checkpoints).toEqual([expected[0]!.checkpoints[0]]);
  });

  it('joins the traces of several files', () => {
    const files = traces.map((trace, i) => textFile(`${i}.json`, JSON.stringify(trace, null, 2)));
    expect(jaegerReader.read(files)).toEqual({ evidence: expected, traces: [], diagnostics: [] });
  });

  it('is nothing else, and OTLP JSON is not Jaeger', () => {
    expect(jaegerReader.recognizes(otlp)).toBe(false);
    expect(otlpJsonReader.recognizes(textFile('x', JSON.stringify({ data: traces })))).toBe(false);
    expect(jaegerReader.recognizes(recorded(`${traced}/meta.json`))).toBe(false);
    expect(jaegerReader.recognizes(textFile('x', 'traceID "spans"'))).toBe(false);
  });

  it('takes an end before the start, as -1 becomes in Jaeger, for none', () => {
    for (const duration of [-1795365621041000, 18444948708088510000, null]) {
      const trace = {
        traceID: 'a',
        spans: [
          {
            spanID: 'b',
            operationName: 'Checkpoint',
            startTime: 1795365621040000,
            duration,
            tags: [{ key: 'checkpointId', type: 'int64', value: 3 }],
          },
        ],
      };
      expect(read(trace).evidence[0]!.checkpoints).toEqual([{ id: 3, trigger: 1795365621040 }]);
    }
  });

  it('says which spans there are where none is of Flink, and where one is wrong', () => {
    const foreign = {
      data: [{ traceID: 'a', spans: [{ traceID: 'a', spanID: 'b', operationName: 'GET' }] }],
    };
    expect(read(foreign).diagnostics[0]!.message).toContain('its 1 spans are called "GET"');
    const wrong = {
      data: [{ traceID: 'a', spans: [{ spanID: 'b', operationName: 'Checkpoint', startTime: '1' }] }],
    };
    expect(read(wrong).diagnostics[0]).toMatchObject({
      message:
        'data[0].spans[0].startTime is "1"; it must be a number of microseconds since 1970, and the span is left out.',
      at: { line: 1 },
    });
    expect(read({ data: [{ traceID: 'a', spans: 3 }] }).diagnostics).toHaveLength(1);
  });

  it('that is cut off gives the spans before the cut', () => {
    const text = JSON.stringify({ data: traces }, null, 1);
    const cut = textFile('x', text.slice(0, text.lastIndexOf('"Checkpoint_Subtask"')));
    const { evidence, diagnostics } = jaegerReader.read([cut]);
    expect(evidence[0]!.checkpoints.map(({ subtasks }) => subtasks!.length).sort()).toEqual([
      11, 12, 12, 12, 12, 12, 12, 12, 12,
    ]);
    expect(diagnostics).toMatchObject([{ message: 'The JSON breaks off.' }]);
  });

  it('is read as far as it is sound, never with an error, when it is damaged', () => {
    const text = JSON.stringify({ data: traces.slice(0, 2) });
    const words = fc.constantFrom('', '"', '{', '[', '}', ']', ',', '-1', '1e999', 'null', '"__proto__":');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(100), words, (at, length, word) => {
        const damaged = text.slice(0, at) + word + text.slice(at + length);
        const file = textFile('x', damaged);
        jaegerReader.recognizes(file);
        expect(jaegerReader.read([file]).evidence.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 100 },
    );
  });
});
