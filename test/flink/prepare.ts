import { ensureDistribution, newestVersion } from '../../scripts/testing/flink/distribution.js';
import { ensureJobJar, lensJob } from '../../scripts/testing/flink/jobJar.js';
import { ensureGatewayJar } from '../../scripts/testing/flink/sqlGateway.js';
import { jdkTool, runTool } from '../../scripts/testing/tools.js';

/** @throws {Error} that says what is missing on this machine; the run then counts as failed */
export async function setup(): Promise<void> {
  await runTool('a JDK (17 or newer)', jdkTool('java'), ['-version']);
  const started = Date.now();
  // What several files need, before they ask for it at once.
  await ensureJobJar(await ensureDistribution(newestVersion), lensJob);
  await ensureGatewayJar();
  process.stdout.write(`Flink is there after ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}
