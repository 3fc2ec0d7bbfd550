import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what tests fetch is kept between runs. */
export const cacheFolder = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'checkpoint-lens',
);

/**
 * The folder of a name in the cache. Where there is none `make` is called with an empty folder to work in, and gives the folder
 * below it that is kept.
 */
export function cached(name: string, make: (work: string) => string): string {
  const kept = join(cacheFolder, name);
  if (existsSync(kept)) return kept;
  mkdirSync(cacheFolder, { recursive: true });
  const work = mkdtempSync(join(cacheFolder, 'fetching-'));
  try {
    // In one step, so that a run that is stopped leaves nothing half.
    renameSync(make(work), kept);
    return kept;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
