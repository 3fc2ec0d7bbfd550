import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cached } from '../cache.js';
import { jdkTool, runTool } from '../tools.js';
import type { FlinkCluster } from './cluster.js';
import { jvmOptions, usualHeap, writeLogging } from './configuration.js';
import { ensureDistribution, newestVersion } from './distribution.js';
import { libraries } from './jobJar.js';

const startMs = 90_000;

/** The SQL Gateway of a cluster on this machine, a process of its own. */
export class SqlGateway {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @throws {Error} that says what is missing on this machine, or what the gateway wrote before it ended */
  static async start({ folder }: FlinkCluster): Promise<SqlGateway> {
    const home = ensureDistribution(newestVersion);
    const port = await freePort();
    const jar = join(ensureGatewayJar(), `flink-sql-gateway-${newestVersion}.jar`);
    const logging = `file:${writeLogging(folder, 'sqlgateway')}`;
    const output = join(folder, 'log/sqlgateway.out');
    const out = openSync(output, 'a');
    const endpoint = 'sql-gateway.endpoint.rest';
    const child = spawn(
      jdkTool('java'),
      [
        ...jvmOptions(home, usualHeap).jobManager,
        `-Dlog4j.configurationFile=${logging}`,
        ...['-cp', [...libraries(home), jar].join(delimiter), 'org.apache.flink.table.gateway.SqlGateway'],
        ...[
          `-D${endpoint}.address=127.0.0.1`,
          `-D${endpoint}.bind-address=127.0.0.1`,
          `-D${endpoint}.port=${port}`,
        ],
      ],
      {
        stdio: ['ignore', out, out],
        cwd: folder,
        env: {
          ...process.env,
          FLINK_CONF_DIR: join(folder, 'conf'),
          FLINK_PLUGINS_DIR: join(home, 'plugins'),
          FLINK_LIB_DIR: join(home, 'lib'),
        },
      },
    );
    const gateway = new SqlGateway(child, `http://127.0.0.1:${port}`);
    await gateway.answers(output);
    return gateway;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async answers(output: string): Promise<void> {
    for (const end = Date.now() + startMs; ;) {
      if (
        await fetch(`${this.url}/info`).then(
          ({ ok }) => ok,
          () => false,
        )
      ) {
        return;
      }
      if (this.child.exitCode !== null || Date.now() > end) {
        await this.stop();
        throw new Error(`The SQL Gateway does not answer.\n${readFileSync(output, 'utf8').slice(-4000)}`);
      }
      await sleep(100);
    }
  }
}

/** It is in none of the Python packages that Flink itself comes from. */
function ensureGatewayJar(): string {
  return cached(`flink-sql-gateway-${newestVersion}`, (work) => {
    const made = join(work, 'made');
    mkdirSync(made);
    const artifact = `org.apache.flink:flink-sql-gateway:${newestVersion}`;
    const copy = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${made}`];
    runTool('Maven', 'mvn', ['-q', '-B', ...copy, '-Dmdep.useBaseVersion=true']);
    return made;
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
