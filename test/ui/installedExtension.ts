import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../../scripts/vscode/repository.js';
import { installExtensions } from '../../scripts/vscode/server.js';

/**
 * Packages what is built and installs the package, so that tests see what a user gets.
 *
 * @param folder for the package and a profile to install it with; the caller removes it
 * @returns the folder of extensions, with this one in it and no other
 */
export function installPackagedExtension(folder: string): string {
  const vsix = join(folder, 'checkpoint-lens.vsix');
  execFileSync(process.execPath, [join(repository, 'scripts/package.mjs'), vsix], { stdio: 'inherit' });
  const extensions = join(folder, 'extensions');
  installExtensions([vsix], { profile: join(folder, 'profile'), extensions });
  return extensions;
}
