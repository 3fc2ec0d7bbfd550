import { RunError } from '../errors.js';
import { StorageError } from '../storage/storage.js';

/** Whether nobody got so far as to see what is there. */
export function isRefusal(error: unknown): error is StorageError {
  return error instanceof StorageError && error.isRefused;
}

/** The end of a restore whose checkpoint may not be read. Going back further than has to be would lose what was done since. */
export function notAllowed(why: string): RunError {
  return new RunError(
    `The latest checkpoint cannot be restored: ${why}. None before it is used, as it may be sound. ` +
      'To go back to an older one, give its own folder, as in --restore STORAGE/run-…/chk-3.',
  );
}
