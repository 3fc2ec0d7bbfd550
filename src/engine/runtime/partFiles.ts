import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { RunError, UsageError } from '../errors.js';
import { isPartFile, type PartFiles } from '../operators/fileSink.js';
import { whyNotWritten } from '../storage/fileProblem.js';

/** A sink's folder on this machine. */
export function localPartFiles(directory: string): PartFiles {
  const attempt = <Result>(name: string, work: (path: string) => Result): Result => {
    const path = join(directory, name);
    try {
      return work(path);
    } catch (error) {
      throw new RunError(`The sink cannot write ${path}: ${whyNotWritten(error, 'fileSink(…)')}.`);
    }
  };
  return {
    append: (name, text) => attempt(name, (path) => appendFileSync(path, text)),
    sync: (name) =>
      attempt(name, (path) => {
        syncPath(path);
        syncFolder(directory);
      }),
    rename: (from, to) =>
      attempt(to, (path) => {
        renameSync(join(directory, from), path);
        syncFolder(directory);
      }),
    exists: (name) => existsSync(join(directory, name)),
    remove: (name) => attempt(name, (path) => rmSync(path, { force: true })),
    list: () => readdirSync(directory),
  };
}

/**
 * Makes a sink's folder ready for a run, once, before its subtasks start. A run that starts afresh moves the files of
 * an earlier run into `.previous`, where they replace those of the run before that.
 *
 * @throws UsageError when the folder cannot be made or written.
 */
export function prepareSinkFolder(directory: string, restored: boolean): void {
  try {
    mkdirSync(directory, { recursive: true });
    const parts = readdirSync(directory).filter(isPartFile);
    if (restored || parts.length === 0) return;
    const previous = join(directory, '.previous');
    rmSync(previous, { recursive: true, force: true });
    mkdirSync(previous);
    for (const name of parts) renameSync(join(directory, name), join(previous, name));
  } catch (error) {
    throw new UsageError(
      `The sink's folder ${directory} cannot be used: ${whyNotWritten(error, 'fileSink(…)')}.`,
    );
  }
}

/**
 * Takes the files of a run away that begins anew: what it has written so far was not promised by any checkpoint.
 *
 * @throws RunError when that is not possible.
 */
export function clearSinkFolder(directory: string): void {
  const files = localPartFiles(directory);
  for (const name of files.list().filter(isPartFile)) files.remove(name);
}

/** Makes the names in a folder survive a power cut. Windows has no such call and needs none. */
function syncFolder(directory: string): void {
  if (process.platform !== 'win32') syncPath(directory);
}

function syncPath(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
