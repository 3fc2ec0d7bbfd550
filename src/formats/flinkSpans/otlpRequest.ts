import type { Trace } from '../../trace/model.js';

/** A span to be exported, times in Unix nanoseconds. */
export interface WrittenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly start: bigint;
  readonly end: bigint;
  /** Those that are undefined are left out. */
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
}

/** OTLP's number for a span that is nobody's client and nobody's server. */
const internalKind = 1;

/** An export request as OTLP's JSON has it: 64 bits are text. */
export function otlpRequest({ producer }: Trace, spans: readonly WrittenSpan[]): object {
  const scope = { name: 'checkpoint-lens', version: producer.version };
  const resource = { attributes: attributeList({ 'service.name': producer.name }) };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: spans.map(spanJson) }] }] };
}

function spanJson({ start, end, attributes, name, ...ids }: WrittenSpan): object {
  return {
    ...ids,
    name,
    kind: internalKind,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    attributes: attributeList(attributes),
    status: {},
  };
}

function attributeList(attributes: WrittenSpan['attributes']): readonly object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: string | number): object {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
