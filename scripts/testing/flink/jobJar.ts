import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repository } from '../../vscode/repository.js';
import { jdkTool, runTool } from '../tools.js';

/** A job of the tests. */
export interface TestJob {
  /** Its sources, a folder in `test/flink`. */
  readonly folder: string;
  readonly entryClass: string;
}

/** Does what its arguments say. Needs Flink 1.19 or newer. */
export const lensJob: TestJob = { folder: 'job', entryClass: 'LensJob' };

/** Runs on every Flink from 1.17 on. */
export const countJob: TestJob = { folder: 'countJob', entryClass: 'CountJob' };

/** Counts per key as fast as it can, for the benchmark. */
export const keyedCountJob: TestJob = { folder: 'keyedCountJob', entryClass: 'KeyedCountJob' };

/** SQL in a Java program. */
export const ordersTable: TestJob = { folder: 'ordersTable', entryClass: 'OrdersTable' };

/**
 * Compiles a job, unless that is done already. Gives the jar.
 *
 * @param home the Flink to compile against
 * @throws {Error} where there is no JDK 17 or newer
 */
export async function ensureJobJar(home: string, { folder }: TestJob): Promise<string> {
  const sources = join(repository, 'test/flink', folder);
  const jar = join(home, `${folder}.jar`);
  const files = readdirSync(sources).map((name) => join(sources, name));
  const newest = Math.max(...files.map((file) => statSync(file).mtimeMs));
  if (existsSync(jar) && statSync(jar).mtimeMs > newest) return jar;
  const classes = join(home, folder);
  rmSync(classes, { recursive: true, force: true });
  mkdirSync(classes, { recursive: true });
  const options = ['-nowarn', '-XDignore.symbol.file', '--release', '17', '-d', classes];
  await runTool('a JDK (17 or newer)', jdkTool('javac'), [
    ...options,
    '-cp',
    libraries(home).join(delimiter),
    ...files,
  ]);
  await runTool('a JDK (17 or newer)', jdkTool('jar'), ['--create', '--file', jar, '-C', classes, '.']);
  return jar;
}

/** Flink's jars in the order of its own scripts: the distribution last. */
export function libraries(home: string): readonly string[] {
  const jars = readdirSync(join(home, 'lib'))
    .filter((name) => name.endsWith('.jar'))
    .sort((one, other) => Number(one.includes('flink-dist')) - Number(other.includes('flink-dist')));
  return jars.map((name) => join(home, 'lib', name));
}
