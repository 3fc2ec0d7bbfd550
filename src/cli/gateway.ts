import type { FlinkConnection } from '../flink/connection.js';
import type { GatewayClient } from '../flink/gateway/gatewayClient.js';
import type { GatewaySession } from '../flink/gateway/gatewaySession.js';
import { UsageError } from '../engine/errors.js';
import { gatewayConnection } from './flinkConnection.js';

/** A session with a SQL Gateway, and what it is closed by. */
export interface OpenGateway {
  readonly url: string;
  readonly version: string;
  readonly session: GatewaySession;
  /** Closes the session, in the gateway too, and says so where that was not possible. Jobs go on. */
  readonly close: () => Promise<void>;
}

export interface GatewayOptions {
  readonly on: string;
  readonly ca?: string;
  readonly insecure?: true;
}

/** @throws {FlinkError} where there is no gateway, or one that is too old */
export async function gatewayFor(options: GatewayOptions, signal: AbortSignal): Promise<OpenGateway> {
  const connection = await gatewayConnection(options, process.env);
  const { GatewaySession } = await import('../flink/gateway/gatewaySession.js');
  const client = await clientOf(connection);
  try {
    const version = await client.checkedVersion(signal);
    const session = await GatewaySession.open(client, 'checkpoint-lens', signal);
    return {
      url: client.url,
      version,
      session,
      close: async () => {
        await session.close().catch(() => {
          process.stderr.write(
            `${client.url}: the session could not be closed; the gateway ends it after a while of itself.\n`,
          );
        });
        await client.close();
      },
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function clientOf(connection: FlinkConnection): Promise<GatewayClient> {
  const { GatewayClient } = await import('../flink/gateway/gatewayClient.js');
  try {
    return new GatewayClient(connection);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
