import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { npm } from './processes.mjs';
import { repository } from './repository.mjs';

const stampName = '.installed-lockfile';

/**
 * Installs what a package's lockfile says, unless exactly that is installed already.
 * @throws {Error} when npm fails
 */
export async function ensureInstalled(folder = repository, npmArguments = []) {
  const stamp = join(folder, 'node_modules', stampName);
  const wanted = fingerprint(join(folder, 'package-lock.json'));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const place = relative(repository, folder) || 'the project';
  const started = Date.now();
  console.log(`Installing the packages of ${place} …`);
  const { code } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error', ...npmArguments], folder);
  if (code !== 0) throw new Error(`npm ci failed in ${folder} (exit code ${code}).`);
  writeFileSync(stamp, wanted);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/**
 * The package of a VS Code server: the newest, about 600 MB, or the oldest that the extension supports, about 450 MB.
 * Installed only for tests in a real VS Code and for `npm start`.
 * @param {'server' | 'server-oldest'} name
 */
export function ensureServerInstalled(name = 'server') {
  // Its install scripts would compile native modules that nothing here needs.
  return ensureInstalled(join(repository, 'scripts/vscode', name), ['--ignore-scripts']);
}

function fingerprint(lockfile) {
  return createHash('sha256')
    .update(readFileSync(lockfile))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}
