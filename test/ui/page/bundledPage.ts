import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { bundlePage } from './openPage.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with the bundled page. */
    bundledPage: string;
  }
}

let folder = '';

/** Once for all tests of the page. */
export async function setup(project: TestProject): Promise<void> {
  folder = await bundlePage();
  project.provide('bundledPage', folder);
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
