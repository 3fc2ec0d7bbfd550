import * as l10n from '@vscode/l10n';
import type { PbfReader } from 'pbf';
import { messagesIn, readFields, wireType, type Extent, type ReportDamage } from './protobufMessage.js';

/** A span, log record or metric of an export request. */
export interface OtlpRecord extends Extent {
  readonly kind: 'span' | 'log' | 'metric';
  /** Of a span. */
  readonly name: string;
}

const utf8 = new TextDecoder();

const traceIdBytes = 16;
const spanIdBytes = 8;

/** Metrics have their points in one of these fields, by the kind of metric. */
const metricPoints = [5, 7, 9, 10, 11];

/**
 * The records of an `ExportTraceServiceRequest` or the like. All three requests are built alike, resources in field 1,
 * their scopes in field 2, the records of those in field 2, and nothing in them says which of the three it is: the records
 * do. What is none is reported and passed over, as is one that breaks off.
 */
export function* recordsIn(
  pbf: PbfReader,
  request: Extent,
  report: ReportDamage,
): Generator<OtlpRecord, void, undefined> {
  for (const resource of messagesIn(pbf, request, 1, report)) {
    for (const scope of messagesIn(pbf, resource, 2, report)) {
      for (const extent of messagesIn(pbf, scope, 2, report)) {
        if (extent.isCut) continue;
        const record = recordOf(pbf, extent);
        if (record === undefined) report(extent.start, l10n.t('this is no span, log record or metric'));
        else yield record;
      }
    }
  }
}

/** Spans have two ids of fixed length, log records begin with a time, metrics have a name and points. */
function recordOf(pbf: PbfReader, { start, end }: Extent): OtlpRecord | undefined {
  const found: {
    first?: Uint8Array;
    second?: Uint8Array;
    fifth?: Uint8Array;
    isLog: boolean;
    isMetric: boolean;
  } = {
    isLog: false,
    isMetric: false,
  };
  try {
    readFields(pbf, { start, end }, (field, type) => {
      if (type === wireType.fixed64) found.isLog ||= field === 1 || field === 11;
      if (type !== wireType.bytes) return;
      found.isMetric ||= metricPoints.includes(field);
      if (field === 1) found.first = pbf.readBytes();
      else if (field === 2) found.second = pbf.readBytes();
      else if (field === 5) found.fifth = pbf.readBytes();
    });
  } catch {
    return undefined;
  }
  const { first, second, fifth, isLog, isMetric } = found;
  if (first?.length === traceIdBytes && second?.length === spanIdBytes) {
    return { start, end, kind: 'span', name: utf8.decode(fifth) };
  }
  if (isLog) return { start, end, kind: 'log', name: '' };
  return isMetric && first !== undefined && isName(first)
    ? { start, end, kind: 'metric', name: '' }
    : undefined;
}

/** A metric's name is ASCII. */
function isName(bytes: Uint8Array): boolean {
  return bytes.length > 0 && bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}
