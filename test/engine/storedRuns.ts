import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Far longer than a run takes to come so far on a machine with much else to do. */
export const patienceMs = 120_000;

/** What a run that is started after {@link watchStorage} leaves in the storage beside its pipeline. */
export interface StoredRun {
  /** Waits until it has written down that it has begun. */
  begun(): Promise<void>;
  /** Waits until it has completed a checkpoint; `ended` is for a run that ends without one. */
  completed(ended: Promise<unknown>): Promise<void>;
}

export async function watchStorage(folder: string): Promise<StoredRun> {
  const storage = join(folder, '.checkpoint-lens/checkpoints');
  const files = (): Promise<string[]> => readdir(storage, { recursive: true }).catch(() => []);
  const earlier = new Set(await files());
  const appears = async (isIt: (file: string) => boolean, isOver: () => boolean): Promise<void> => {
    const start = performance.now();
    while (performance.now() - start < patienceMs) {
      if (isOver() || (await files()).some((file) => !earlier.has(file) && isIt(file))) return;
      await delay(20);
    }
    throw new Error(`${storage} has not come so far within ${patienceMs / 1000} s`);
  };
  return {
    begun: () =>
      appears(
        (file) => file.endsWith('_run.json'),
        () => false,
      ),
    completed(ended) {
      let isOver = false;
      void ended.then(() => {
        isOver = true;
      });
      const isCheckpoint = (file: string): boolean =>
        file.endsWith('_metadata') && file.split(sep).some((name) => name.startsWith('chk-'));
      return appears(isCheckpoint, () => isOver);
    },
  };
}
