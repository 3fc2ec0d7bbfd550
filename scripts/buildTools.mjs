// Builds what tests and `npm start` use and no user gets: the programs around VS Code, and the extension host tests.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { repository } from './setup/repository.mjs';

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: repository,
  bundle: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  sourcemap: 'inline',
};

await Promise.all([
  esbuild.build({
    ...common,
    format: 'esm',
    packages: 'external',
    outdir: 'dist/tools',
    entryPoints: {
      start: 'scripts/start/main.ts',
      hostTests: 'scripts/vscode/hostTests.ts',
      vscodeLauncher: 'scripts/vscode/launcher.ts',
      browser: 'scripts/vscode/browser.ts',
    },
  }),
  esbuild.build({
    ...common,
    format: 'cjs',
    external: ['vscode', 'mocha'],
    // As in build.mjs.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    outExtension: { '.js': '.cjs' },
    outdir: 'dist/test',
    entryPoints: { host: 'test/host/index.ts', shim: 'scripts/vscode/testShim.ts' },
  }),
]);
// Started by its path in place of a desktop VS Code.
chmodSync(join(repository, 'dist/tools/vscodeLauncher.js'), 0o755);
