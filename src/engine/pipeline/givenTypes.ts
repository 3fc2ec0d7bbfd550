import type { SourceConnector } from './connectors.js';
import { GraphError, type AnyRecord } from './graph.js';
import type { RecordType } from './recordTypes.js';

/**
 * What the compiler sees where the definition is checked, and nobody where it is only run.
 *
 * @param method of the stream, as it is called in the definition
 * @throws GraphError when its first argument is no record type
 */
export function checkGivenType(type: unknown, method: string, line: number | undefined): void {
  if (isRecordType(type)) return;
  throw new GraphError(
    `.${method}(…) has no record type: give the type of the records that it emits first, as in .${method}(struct({ … }), …).`,
    line,
  );
}

/** The same of a source, which is called with a record type and a connector. @throws GraphError */
export function checkGivenSource(type: unknown, source: unknown, line: number | undefined): void {
  if (!isRecordType(type)) throw new GraphError(untyped(connectorIn([type, source])), line);
  if (isConnector(source)) return;
  throw new GraphError(
    'env.source(…) has no connector: give what it reads after the record type, as in env.source(struct({ … }), generate(…)).',
    line,
  );
}

function untyped(connector: string): string {
  return /text/i.test(connector)
    ? `env.source(…) has no record type: give that of lines first, as in env.source(struct({ line: string }), ${connector}(…)).`
    : `env.source(…) has no record type: give the type of its records first, as in env.source(struct({ … }), ${connector}(…)).`;
}

function connectorIn(given: readonly unknown[]): string {
  return given.filter(isConnector).map(connectorName)[0] ?? 'generate';
}

function isRecordType(type: unknown): type is RecordType {
  const { fields } = (type ?? {}) as Partial<RecordType>;
  return typeof fields === 'object';
}

function isConnector(source: unknown): source is SourceConnector<AnyRecord> {
  const { kind } = (source ?? {}) as Partial<SourceConnector<AnyRecord>>;
  return kind === 'generate' || kind === 'file' || kind === 'socket';
}

/** The function of the definition that makes it. */
function connectorName(source: SourceConnector<AnyRecord>): string {
  if (source.kind === 'socket') return 'socketText';
  return source.kind === 'file' ? `${source.format}File` : source.kind;
}
