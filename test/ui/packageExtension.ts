import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { repository } from '../../scripts/vscode/repository.js';
import { installExtensions } from '../../scripts/vscode/server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of extensions in which the packaged extension is installed, and no other. */
    extensions: string;
  }
}

let folder = '';

/** Packages what is built and installs the package, once for all UI tests: they see what a user gets. */
export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-vsix-'));
  const vsix = join(folder, 'checkpoint-lens.vsix');
  execFileSync(process.execPath, [join(repository, 'scripts/package.mjs'), vsix], { stdio: 'inherit' });
  const extensions = join(folder, 'extensions');
  installExtensions([vsix], { profile: join(folder, 'profile'), extensions });
  project.provide('extensions', extensions);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
