import { existsSync, readFileSync, statSync } from 'node:fs';

/** What a file holds that a definition reads; undefined where it is not on this machine. */
export function localText(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
}
