import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Memory in MiB that the start scripts of a distribution would work out; the JVM options must agree with it. */
export const usualHeap = 512;
const network = 64;
const offHeap = 64;
const framework = 128;

export interface Ports {
  readonly rest: number;
  readonly rpc: number;
  readonly zooKeeper: number;
}

export interface JvmOptions {
  readonly jobManager: readonly string[];
  readonly taskManager: readonly string[];
  readonly zooKeeper: readonly string[];
}

/** Writes what a cluster's processes read: `conf/config.yaml`, `conf/zoo.cfg`, a logging configuration for each. */
export function writeConfiguration(
  folder: string,
  ports: Ports,
  { isHighlyAvailable, heap }: { readonly isHighlyAvailable: boolean; readonly heap: number },
): void {
  const at = (name: string): string => `file://${join(folder, name)}`;
  const settings: Readonly<Record<string, string | number>> = {
    'rest.address': 'localhost',
    'rest.bind-address': 'localhost',
    'rest.port': ports.rest,
    'jobmanager.rpc.address': 'localhost',
    'jobmanager.bind-host': 'localhost',
    'jobmanager.rpc.port': ports.rpc,
    'taskmanager.host': 'localhost',
    'taskmanager.bind-host': 'localhost',
    'taskmanager.numberOfTaskSlots': 4,
    'io.tmp.dirs': join(folder, 'tmp'),
    'web.tmpdir': join(folder, 'tmp'),
    'blob.storage.directory': join(folder, 'tmp'),
    'execution.checkpointing.dir': at('checkpoints'),
    // What that was called until Flink 1.19.
    'state.checkpoints.dir': at('checkpoints'),
    'jobmanager.archive.fs.dir': at('archive'),
    ...memory,
    'taskmanager.memory.task.heap.size': `${heap}m`,
    ...(isHighlyAvailable && {
      'high-availability.type': 'zookeeper',
      'high-availability.zookeeper.quorum': `localhost:${ports.zooKeeper}`,
      'high-availability.storageDir': at('ha'),
    }),
  };
  for (const name of ['conf', 'log', 'tmp', 'checkpoints', 'archive', 'ha']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${value}`);
  // The second is the name until Flink 1.18.
  for (const name of ['conf/config.yaml', 'conf/flink-conf.yaml']) {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  }
  writeFileSync(
    join(folder, 'conf/zoo.cfg'),
    `dataDir=${join(folder, 'zookeeper')}\nclientPort=${ports.zooKeeper}\nadmin.enableServer=false\ntickTime=500\n`,
  );
}

const memory: Readonly<Record<string, string>> = {
  'taskmanager.cpu.cores': '2.0',
  'taskmanager.memory.task.off-heap.size': `${offHeap}m`,
  'taskmanager.memory.framework.heap.size': `${framework}m`,
  'taskmanager.memory.framework.off-heap.size': `${framework}m`,
  'taskmanager.memory.network.min': `${network}m`,
  'taskmanager.memory.network.max': `${network}m`,
  'taskmanager.memory.managed.size': '64m',
  'taskmanager.memory.jvm-metaspace.size': '256m',
  'taskmanager.memory.jvm-overhead.min': '128m',
  'taskmanager.memory.jvm-overhead.max': '128m',
};

/** For processes that live a minute: a third less processor time than with compilers that optimize what runs for hours. */
const brief = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/**
 * `newest` is the newest distribution: Java 17 needs the packages opened that its own configuration lists. `heap` is what jobs
 * get, MiB. `isBrief` where nobody measures how fast Flink is.
 */
export function jvmOptions(newest: string, heap: number, isBrief: boolean): JvmOptions {
  const listed = readFileSync(join(newest, 'conf/config.yaml'), 'utf8').match(/--add-(?:exports|opens)=\S+/g);
  // Flink 1.17, which does not know Java 17 yet, asks for one more.
  const opened = [
    ...(isBrief ? brief : []),
    ...(listed ?? []),
    '--add-exports=java.base/sun.net.util=ALL-UNNAMED',
  ];
  return {
    jobManager: ['-Xmx512m', '-Xms256m', ...opened],
    taskManager: [
      `-Xmx${heap + framework}m`,
      `-Xms${heap + framework}m`,
      `-XX:MaxDirectMemorySize=${network + offHeap + framework}m`,
      ...opened,
    ],
    zooKeeper: ['-Xmx128m', ...opened],
  };
}

/** Log lines to `log/NAME.log`. DEBUG has the numbers of each checkpoint in full, which is what a recording is compared with. */
export function writeLogging(folder: string, name: string): string {
  const file = join(folder, `conf/log4j-${name}.properties`);
  writeFileSync(
    file,
    [
      'rootLogger.level = INFO',
      'rootLogger.appenderRef.file.ref = file',
      'appender.file.name = file',
      'appender.file.type = File',
      'appender.file.append = true',
      `appender.file.fileName = ${join(folder, 'log', `${name}.log`)}`,
      'appender.file.layout.type = PatternLayout',
      'appender.file.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %c - %m%n',
      'logger.statistics.name = org.apache.flink.runtime.checkpoint.DefaultCheckpointStatsTracker',
      'logger.statistics.level = DEBUG',
      '',
    ].join('\n'),
  );
  return file;
}
