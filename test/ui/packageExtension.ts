import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installPackagedExtension } from './installedExtension.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of extensions in which the packaged extension is installed, and no other. */
    extensions: string;
  }
}

let folder = '';

/** Once for all UI tests. */
export function setup(project: TestProject): void {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-vsix-'));
  project.provide('extensions', installPackagedExtension(folder));
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
