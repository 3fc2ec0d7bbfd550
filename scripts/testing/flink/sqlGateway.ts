import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached } from '../cache.js';
import { Daemon } from '../daemon.js';
import { freePorts } from '../freePorts.js';
import { jdkTool, runTool } from '../tools.js';
import type { FlinkCluster } from './cluster.js';
import { jvmOptions, usualHeap, writeLogging } from './configuration.js';
import { ensureDistribution, newestVersion } from './distribution.js';
import { libraries } from './jobJar.js';

/** The SQL Gateway of a cluster on this machine, a process of its own. */
export class SqlGateway {
  private constructor(
    private readonly daemon: Daemon,
    readonly port: number,
  ) {}

  /**
   * @param at the port; without it any that is free
   * @throws {Error} that says what is missing on this machine, or what the gateway wrote before it ended
   */
  static async start({ folder }: FlinkCluster, at?: number): Promise<SqlGateway> {
    const home = await ensureDistribution(newestVersion);
    const port = at ?? (await freePorts(1))[0]!;
    const jar = join(await ensureGatewayJar(), `flink-sql-gateway-${newestVersion}.jar`);
    const endpoint = 'sql-gateway.endpoint.rest';
    const daemon = Daemon.start(
      jdkTool('java'),
      [
        ...jvmOptions(home, usualHeap, true).jobManager,
        `-Dlog4j.configurationFile=file:${writeLogging(folder, 'sqlgateway')}`,
        ...['-cp', [...libraries(home), jar].join(delimiter), 'org.apache.flink.table.gateway.SqlGateway'],
        `-D${endpoint}.address=127.0.0.1`,
        `-D${endpoint}.bind-address=127.0.0.1`,
        `-D${endpoint}.port=${port}`,
      ],
      {
        log: join(folder, 'log/sqlgateway.out'),
        env: {
          FLINK_CONF_DIR: join(folder, 'conf'),
          FLINK_PLUGINS_DIR: join(home, 'plugins'),
          FLINK_LIB_DIR: join(home, 'lib'),
        },
      },
    );
    const gateway = new SqlGateway(daemon, port);
    try {
      await daemon.until(
        'The SQL Gateway does not answer',
        async () => (await fetch(`${gateway.url}/info`)).ok,
      );
    } catch (error) {
      await gateway.kill();
      throw error;
    }
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** As when its machine fails. */
  kill(): Promise<void> {
    return this.daemon.kill();
  }
}

/** It is in none of the Python packages that Flink itself comes from. */
export function ensureGatewayJar(): Promise<string> {
  return cached(`flink-sql-gateway-${newestVersion}`, async (work) => {
    const made = join(work, 'made');
    mkdirSync(made);
    const artifact = `org.apache.flink:flink-sql-gateway:${newestVersion}`;
    const copy = ['dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${made}`];
    await runTool('Maven', 'mvn', ['-q', '-B', ...copy, '-Dmdep.useBaseVersion=true']);
    return made;
  });
}
