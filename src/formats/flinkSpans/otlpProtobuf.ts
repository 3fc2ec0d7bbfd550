import * as l10n from '@vscode/l10n';
import { PbfReader } from 'pbf';
import type { FileDiagnostic, FormatReader, InputFile } from '../input.js';
import { readLogRecord, readSpan } from './otlpMessages.js';
import { recordsIn, type OtlpRecord } from './otlpRecords.js';
import type { Extent, ReportDamage } from './protobufMessage.js';
import { isFlinkEvent, isFlinkSpan, SpanCollection } from './spanCollection.js';

/**
 * OpenTelemetry's export requests as protobuf: one request as it goes over HTTP, or several, each behind its length, as a
 * collector's file exporter writes them with `format: proto`. Field numbers are those of `opentelemetry-proto`.
 */
export const otlpProtobufReader: FormatReader = {
  format: 'OpenTelemetry protobuf',
  recognizes({ bytes }) {
    return holdsRecord(bytes);
  },
  read(files) {
    const collection = new SpanCollection();
    const diagnostics = files.flatMap((file) => readFile(file, collection));
    return collection.content(diagnostics);
  },
};

/** Before each request in a file of several: 32 bits, the highest first. */
const lengthBytes = 4;

/** The tag of field 1 of a request, its resources, with which it begins. */
const resourcesTag = 0x0a;

/** Whether there is a sound record, which shows what the file is. */
function holdsRecord(bytes: Uint8Array): boolean {
  for (const request of requestsIn(bytes, ignoreDamage)) {
    if (bytes[request.start] !== resourcesTag) return false;
    const first = recordsIn(new PbfReader(bytes), request, ignoreDamage).next();
    if (first.done !== true) return true;
  }
  return false;
}

function ignoreDamage(): void {
  // Who only looks what a file is does not say what is wrong with it.
}

function* requestsIn(bytes: Uint8Array, report: ReportDamage): Generator<Extent, void, undefined> {
  if (bytes[0] === resourcesTag) {
    yield { start: 0, end: bytes.length };
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    const start = at + lengthBytes;
    const end = start > bytes.length ? Infinity : start + view.getUint32(at);
    if (end > bytes.length) report(at, l10n.t('the request breaks off'));
    yield { start, end: Math.min(end, bytes.length) };
    at = end;
  }
}

function readFile(file: InputFile, collection: SpanCollection): readonly FileDiagnostic[] {
  const damages = new Map<string, { readonly offset: number; count: number }>();
  const report: ReportDamage = (offset, problem) => {
    const known = damages.get(problem);
    if (known === undefined) damages.set(problem, { offset, count: 1 });
    else known.count += 1;
  };
  const pbf = new PbfReader(file.bytes);
  for (const request of requestsIn(file.bytes, report)) {
    for (const record of recordsIn(pbf, request, report)) {
      try {
        readRecord(pbf, record, file.name, collection);
      } catch {
        report(record.start, l10n.t('this span or log record is damaged'));
      }
    }
  }
  return [...damages].map(([problem, { offset, count }]) => ({
    severity: 'error',
    file: file.name,
    message:
      count === 1
        ? l10n.t('At byte {offset}: {problem}.', { offset, problem })
        : l10n.t('At byte {offset}: {problem}; {count} places are like this.', { offset, problem, count }),
    remedy: l10n.t('What is sound is read; copy or export the file again for the rest.'),
  }));
}

function readRecord(pbf: PbfReader, record: OtlpRecord, file: string, collection: SpanCollection): void {
  if (record.kind === 'log') {
    const event = readLogRecord(pbf, record);
    if (isFlinkEvent(event.name)) collection.addEvent(file, event);
  } else if (record.kind === 'span') {
    if (isFlinkSpan(record.name)) collection.addSpan(file, readSpan(pbf, record, record.name));
    else collection.addForeign(file, record.name);
  }
}
