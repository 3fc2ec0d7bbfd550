import { messageOf } from '../errors.js';
import { isOfPermission } from './fileProblem.js';
import { StorageError, UploadAborted } from './storage.js';

export type StorageTask = 'write' | 'read' | 'list' | 'remove';

/**
 * Does what a storage was asked, and says in words what could not be done. `place` is where, in full; `reasonOf` words what went
 * wrong.
 *
 * @throws StorageError; UploadAborted where the upload was given up.
 */
export async function attempt<Result>(
  task: StorageTask,
  place: string,
  work: () => Promise<Result>,
  reasonOf: (error: unknown) => string = messageOf,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UploadAborted) throw error;
    const { isTransient, isRefused } =
      error instanceof StorageError ? error : { isTransient: false, isRefused: isOfPermission(error) };
    throw new StorageError(failed(task, place, reasonOf(error)), { cause: error, isTransient, isRefused });
  }
}

/** Where something is in a storage, in full; `.` is the storage itself. */
export function placeIn(uri: string, path: string): string {
  return path === '.' ? uri : `${uri}/${path}`;
}

/** Sentences of their own, so that each can be translated. */
function failed(task: StorageTask, place: string, reason: string): string {
  switch (task) {
    case 'write':
      return `cannot write ${place}: ${reason}`;
    case 'read':
      return `cannot read ${place}: ${reason}`;
    case 'list':
      return `cannot list ${place}: ${reason}`;
    case 'remove':
      return `cannot remove ${place}: ${reason}`;
  }
}
