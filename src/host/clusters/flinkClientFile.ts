import { createRequire } from 'node:module';
import type * as clientModule from '../../flink/client.js';
import type { FlinkConnection } from '../../flink/connection.js';
import type { FlinkErrorKind } from '../../flink/flinkError.js';

/**
 * The client of Flink's REST API in a file of its own: the HTTP library that it brings is three times as large as the rest of
 * the extension, and would be parsed at activation.
 */
export class FlinkClientFile {
  constructor(private readonly file: string) {}

  /** @throws {TypeError} for a connection that no request can be sent with */
  client(connection: FlinkConnection): clientModule.FlinkClient {
    const module = createRequire(this.file)(this.file) as typeof clientModule;
    return new module.FlinkClient(connection);
  }
}

/** The kind of a `FlinkError`; told by its name, because the class itself is in the other file. */
export function flinkErrorKind(error: Error): FlinkErrorKind | undefined {
  return error.name === 'FlinkError' && 'kind' in error ? (error.kind as FlinkErrorKind) : undefined;
}
