import { existsSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../cache.js';
import { fetchPythonPackages } from '../pythonPackages.js';

/** The Flink that tests run against which do not name another. */
export const newestVersion = '2.3.0';

/** The folders of a Flink distribution that the tests need, where it has them. */
const parts: readonly string[] = ['lib', 'plugins', 'conf'];

/**
 * Flink as the Python packages have it, which every mirror of a package registry serves: `apache-flink-libraries` has the
 * jars, `apache-flink` the configuration. Gives the folder with `lib`, `plugins` and, of the newest version, `conf`; 330 MB.
 *
 * @throws {Error} where there is no Python with pip, or no way to the registry
 */
export function ensureDistribution(version: string): Promise<string> {
  return cached(`flink-${version}-jars`, async (work) => {
    // The second is built from its source for some versions, which takes a compiler.
    const names =
      version === newestVersion ? ['apache-flink-libraries', 'apache-flink'] : ['apache-flink-libraries'];
    const unpacked = await fetchPythonPackages(
      names.map((name) => `${name}==${version}`),
      work,
    );
    const made = join(work, 'made');
    for (const folder of parts) await collect(unpacked, folder, join(made, folder));
    if (!existsSync(join(made, 'lib'))) throw new Error(`The packages of Flink ${version} have no jars.`);
    return made;
  });
}

/** In a wheel the parts lie in `pyflink`, in a source package in `deps`. */
async function collect(folder: string, part: string, target: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (entry.name === part && /(pyflink|deps)$/.test(folder)) await cp(path, target, { recursive: true });
    else await collect(path, part, target);
  }
}
