// Packages what is built into checkpoint-lens-VERSION.vsix, or into the file that the first argument names.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { repository } from './setup/repository.mjs';

const { name, version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
const packagePath = process.argv[2] ?? join(repository, `${name}-${version}.vsix`);
await createVSIX({
  cwd: repository,
  packagePath,
  allowMissingRepository: true,
  // Links in the README stay relative: there is no repository address to make them absolute with.
  rewriteRelativeLinks: false,
});
console.log(`${packagePath}: ${(statSync(packagePath).size / 1e6).toFixed(2)} MB`);
