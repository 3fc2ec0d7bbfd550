import * as l10n from '@vscode/l10n';
import { isFields, mustBe, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import type { JsonPath } from '../../trace/json/path.js';
import type { FormatReader } from '../input.js';
import { attributeName, type Attributes } from './attributes.js';
import { jsonHead, readJsonDocuments } from './jsonDocuments.js';
import { isFlinkSpan, SpanCollection } from './spanCollection.js';

/** Traces as Jaeger's UI saves them and its API answers them: `{"data": [trace, …]}`, a list of traces, or one trace. */
export const jaegerReader: FormatReader = {
  format: 'Jaeger JSON',
  recognizes({ bytes }) {
    const head = jsonHead(bytes);
    return head.includes('"traceID"') && head.includes('"spans"');
  },
  read(files) {
    const collection = new SpanCollection();
    const diagnostics = files.flatMap((file) =>
      readJsonDocuments(file, {
        containers: ['data'],
        take: (value, findings) => {
          const sink = { collection, file: file.name, findings };
          for (const { fields, path } of tracesIn(value)) readTrace(fields, path, sink);
        },
      }),
    );
    return collection.content(diagnostics);
  },
};

interface Sink {
  readonly collection: SpanCollection;
  readonly file: string;
  readonly findings: Findings;
}

interface Entry {
  readonly fields: Fields;
  readonly path: JsonPath;
}

function tracesIn(value: unknown): readonly Entry[] {
  if (Array.isArray(value)) return objectsOf(value, []);
  if (!isFields(value)) return [];
  const data = value['data'];
  return Array.isArray(data) ? objectsOf(data, ['data']) : [{ fields: value, path: [] }];
}

function objectsOf(list: readonly unknown[], path: JsonPath): readonly Entry[] {
  return list.flatMap((value, position) =>
    isFields(value) ? [{ fields: value, path: [...path, position] }] : [],
  );
}

function readTrace(trace: Fields, path: JsonPath, sink: Sink): void {
  const spans = trace['spans'];
  if (!Array.isArray(spans)) {
    sink.findings.add([...path, 'spans'], mustBe(l10n.t('a list of spans'), spans));
    return;
  }
  for (const span of objectsOf(spans, [...path, 'spans'])) {
    readSpan(span.fields, span.path, textOf(trace['traceID']), sink);
  }
}

function readSpan(span: Fields, path: JsonPath, traceId: string, sink: Sink): void {
  const { collection, file, findings } = sink;
  const name = textOf(span['operationName']);
  if (!isFlinkSpan(name)) {
    collection.addForeign(file, name);
    return;
  }
  const startMicroseconds = span['startTime'];
  if (typeof startMicroseconds !== 'number') {
    const problem = mustBe(l10n.t('a number of microseconds since 1970'), startMicroseconds);
    findings.add([...path, 'startTime'], l10n.t('{problem}, and the span is left out', { problem }));
    return;
  }
  const duration = span['duration'];
  collection.addSpan(file, {
    traceId: textOf(span['traceID']) || traceId,
    spanId: textOf(span['spanID']),
    parentId: parentOf(span),
    name,
    start: startMicroseconds / 1e3,
    end: typeof duration === 'number' ? (startMicroseconds + duration) / 1e3 : -1,
    attributes: tagsOf(span['tags']),
  });
}

/** Jaeger's first releases had a field for it. */
function parentOf(span: Fields): string {
  const references = Array.isArray(span['references']) ? objectsOf(span['references'], []) : [];
  const parent = references.find(({ fields }) => fields['refType'] === 'CHILD_OF');
  return textOf(parent?.fields['spanID'] ?? span['parentSpanID']);
}

function tagsOf(tags: unknown): Attributes {
  const attributes = new Map<string, string | number>();
  for (const { fields } of Array.isArray(tags) ? objectsOf(tags, []) : []) {
    const key = textOf(fields['key']);
    const value = fields['value'];
    if (typeof value === 'string' || typeof value === 'number') attributes.set(attributeName(key), value);
    else if (typeof value === 'boolean') attributes.set(attributeName(key), String(value));
  }
  return attributes;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
