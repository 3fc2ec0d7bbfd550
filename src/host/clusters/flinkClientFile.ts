import { createRequire } from 'node:module';
import type { FlinkClient } from '../../flink/client.js';
import type { FlinkConnection } from '../../flink/connection.js';
import type { GatewayClient } from '../../flink/gateway/gatewayClient.js';
import type { FlinkErrorKind } from '../../flink/flinkError.js';
import type { Language } from '../../share/language.js';
import type * as bundle from './flinkClientBundle.js';

/**
 * The client of Flink's REST API in a file of its own: the HTTP library that it brings is three times as large as the rest of
 * the extension, and would be parsed at activation.
 */
export class FlinkClientFile {
  constructor(
    private readonly file: string,
    private readonly language: Language,
  ) {}

  /** @throws {TypeError} for a connection that no request can be sent with */
  client(connection: FlinkConnection): FlinkClient {
    return this.load().flinkClient(connection, this.language);
  }

  /** Of a SQL Gateway. @throws {TypeError} for a connection that no request can be sent with */
  gateway(connection: FlinkConnection): GatewayClient {
    return this.load().gatewayClient(connection, this.language);
  }

  private load(): typeof bundle {
    return createRequire(this.file)(this.file) as typeof bundle;
  }
}

/** The kind of a `FlinkError`; told by its name, because the class itself is in the other file. */
export function flinkErrorKind(error: Error): FlinkErrorKind | undefined {
  return error.name === 'FlinkError' && 'kind' in error ? (error.kind as FlinkErrorKind) : undefined;
}
