import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
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
export async function cached(
  name: string,
  make: (work: string) => string | Promise<string>,
): Promise<string> {
  const kept = join(cacheFolder, name);
  if (existsSync(kept)) return kept;
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, 'fetching-'));
  try {
    // In one step, so that a run that is stopped leaves nothing half.
    await rename(await make(work), kept);
    return kept;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
