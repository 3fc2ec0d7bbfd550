import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FlinkClient } from '../../../src/flink/client.js';
import {
  jvmOptions,
  usualHeap,
  writeConfiguration,
  writeLogging,
  type JvmOptions,
  type Ports,
} from './configuration.js';
import { ensureDistribution, newestVersion } from './distribution.js';
import { ensureJobJar, libraries, type TestJob } from './jobJar.js';
import { Daemon } from '../daemon.js';
import { freePorts } from '../freePorts.js';
import { jdkTool } from '../tools.js';

const startMs = 180_000;
/** So often it is tried with other ports: one that was free may be taken before Flink opens it. */
const startsMax = 3;

interface ClusterOptions {
  readonly isHighlyAvailable: boolean;
  readonly version: string;
  readonly heap: number;
  readonly isBrief: boolean;
}

/** A JobManager and a TaskManager on this machine, in processes and a folder of their own. */
export class FlinkCluster {
  private jobManager: Daemon | undefined;
  private readonly others: Daemon[] = [];

  private constructor(
    private readonly home: string,
    readonly folder: string,
    private readonly ports: Ports,
    private readonly jvm: JvmOptions,
  ) {}

  /**
   * Starts a cluster and waits until it takes jobs.
   *
   * @param options.isHighlyAvailable with a ZooKeeper, so that its jobs outlive a JobManager
   * @param options.heap of its TaskManager for jobs, MiB
   * @param options.isBrief for a minute's tests: starts quickly, computes slowly
   * @throws {Error} that says what is missing on this machine
   */
  static async start({
    isHighlyAvailable = false,
    version = newestVersion,
    heap = usualHeap,
    isBrief = false,
  }: Partial<ClusterOptions> = {}): Promise<FlinkCluster> {
    for (let starts = 1; ; starts++) {
      const started = await FlinkCluster.startOnce({ isHighlyAvailable, version, heap, isBrief });
      if (started instanceof FlinkCluster) return started;
      if (!started.isPortTaken || starts === startsMax) throw started.error;
    }
  }

  private static async startOnce({
    isHighlyAvailable,
    version,
    heap,
    isBrief,
  }: ClusterOptions): Promise<FlinkCluster | { readonly error: unknown; readonly isPortTaken: boolean }> {
    const home = await ensureDistribution(version);
    const jvm = jvmOptions(await ensureDistribution(newestVersion), heap, isBrief);
    const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-flink-'));
    const [rest, rpc, zooKeeper] = await freePorts(3);
    const ports = { rest: rest!, rpc: rpc!, zooKeeper: zooKeeper! };
    writeConfiguration(folder, ports, { isHighlyAvailable, heap });
    const cluster = new FlinkCluster(home, folder, ports, jvm);
    try {
      if (isHighlyAvailable) {
        const zooKeeper = 'org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer';
        const args = ['--zkConfigFile', join(folder, 'conf/zoo.cfg'), '--peerId', '1'];
        cluster.others.push(cluster.launch('zookeeper', cluster.jvm.zooKeeper, zooKeeper, args));
      }
      const taskManager = 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner';
      cluster.others.push(
        cluster.launch('taskmanager', cluster.jvm.taskManager, taskManager, cluster.configured),
      );
      await cluster.startJobManager();
      return cluster;
    } catch (error) {
      const isPortTaken = /Address already in use|BindException|any port in port range/.test(
        cluster.logEnd(200),
      );
      await cluster.stop();
      return { error, isPortTaken };
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports.rest}`;
  }

  /** Again at the same address after {@link killJobManager}. Waits until a TaskManager has registered. */
  async startJobManager(): Promise<void> {
    const main = 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint';
    this.jobManager = this.launch('jobmanager', this.jvm.jobManager, main, [
      ...this.configured,
      '--executionMode',
      'cluster',
    ]);
    await this.until('its slots', async (client) => (await client.overview()).slots > 0);
  }

  /** As when a machine fails: without a word to anyone. */
  async killJobManager(): Promise<void> {
    await this.jobManager?.kill();
  }

  /** Submits a job. Gives its id. */
  async submit(job: TestJob, args: readonly string[] = []): Promise<string> {
    const jar = readFileSync(await ensureJobJar(this.home, job));
    const form = new FormData();
    form.append('jarfile', new Blob([jar], { type: 'application/x-java-archive' }), 'job.jar');
    const uploaded = (await this.send('POST', '/jars/upload', form)) as { readonly filename: string };
    const run = (await this.send(
      'POST',
      `/jars/${basename(uploaded.filename)}/run`,
      JSON.stringify({ entryClass: job.entryClass, programArgsList: args }),
    )) as { readonly jobid: string };
    return run.jobid;
  }

  async cancel(job: string): Promise<void> {
    await this.send('PATCH', `/jobs/${job}?mode=cancel`);
  }

  /** Waits until its log says that a job has completed so many checkpoints. */
  async completed(job: string, count: number): Promise<void> {
    const line = new RegExp(`Completed checkpoint \\d+ for job ${job} `, 'g');
    await this.until(`${count} checkpoints`, () =>
      Promise.resolve([...this.jobManagerLog().matchAll(line)].length >= count),
    );
  }

  /** Waits until something is so; failing requests count as not yet. */
  async until(what: string, isSo: (client: FlinkClient) => Promise<boolean>): Promise<void> {
    const client = new FlinkClient({ url: this.url });
    try {
      for (const end = Date.now() + startMs; !(await isSo(client).catch(() => false));) {
        const dead = [this.jobManager, ...this.others].find((daemon) => daemon?.isRunning === false);
        if (dead !== undefined) throw new Error(`A process of Flink ended.\n${this.logEnd()}`);
        if (Date.now() > end) throw new Error(`Flink has waited in vain for ${what}.\n${this.logEnd()}`);
        await sleep(100);
      }
    } finally {
      await client.close();
    }
  }

  /** What the JobManager logged, all its starts. */
  jobManagerLog(): string {
    return readFileSync(join(this.folder, 'log/jobmanager.log'), 'utf8');
  }

  /** Ends all its processes and removes its folder. */
  async stop(): Promise<void> {
    await Promise.all([this.jobManager, ...this.others].map(async (daemon) => daemon?.kill()));
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private get configured(): readonly string[] {
    return ['--configDir', join(this.folder, 'conf')];
  }

  private launch(name: string, jvm: readonly string[], main: string, args: readonly string[]): Daemon {
    const logging = `file:${writeLogging(this.folder, name)}`;
    return Daemon.start(
      jdkTool('java'),
      [
        ...jvm,
        `-Dlog4j.configuration=${logging}`,
        `-Dlog4j.configurationFile=${logging}`,
        '-cp',
        libraries(this.home).join(delimiter),
        main,
        ...args,
      ],
      {
        log: join(this.folder, `log/${name}.out`),
        env: {
          FLINK_CONF_DIR: join(this.folder, 'conf'),
          FLINK_PLUGINS_DIR: join(this.home, 'plugins'),
          FLINK_LIB_DIR: join(this.home, 'lib'),
          FLINK_LOG_DIR: join(this.folder, 'log'),
        },
      },
    );
  }

  private async send(method: string, path: string, body?: FormData | string): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body !== undefined && { body }),
      ...(typeof body === 'string' && { headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 2000)}`);
    return JSON.parse(text);
  }

  private logEnd(lines = 20): string {
    const read = (name: string): string => {
      try {
        return readFileSync(join(this.folder, 'log', name), 'utf8')
          .split('\n')
          .slice(-lines)
          .join('\n');
      } catch {
        return '';
      }
    };
    return ['jobmanager.log', 'jobmanager.out', 'taskmanager.out', 'zookeeper.out'].map(read).join('\n');
  }
}
