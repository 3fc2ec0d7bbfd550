import { ensureDistribution, newestVersion } from '../../scripts/testing/flink/distribution.js';
import { ensureJobJar, lensJob } from '../../scripts/testing/flink/jobJar.js';
import { jdkTool, runTool } from '../../scripts/testing/tools.js';

/** @throws {Error} that says what is missing on this machine; the run then counts as failed */
export function setup(): void {
  runTool('a JDK (17 or newer)', jdkTool('java'), ['-version']);
  const started = Date.now();
  ensureJobJar(ensureDistribution(newestVersion), lensJob);
  process.stdout.write(`Flink is there after ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
}
