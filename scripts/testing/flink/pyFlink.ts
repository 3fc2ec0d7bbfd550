import { mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached } from '../cache.js';
import { jdkTool, runTool } from '../tools.js';
import type { FlinkCluster } from './cluster.js';
import { jvmOptions, usualHeap } from './configuration.js';
import { ensureDistribution, newestVersion } from './distribution.js';
import { libraries } from './jobJar.js';
import { ensureGatewayJar } from './sqlGateway.js';

const python = process.env['PYTHON'] ?? 'python3';

/**
 * PyFlink with all it needs, for the `PYTHONPATH` of clients and of TaskManagers; 1 GB.
 *
 * @throws {Error} where there is no Python with pip that this version of PyFlink knows
 */
export function ensurePyFlink(): Promise<string> {
  return cached(`pyflink-${newestVersion}`, async (work) => {
    const made = join(work, 'made');
    mkdirSync(made);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', made];
    await runTool('Python 3 with pip', python, [...install, `apache-flink==${newestVersion}`]);
    return made;
  });
}

/** Submits a Python job as `flink run -py` does. The cluster was started with {@link ensurePyFlink} in `PYTHONPATH`. */
export function submitPython(cluster: FlinkCluster, file: string): Promise<void> {
  const interpreters = ['-pyexec', python, '-pyclientexec', python];
  return runClient(cluster, [], 'org.apache.flink.client.cli.CliFrontend', [
    ...['run', '--detached', ...interpreters, '-py', file],
  ]);
}

/** Submits what `sql-client.sh -f` would. */
export async function submitSql(cluster: FlinkCluster, file: string): Promise<void> {
  const folder = await optionalFolder();
  const jars = ['flink-python', 'flink-sql-client'].map((name) => optional(folder, name));
  const gateway = join(await ensureGatewayJar(), `flink-sql-gateway-${newestVersion}.jar`);
  await runClient(cluster, [...jars, gateway], 'org.apache.flink.table.client.SqlClient', ['-f', file]);
}

async function runClient(
  { folder }: FlinkCluster,
  jars: readonly string[],
  main: string,
  args: readonly string[],
): Promise<void> {
  const home = await ensureDistribution(newestVersion);
  const classPath = [...libraries(home), ...jars].join(delimiter);
  const said = await runTool(
    'a JDK (17 or newer)',
    jdkTool('java'),
    [...jvmOptions(home, usualHeap, true).jobManager, '-cp', classPath, main, ...args],
    {
      FLINK_CONF_DIR: join(folder, 'conf'),
      FLINK_LIB_DIR: join(home, 'lib'),
      FLINK_OPT_DIR: await optionalFolder(),
    },
  );
  // Neither client fails where the job does.
  if (!/job id|jobid/i.test(said)) throw new Error(`No job was submitted:\n${said}`);
}

async function optionalFolder(): Promise<string> {
  return join(await ensurePyFlink(), 'pyflink/opt');
}

function optional(folder: string, name: string): string {
  const found = readdirSync(folder).find((file) => file.startsWith(`${name}-`));
  if (found === undefined) throw new Error(`PyFlink has no ${name}.`);
  return join(folder, found);
}
