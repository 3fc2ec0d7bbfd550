import { UsageError } from '../../engine/errors.js';
import type { FlinkConnection } from '../../flink/connection.js';
import { FlinkError } from '../../flink/flinkError.js';
import { GatewayClient, SessionLostError } from '../../flink/gateway/gatewayClient.js';
import { GatewaySession } from '../../flink/gateway/gatewaySession.js';
import { gatewayConnection, type TlsOptions } from '../flinkConnection.js';

/** A session with a SQL Gateway, and what it is closed by. */
export interface OpenGateway {
  readonly url: string;
  readonly version: string;
  readonly session: GatewaySession;
  /** Closes the session, in the gateway too, and says so where that was not possible. Jobs go on. */
  readonly close: () => Promise<void>;
}

export interface GatewayOptions extends TlsOptions {
  readonly on: string;
}

/** @throws {FlinkError} where there is no gateway, or one that is too old */
export async function gatewayFor(options: GatewayOptions, signal: AbortSignal): Promise<OpenGateway> {
  const client = clientOf(await gatewayConnection(options, process.env));
  try {
    const version = await client.checkedVersion(signal);
    const session = await GatewaySession.open(client, 'checkpoint-lens', signal);
    return { url: client.url, version, session, close: () => closeBoth(session, client) };
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function closeBoth(session: GatewaySession, client: GatewayClient): Promise<void> {
  await session.close().catch((error: unknown) => {
    if (isGone(error)) return;
    process.stderr.write(
      `${client.url}: the session could not be closed; the gateway ends it after a while of itself.\n`,
    );
  });
  await client.close();
}

/** A gateway that has ended, or was started again, has no such session any more. */
function isGone(error: unknown): boolean {
  return error instanceof SessionLostError || (error instanceof FlinkError && error.kind === 'refused');
}

function clientOf(connection: FlinkConnection): GatewayClient {
  try {
    return new GatewayClient(connection);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}
