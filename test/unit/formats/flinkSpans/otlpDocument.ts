import { PbfWriter } from 'pbf';
import type { InputFile } from '../../../../src/formats/input.js';

/** A span to be exported; times are Unix nanoseconds. */
export interface SpanRow {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Readonly<Record<string, string | number>>;
}

/** An export request as JSON holds it. */
export function requestOf(spans: readonly SpanRow[]): object {
  const scopeSpans = [{ scope: { name: 'flink' }, spans: spans.map(spanJson) }];
  return { resourceSpans: [{ resource: { attributes: [] }, scopeSpans }] };
}

function spanJson({ start, end, attributes, ...span }: SpanRow): object {
  return {
    ...span,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: valueJson(value) })),
  };
}

function valueJson(value: string | number): object {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** The same request as protobuf. */
export function requestBytes(spans: readonly SpanRow[]): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeMessage(
    1,
    (_, resource) => {
      resource.writeMessage(
        2,
        (__, scope) => {
          for (const span of spans) scope.writeMessage(2, writeSpan, span);
        },
        undefined,
      );
    },
    undefined,
  );
  return new Uint8Array(pbf.finish());
}

function writeSpan(span: SpanRow, pbf: PbfWriter): void {
  pbf.writeBytesField(1, fromHex(span.traceId));
  pbf.writeBytesField(2, fromHex(span.spanId));
  if (span.parentSpanId !== undefined) pbf.writeBytesField(4, fromHex(span.parentSpanId));
  pbf.writeStringField(5, span.name);
  writeFixed64(pbf, 7, span.start);
  writeFixed64(pbf, 8, span.end);
  for (const [key, value] of Object.entries(span.attributes)) {
    pbf.writeMessage(
      9,
      (_, attribute) => {
        attribute.writeStringField(1, key);
        attribute.writeMessage(2, writeValue, value);
      },
      undefined,
    );
  }
}

function writeValue(value: string | number, pbf: PbfWriter): void {
  if (typeof value === 'string') pbf.writeStringField(1, value);
  else if (Number.isInteger(value)) pbf.writeVarintField(3, value);
  else pbf.writeDoubleField(4, value);
}

function writeFixed64(pbf: PbfWriter, field: number, value: bigint): void {
  pbf.writeTag(field, 1);
  pbf.writeFixed32(Number(BigInt.asUintN(32, value)));
  pbf.writeFixed32(Number(BigInt.asUintN(32, value >> 32n)));
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}

/** A request behind its length, as a collector's file exporter writes it. */
export function lengthPrefixed(request: Uint8Array): Uint8Array {
  const framed = new Uint8Array(4 + request.length);
  new DataView(framed.buffer).setUint32(0, request.length);
  framed.set(request, 4);
  return framed;
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function textFile(name: string, text: string): InputFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

const triggerNanoseconds = 1_795_365_621_040_000_000n;

/** One checkpoint of one vertex with two subtasks, as Flink exports it; fields of the spans may be replaced. */
export function checkpointSpans(id: number, changes: Partial<SpanRow> = {}): readonly SpanRow[] {
  const traceId = id.toString(16).padStart(32, '0');
  const start = triggerNanoseconds + BigInt(id) * 3_000_000_000n;
  const job = { job_id: '5bcf6b2c08c6a1c3a0a1c7f8457bc125', job_name: 'traced', checkpointId: id };
  const vertex = { ...job, jobVertexId: 'bdf6fa78fa1e33b28d4871a3eb1f5078' };
  const subtask = (index: number): SpanRow => ({
    name: 'Checkpoint_Subtask',
    traceId,
    spanId: `000000000000000${index + 3}`,
    parentSpanId: '0000000000000002',
    start: start + 20_000_000n,
    end: start + 100_000_000n,
    attributes: {
      ...vertex,
      subtaskId: index,
      CheckpointStartDelayMs: 20,
      AlignmentDurationMs: index,
      SyncCheckpointDurationMs: 5,
      AsyncCheckpointDurationMs: 30 + index,
      StateSizeBytes: 1000,
      CheckpointedSizeBytes: 500,
      ProcessedDataBytes: 10,
      PersistedDataBytes: 0,
    },
  });
  return [
    {
      name: 'Checkpoint',
      traceId,
      spanId: '0000000000000001',
      start,
      end: start + 100_000_000n,
      ...changes,
      attributes: {
        ...job,
        checkpointStatus: 'COMPLETED',
        checkpointType: 'Checkpoint',
        isUnaligned: 'false',
        fullSize: 2000,
        checkpointedSize: 1000,
        ...changes.attributes,
      },
    },
    {
      name: 'Checkpoint_Task',
      traceId,
      spanId: '0000000000000002',
      parentSpanId: '0000000000000001',
      start: start + 20_000_000n,
      end: start + 100_000_000n,
      attributes: { ...vertex, maxCheckpointStartDelayMs: 20, maxAlignmentDurationMs: 1 },
    },
    subtask(0),
    subtask(1),
  ];
}
