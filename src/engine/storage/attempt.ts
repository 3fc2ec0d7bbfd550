import { messageOf } from '../errors.js';
import { StorageError, UploadAborted } from './storage.js';

/**
 * Does what a storage was asked, and says in words what could not be done. `task` goes on after "cannot", with what and
 * where; `reasonOf` words what went wrong.
 *
 * @throws StorageError; UploadAborted where the upload was given up.
 */
export async function attempt<Result>(
  task: string,
  work: () => Promise<Result>,
  reasonOf: (error: unknown) => string = messageOf,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UploadAborted) throw error;
    const isTransient = error instanceof StorageError && error.isTransient;
    throw new StorageError(`cannot ${task}: ${reasonOf(error)}`, { cause: error, isTransient });
  }
}
