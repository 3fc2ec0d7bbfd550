import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '../vscode/repository.js';

/**
 * Packages what is built and answers the package's path.
 * @throws {Error} when the packager fails
 */
export function packaged(): string {
  const path = join(repository, 'dist/checkpoint-lens.vsix');
  execFileSync(process.execPath, [join(repository, 'scripts/package.mjs'), path], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return path;
}
