import type { PbfReader } from 'pbf';
import { attributeName } from './attributes.js';
import type { FlinkEvent } from './event.js';
import { messageExtent, readFields, wireType, type Extent } from './protobufMessage.js';
import type { ExportedSpan } from './spanCollection.js';
import { nanosecondsAsMs } from './unixNanoseconds.js';

/** Fields of the messages in `opentelemetry-proto`, by their numbers. */
const spanField = { traceId: 1, spanId: 2, parentId: 4, start: 7, end: 8, attributes: 9 };
const logField = { time: 1, attributes: 6, observedTime: 11 };
const attributeField = { key: 1, value: 2 };
const valueField = { text: 1, truth: 2, whole: 3, double: 4 };

type MutableAttributes = Map<string, string | number>;

/**
 * Reads a `Span`.
 *
 * @throws {Error} where it is damaged.
 */
export function readSpan(pbf: PbfReader, extent: Extent, name: string): ExportedSpan {
  const attributes: MutableAttributes = new Map();
  let traceId = '';
  let spanId = '';
  let parentId = '';
  let start = -1;
  let end = -1;
  readFields(pbf, extent, (field, type) => {
    if (type === wireType.bytes) {
      if (field === spanField.traceId) traceId = hex(pbf.readBytes());
      else if (field === spanField.spanId) spanId = hex(pbf.readBytes());
      else if (field === spanField.parentId) parentId = hex(pbf.readBytes());
      else if (field === spanField.attributes) readAttribute(pbf, extent.end, attributes);
    } else if (type === wireType.fixed64) {
      if (field === spanField.start) start = readTime(pbf);
      else if (field === spanField.end) end = readTime(pbf);
    }
  });
  return { traceId, spanId, parentId, name, start, end, attributes };
}

/**
 * Reads a `LogRecord`: an event of Flink's has its name among the attributes.
 *
 * @throws {Error} where it is damaged.
 */
export function readLogRecord(pbf: PbfReader, extent: Extent): FlinkEvent {
  const attributes: MutableAttributes = new Map();
  let time = -1;
  let observed: number | undefined;
  readFields(pbf, extent, (field, type) => {
    if (type === wireType.bytes && field === logField.attributes) {
      readAttribute(pbf, extent.end, attributes);
    } else if (type === wireType.fixed64) {
      if (field === logField.time) time = readTime(pbf);
      else if (field === logField.observedTime) observed = readTime(pbf);
    }
  });
  return { name: String(attributes.get('name') ?? ''), at: observed ?? time, attributes };
}

/** A `KeyValue`; lists and maps are left out, Flink has none. */
function readAttribute(pbf: PbfReader, outerEnd: number, attributes: MutableAttributes): void {
  const extent = messageExtent(pbf, outerEnd);
  let key = '';
  let value: string | number | undefined;
  readFields(pbf, extent, (field, type) => {
    if (type !== wireType.bytes) return;
    if (field === attributeField.key) key = pbf.readString();
    else if (field === attributeField.value) value = readValue(pbf, extent.end);
  });
  if (key !== '' && value !== undefined) attributes.set(attributeName(key), value);
}

/** An `AnyValue`. Whole numbers beyond 2⁵³ lose digits; Flink has none. */
function readValue(pbf: PbfReader, outerEnd: number): string | number | undefined {
  let value: string | number | undefined;
  readFields(pbf, messageExtent(pbf, outerEnd), (field, type) => {
    if (field === valueField.text && type === wireType.bytes) value = pbf.readString();
    else if (field === valueField.truth && type === wireType.varint) value = String(pbf.readBoolean());
    else if (field === valueField.whole && type === wireType.varint) value = pbf.readVarint(true);
    else if (field === valueField.double && type === wireType.fixed64) value = pbf.readDouble();
  });
  return value;
}

/** The reader's own way to read 64 bits loses the lowest. */
function readTime(pbf: PbfReader): number {
  const nanoseconds = pbf.dataView.getBigUint64(pbf.pos, true);
  pbf.pos += 8;
  return nanosecondsAsMs(nanoseconds);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
