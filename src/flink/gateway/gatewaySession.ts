import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from '../flinkError.js';
import { clusterAddress } from './clusterAddress.js';
import type { GatewayClient } from './gatewayClient.js';

/** What a statement gave. */
export interface StatementResult {
  /** Of the job that it started. */
  readonly jobId: string | undefined;
  readonly rows: readonly (readonly unknown[])[];
}

/** Gateways end sessions that nobody has asked for during ten minutes, by default; so often is asked, ms. */
const heartbeatMs = 30_000;

/** How often the end of a statement is asked for, ms. */
const pollMs = { first: 50, most: 1000 } as const;

/** A gateway that hangs ends the session of itself one day; so long it is waited for, ms. */
const closeMs = 5000;

/** Rows above this nobody has asked for. */
const rowsMax = 10_000;

/** A statement must not be given up for one lost packet: the gateway goes on with it. */
const failuresMax = 5;

/** A session that is kept until it is closed. */
export class GatewaySession {
  private readonly ending = new AbortController();
  private readonly beating: Promise<void>;

  private constructor(
    private readonly client: GatewayClient,
    private readonly handle: string,
  ) {
    this.beating = this.beat();
  }

  static async open(client: GatewayClient, name: string, signal?: AbortSignal): Promise<GatewaySession> {
    return new GatewaySession(client, await client.openSession(name, signal));
  }

  /** Where the gateway sends jobs to: the cluster's REST API, as far as the gateway says. */
  async clusterUrl(signal?: AbortSignal): Promise<string | undefined> {
    return clusterAddress(await this.client.sessionOptions(this.handle, signal));
  }

  /**
   * Runs a statement to its end; one that starts a job ends when the job is submitted.
   *
   * @throws {StatementError} in Flink's words; {SessionLostError}; {FlinkError} where the gateway does not answer
   */
  async execute(statement: string, signal?: AbortSignal): Promise<StatementResult> {
    const operation = await this.client.submit(this.handle, statement, signal);
    const rows: (readonly unknown[])[] = [];
    let jobId: string | undefined;
    let failures = 0;
    let wait: number = pollMs.first;
    for (let token = 0; ;) {
      const page = await this.client.result(this.handle, operation, token, signal).catch((error: unknown) => {
        failures += 1;
        if (!isPassing(error) || failures > failuresMax) throw error;
        return undefined;
      });
      if (page === undefined || page.kind === 'notReady') {
        await sleep(wait, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
        wait = Math.min(wait * 1.5, pollMs.most);
        continue;
      }
      jobId ??= page.jobId;
      rows.push(...page.rows);
      if (page.kind === 'end' || !page.hasNext || rows.length >= rowsMax) return { jobId, rows };
      token += 1;
    }
  }

  /** Ends it, at the gateway too. Its jobs go on. @throws {FlinkError}, {SessionLostError} or a time-out where that was not possible */
  async close(): Promise<void> {
    this.ending.abort();
    await this.beating;
    await this.client.closeSession(this.handle, AbortSignal.timeout(closeMs));
  }

  /** A heartbeat that fails is no end yet: the next statement says what is wrong. */
  private async beat(): Promise<void> {
    const { signal } = this.ending;
    for (;;) {
      await sleep(heartbeatMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await this.client.heartbeat(this.handle, signal).catch(() => undefined);
    }
  }
}
