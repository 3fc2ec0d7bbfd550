import { posix } from 'node:path';
import type { CheckpointStorage } from '../storage/storage.js';
import type { StateFile } from './coordinator.js';

/**
 * The place of one of a checkpoint's files that is not in the storage any more, as when somebody has removed a folder while others
 * were still written to it; `undefined` when all are there. Lists each folder once and reads no file.
 *
 * @param folder of the checkpoint, relative to the storage
 * @throws StorageError
 */
export async function missingFile(
  storage: CheckpointStorage,
  folder: string,
  files: readonly StateFile[],
): Promise<string | undefined> {
  const paths = files.map(({ path }) => posix.join(folder, path));
  const folders = [...new Set(paths.map((path) => posix.dirname(path)))];
  const names = await Promise.all(folders.map((each) => storage.list(each)));
  const found = new Set(folders.flatMap((each, at) => names[at]!.map((name) => `${each}/${name}`)));
  return paths.find((path) => !found.has(path));
}
