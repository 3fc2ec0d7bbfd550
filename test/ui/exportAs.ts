import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Workbench } from './workbench.js';

/** Exports the trace in front beside it, takes the name that is offered, and gives the file's path. */
export async function exportAs(workbench: Workbench, kind: string, name: string): Promise<string> {
  const { folder, quickInput } = workbench;
  await workbench.runAndPick('Checkpoint Lens: Export…', kind);
  await expect.poll(() => quickInput.inputValue()).toMatch(new RegExp(`/${name}$`));
  await workbench.accept();
  // It is put in place when it is whole.
  const file = join(folder, name);
  await expect.poll(() => existsSync(file)).toBe(true);
  return file;
}
