import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder, from the sources as well as from what is bundled of them. */
export const repository = findUp(dirname(fileURLToPath(import.meta.url)));

function findUp(folder: string): string {
  if (existsSync(join(folder, 'scripts/vscode/server/package.json'))) return folder;
  return findUp(dirname(folder));
}
