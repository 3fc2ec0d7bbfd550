import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Daemon } from '../daemon.js';
import { freePorts } from '../freePorts.js';
import {
  formattedNames,
  installHadoop,
  java,
  javaArguments,
  writeConfiguration,
  type Role,
} from './hadoop.js';

interface DataNode {
  readonly configuration: string;
  readonly log: string;
  readonly httpPort: number;
  daemon: Daemon;
}

/** A real HDFS on 127.0.0.1: a NameNode and some DataNodes, each a process that a test can kill. */
export class HdfsCluster {
  private constructor(
    private readonly folder: string,
    private readonly httpPort: number,
    private nameNode: Daemon,
    private readonly dataNodes: DataNode[],
  ) {}

  /**
   * A file is kept by one DataNode only.
   *
   * @param dataNodeSettings beside those that every cluster here has
   * @throws Error that says what is missing when it cannot be started.
   */
  static async start(
    dataNodeCount: number,
    dataNodeSettings: Readonly<Record<string, number>> = {},
  ): Promise<HdfsCluster> {
    await installHadoop();
    const folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-hdfs-'));
    const [rpc, http, ...ports] = await freePorts(2 + 3 * dataNodeCount);
    const common = {
      'fs.defaultFS': `hdfs://127.0.0.1:${rpc}`,
      'dfs.replication': 1,
      // Noticed as dead after 2 × recheck + 10 × heartbeat: 12 s, not 10 minutes.
      'dfs.heartbeat.interval': 1,
      'dfs.namenode.heartbeat.recheck-interval': 1000,
      // No half minute of safe mode after a restart.
      'dfs.namenode.safemode.extension': 0,
    };
    await cp(formattedNames, join(folder, 'name'), { recursive: true });
    writeConfiguration(join(folder, 'namenode.xml'), {
      ...common,
      'dfs.namenode.http-address': `127.0.0.1:${http}`,
      'dfs.namenode.name.dir': `file://${join(folder, 'name')}`,
      'dfs.namenode.datanode.registration.ip-hostname-check': false,
    });
    const dataNodes = Array.from({ length: dataNodeCount }, (_, index): DataNode => {
      const [data, httpPort, ipc] = ports.slice(3 * index);
      const configuration = join(folder, `datanode-${index}.xml`);
      writeConfiguration(configuration, {
        ...common,
        'dfs.datanode.data.dir': `file://${join(folder, `data-${index}`)}`,
        'dfs.datanode.hostname': '127.0.0.1',
        'dfs.datanode.address': `127.0.0.1:${data}`,
        'dfs.datanode.http.address': `127.0.0.1:${httpPort}`,
        'dfs.datanode.ipc.address': `127.0.0.1:${ipc}`,
        ...dataNodeSettings,
      });
      const log = join(folder, `datanode-${index}.log`);
      return { configuration, log, httpPort: httpPort!, daemon: startRole('datanode', configuration, log) };
    });
    const nameNode = startRole('namenode', join(folder, 'namenode.xml'), join(folder, 'namenode.log'));
    const cluster = new HdfsCluster(folder, http!, nameNode, dataNodes);
    try {
      await cluster.untilWritable();
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** HDFS's superuser: whoever started the NameNode. */
  readonly superuser = userInfo().username;

  /** A storage URI in it. */
  uri(folder: string): string {
    return `hdfs://127.0.0.1:${this.httpPort}/${folder}`;
  }

  /** A call of WebHDFS by the superuser, for what a storage never does. @throws Error unless it succeeds. */
  async call(method: string, path: string, query: Readonly<Record<string, string>>): Promise<string> {
    const search = new URLSearchParams({ ...query, 'user.name': this.superuser }).toString();
    const response = await fetch(`http://127.0.0.1:${this.httpPort}/webhdfs/v1${path}?${search}`, { method });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text;
  }

  async killDataNode(index: number): Promise<void> {
    await this.dataNodes[index]!.daemon.kill();
  }

  pauseDataNode(index: number): void {
    this.dataNodes[index]!.daemon.pause();
  }

  resumeDataNode(index: number): void {
    this.dataNodes[index]!.daemon.resume();
  }

  /** Starts one that was killed; returns when the NameNode has heard of it. */
  async startDataNode(index: number): Promise<void> {
    const node = this.dataNodes[index]!;
    node.daemon = startRole('datanode', node.configuration, node.log);
    const started = Date.now();
    await node.daemon.until(`DataNode ${index} is back`, async () => {
      const info = await bean(node.httpPort, 'DataNode', 'DataNodeInfo');
      const actors = JSON.parse(String(info['BPServiceActorInfo'])) as { readonly ActorState: string }[];
      const names = await bean(this.httpPort, 'NameNode', 'NameNodeInfo');
      const live = Object.values(
        JSON.parse(String(names['LiveNodes'])) as Record<
          string,
          { readonly infoAddr: string; readonly lastContact: number }
        >,
      );
      // The one that died may still count as live.
      const isHeard = live.some(
        ({ infoAddr, lastContact }) =>
          infoAddr.endsWith(`:${node.httpPort}`) && lastContact * 1000 < Date.now() - started,
      );
      return isHeard && actors.every(({ ActorState: state }) => state === 'RUNNING');
    });
  }

  async killNameNode(): Promise<void> {
    await this.nameNode.kill();
  }

  async startNameNode(): Promise<void> {
    this.nameNode = startRole(
      'namenode',
      join(this.folder, 'namenode.xml'),
      join(this.folder, 'namenode.log'),
    );
    await this.untilWritable();
  }

  async stop(): Promise<void> {
    await Promise.all([this.nameNode.kill(), ...this.dataNodes.map(({ daemon }) => daemon.kill())]);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async untilWritable(): Promise<void> {
    const expected = this.dataNodes.filter(({ daemon }) => daemon.isRunning).length;
    await this.nameNode.until('HDFS takes files', async () => {
      const state = await bean(this.httpPort, 'NameNode', 'FSNamesystemState');
      return state['FSState'] === 'Operational' && Number(state['NumLiveDataNodes']) >= expected;
    });
  }
}

function startRole(role: Role, configuration: string, log: string): Daemon {
  return Daemon.start(java, [...javaArguments(role), '-conf', configuration], { log });
}

/** What a server says of itself. */
async function bean(port: number, service: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(`http://127.0.0.1:${port}/jmx?qry=Hadoop:service=${service},name=${name}`, {
    signal: AbortSignal.timeout(2000),
  });
  const { beans } = (await response.json()) as {
    readonly beans: readonly Readonly<Record<string, unknown>>[];
  };
  return beans[0]!;
}
