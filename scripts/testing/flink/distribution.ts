import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './tools.js';

/** The Flink that tests run against which do not name another. */
export const newestVersion = '2.3.0';

/** Where they are kept between runs; 330 MB each. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'checkpoint-lens');

/** The folders of a Flink distribution that the tests need, where it has them. */
const parts: readonly string[] = ['lib', 'plugins', 'conf'];

/**
 * Flink as the Python packages have it, which every mirror of a package registry serves: `apache-flink-libraries` has the
 * jars, `apache-flink` the configuration. Gives the folder with `lib`, `plugins` and, of the newest version, `conf`.
 *
 * @throws {Error} where there is no Python with pip, or no way to the registry
 */
export function ensureDistribution(version: string): string {
  const home = join(cache, `flink-${version}-jars`);
  if (existsSync(home)) return home;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetching-'));
  try {
    fetchInto(work, version);
    const made = join(work, 'made');
    for (const folder of parts) collect(join(work, 'unpacked'), folder, join(made, folder));
    if (!existsSync(join(made, 'lib'))) throw new Error(`The packages of Flink ${version} have no jars.`);
    // In one step, so that a run that is stopped leaves nothing half.
    renameSync(made, home);
    return home;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchInto(work: string, version: string): void {
  // The second is built from its source for some versions, which takes a compiler.
  const names =
    version === newestVersion ? ['apache-flink-libraries', 'apache-flink'] : ['apache-flink-libraries'];
  const packages = names.map((name) => `${name}==${version}`);
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '-d', work];
  runTool('Python 3 with pip', python, [...pip, ...packages]);
  const archives = readdirSync(work).filter((name) => /\.(whl|tar\.gz)$/.test(name));
  for (const archive of archives) {
    const format = archive.endsWith('.whl') ? 'zip' : 'gztar';
    const unpack = 'import shutil, sys; shutil.unpack_archive(*sys.argv[1:])';
    runTool('Python 3', python, ['-c', unpack, join(work, archive), join(work, 'unpacked'), format]);
    rmSync(join(work, archive));
  }
}

const python = process.env['PYTHON'] ?? 'python3';

/** In a wheel the parts lie in `pyflink`, in a source package in `deps`. */
function collect(folder: string, part: string, target: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (entry.name === part && /(pyflink|deps)$/.test(folder)) cpSync(path, target, { recursive: true });
    else collect(path, part, target);
  }
}
