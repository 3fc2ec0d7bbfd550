import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { cached } from '../../scripts/testing/cache.js';
import { installPackagedExtension } from './installedExtension.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of extensions in which the packaged extension is installed, and no other. */
    extensions: string;
  }
}

/** Folder of what one `npm test` packages for all its groups. */
const { CHECKPOINT_LENS_PACKAGED: ofAllGroups } = process.env;
let own: string | undefined;

/** Once for all UI tests of a run: for a group that is run by itself, of what is built then. */
export async function setup(project: TestProject): Promise<void> {
  const folder = ofAllGroups ?? (own = mkdtempSync(join(tmpdir(), 'checkpoint-lens-vsix-')));
  project.provide('extensions', await cached('extensions', installPackagedExtension, folder));
}

export function teardown(): void {
  if (own !== undefined) rmSync(own, { recursive: true, force: true });
}
