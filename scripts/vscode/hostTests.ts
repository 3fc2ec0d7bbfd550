// Runs test/host inside a real extension host: VS Code's server in a headless browser or, with
// CHECKPOINT_LENS_VSCODE=desktop, the desktop VS Code that @vscode/test-electron downloads. CHECKPOINT_LENS_VSCODE=oldest
// asks for the server of the oldest version that the extension supports.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { repository } from './repository.js';

const workspace = mkdtempSync(join(tmpdir(), 'checkpoint-lens-workspace-'));
cpSync(join(repository, 'examples'), workspace, {
  recursive: true,
  filter: (path) => basename(path) !== '.checkpoint-lens',
});
const desktop = process.env['CHECKPOINT_LENS_VSCODE'] === 'desktop';
try {
  await runTests({
    ...(desktop ? {} : { vscodeExecutablePath: join(repository, 'dist/tools/vscodeLauncher.js') }),
    extensionDevelopmentPath: repository,
    extensionTestsPath: join(repository, 'dist/test/host.cjs'),
    launchArgs: [workspace],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
