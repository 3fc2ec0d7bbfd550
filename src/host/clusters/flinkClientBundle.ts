import * as l10n from '@vscode/l10n';
import { FlinkClient } from '../../flink/client.js';
import { GatewayClient } from '../../flink/gateway/gatewayClient.js';
import type { FlinkConnection } from '../../flink/connection.js';
import type { Language } from '../../share/language.js';

/**
 * The entry of the bundle that {@link FlinkClientFile} loads; it has its own copy of the library of texts.
 * @throws {TypeError} for a connection that no request can be sent with
 */
export function flinkClient(connection: FlinkConnection, { texts }: Language): FlinkClient {
  l10n.config({ contents: { ...texts } });
  return new FlinkClient(connection);
}

/** The same for a SQL Gateway. @throws {TypeError} for a connection that no request can be sent with */
export function gatewayClient(connection: FlinkConnection, { texts }: Language): GatewayClient {
  l10n.config({ contents: { ...texts } });
  return new GatewayClient(connection);
}
