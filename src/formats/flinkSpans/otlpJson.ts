import * as l10n from '@vscode/l10n';
import { isFields, mustBe, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import type { FormatReader, InputFile } from '../input.js';
import { readJsonDocuments, jsonHead } from './jsonDocuments.js';
import { either, otlpAttributes, snakeCaseOf, textField } from './otlpFields.js';
import { isFlinkEvent, isFlinkSpan, SpanCollection } from './spanCollection.js';
import { jsonNanosecondsAsMs } from './unixNanoseconds.js';

/**
 * OpenTelemetry's export requests as JSON: a collector's file exporter writes one a line, other tools one a file or a
 * list of them. Requests of metrics may stand between those of spans and logs. Tempo calls the list `batches`, and wraps
 * it into `trace`; Jaeger's newer API wraps it into `result`.
 */
export const otlpJsonReader: FormatReader = {
  format: 'OpenTelemetry JSON',
  recognizes({ bytes }) {
    return anyRequest.test(jsonHead(bytes));
  },
  read(files) {
    const collection = new SpanCollection();
    const diagnostics = files.flatMap((file) =>
      readJsonDocuments(file, {
        containers,
        take: (value, findings) => readDocument(value, { collection, file, findings }),
      }),
    );
    return collection.content(diagnostics);
  },
};

/** `batches` is a word of others, too. */
const anyRequest =
  /"(?:resource(?:Spans|_spans|Logs|_logs|Metrics|_metrics)"\s*:\s*\[|batches"\s*:\s*\[\s*\{\s*"(?:resource|scope_?[sS]pans|instrumentation))/;

/** Lists of resources with spans, under the names that requests have for them. */
const spanLists = ['resourceSpans', 'batches'];

/** What a document wraps requests into. */
const wrappers = ['trace', 'result'];

/** Lists of scopes with spans; the first releases of OTLP had the longer word. */
const scopeLists = ['scopeSpans', 'instrumentationLibrarySpans'];

const containers = [...spanLists, ...scopeLists, 'resourceLogs', 'scopeLogs'].flatMap((name) => [
  name,
  snakeCaseOf(name),
]);

interface Sink {
  readonly collection: SpanCollection;
  readonly file: InputFile;
  readonly findings: Findings;
}

function readDocument(value: unknown, sink: Sink): void {
  const documents = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  documents.forEach((document, position) => {
    const path = Array.isArray(value) ? [position] : [];
    if (!isFields(document)) {
      sink.findings.add(path, mustBe(l10n.t('an export request, an object'), document));
      return;
    }
    readRequest(document, path, sink);
    for (const wrapper of wrappers) {
      const inner = either(document, wrapper);
      if (isFields(inner)) readRequest(inner, [...path, wrapper], sink);
    }
  });
}

function readRequest(request: Fields, path: JsonPath, sink: Sink): void {
  for (const list of spanLists) {
    for (const resource of entries(request, list, path, sink)) {
      for (const scopes of scopeLists) {
        for (const scope of entries(resource.fields, scopes, resource, sink)) {
          for (const span of entries(scope.fields, 'spans', scope, sink)) readSpan(span, sink);
        }
      }
    }
  }
  for (const resource of entries(request, 'resourceLogs', path, sink)) {
    for (const scope of entries(resource.fields, 'scopeLogs', resource, sink)) {
      for (const record of entries(scope.fields, 'logRecords', scope, sink)) readLog(record, sink);
    }
  }
}

/** An object of a list. Its path is put together only where something is wrong with it. */
class Entry {
  constructor(
    readonly fields: Fields,
    private readonly parent: JsonPath | Entry,
    private readonly list: string,
    private readonly position: number,
  ) {}

  get path(): JsonPath {
    return [...pathOf(this.parent), this.list, this.position];
  }
}

function pathOf(place: JsonPath | Entry): JsonPath {
  return place instanceof Entry ? place.path : place;
}

function* entries(
  fields: Fields,
  name: string,
  parent: JsonPath | Entry,
  { findings }: Sink,
): Generator<Entry> {
  const list = either(fields, name);
  if (list === undefined || list === null) return;
  if (!Array.isArray(list)) {
    findings.add([...pathOf(parent), name], mustBe(l10n.t('a list'), list));
    return;
  }
  for (const [position, value] of (list as readonly unknown[]).entries()) {
    if (isFields(value)) yield new Entry(value, parent, name, position);
    else findings.add([...pathOf(parent), name, position], mustBe(l10n.t('an object'), value));
  }
}

function readSpan(entry: Entry, { collection, file, findings }: Sink): void {
  const { fields } = entry;
  const name = textField(fields, 'name');
  if (!isFlinkSpan(name)) {
    collection.addForeign(file.name, name);
    return;
  }
  const start = jsonNanosecondsAsMs(either(fields, 'startTimeUnixNano'));
  if (start === undefined) {
    const wrong = either(fields, 'startTimeUnixNano');
    findings.add(
      [...entry.path, 'startTimeUnixNano'],
      l10n.t('{problem}, and the span is left out', {
        problem: mustBe(l10n.t('nanoseconds since 1970'), wrong),
      }),
    );
    return;
  }
  collection.addSpan(file.name, {
    traceId: textField(fields, 'traceId'),
    spanId: textField(fields, 'spanId'),
    parentId: textField(fields, 'parentSpanId'),
    name,
    start,
    end: jsonNanosecondsAsMs(either(fields, 'endTimeUnixNano')) ?? -1,
    attributes: otlpAttributes(either(fields, 'attributes')),
  });
}

function readLog({ fields }: Entry, { collection, file }: Sink): void {
  const attributes = otlpAttributes(either(fields, 'attributes'));
  const name = String(attributes.get('name') ?? '');
  if (!isFlinkEvent(name)) return;
  const at = jsonNanosecondsAsMs(either(fields, 'observedTimeUnixNano') ?? either(fields, 'timeUnixNano'));
  if (at !== undefined) collection.addEvent(file.name, { name, at, attributes });
}
