import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../vscode/repository.js';
import { runTool } from '../tools.js';
import { FlinkCluster } from './cluster.js';
import { ordersTable } from './jobJar.js';
import { ensurePyFlink, submitPython, submitSql } from './pyFlink.js';

/** What is recorded of each job. */
const duration = '20s';
const sources = join(repository, 'test/flink/sources');

/** The jobs whose sources the lenses are tried on, each by the way it is usually submitted. */
const jobs: Readonly<Record<string, (cluster: FlinkCluster) => Promise<unknown>>> = {
  'orders.py': (cluster) => submitPython(cluster, join(sources, 'orders.py')),
  'orders_table.py': (cluster) => submitPython(cluster, join(sources, 'orders_table.py')),
  'orders.sql': (cluster) => submitSql(cluster, join(sources, 'orders.sql')),
  'OrdersTable.java': (cluster) => cluster.submit(ordersTable),
};

/** Runs each job on a real Flink and records its checkpoints with the command line, into `test/fixtures/flinkSources`. */
export async function recordSources(wanted: readonly string[]): Promise<void> {
  process.env['PYTHONPATH'] = await ensurePyFlink();
  for (const [name, submit] of Object.entries(jobs)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const cluster = await FlinkCluster.start();
    try {
      await submit(cluster);
      await cluster.until('a checkpoint', async (client) => {
        const [job] = await client.jobs();
        const checkpoints = job ? await client.checkpoints(job.id) : [];
        return checkpoints.some(({ status }) => status === 'completed');
      });
      await record(cluster.url, join(repository, 'test/fixtures/flinkSources', `${name}.flink.jsonl`));
    } finally {
      await cluster.stop();
    }
  }
}

async function record(url: string, file: string): Promise<void> {
  rmSync(file, { force: true });
  const program = join(repository, 'dist/cli.js');
  const args = ['record', '--flink', url, '--duration', duration, '-o', file];
  process.stdout.write(await runTool('Node', process.execPath, [program, ...args]));
}
