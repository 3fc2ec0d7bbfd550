import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { inTurn } from './turns.js';

/** Where what tests fetch is kept between runs. */
export const cacheFolder = join(
  process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
  'checkpoint-lens',
);

/**
 * The folder of a name in the cache. Where there is none `make` is called with an empty folder to work in, and gives the folder
 * below it that is kept. Who asks for the same name meanwhile, here or in another process, waits for that one.
 */
export async function cached(
  name: string,
  make: (work: string) => string | Promise<string>,
  cache = cacheFolder,
): Promise<string> {
  const kept = join(cache, name);
  if (existsSync(kept)) return kept;
  await mkdir(cache, { recursive: true });
  return inTurn(kept, async () => {
    if (!existsSync(kept)) await makeIn(cache, make, kept);
    return kept;
  });
}

async function makeIn(
  cache: string,
  make: (work: string) => string | Promise<string>,
  kept: string,
): Promise<void> {
  const work = await mkdtemp(join(cache, 'fetching-'));
  try {
    const made = await make(work);
    // In one step, so that a run that is stopped leaves nothing half.
    await rename(made, kept).catch((error: unknown) => {
      // Somebody else was sooner.
      if (!existsSync(kept)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
