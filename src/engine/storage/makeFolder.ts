import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './fileProblem.js';

/**
 * Makes a folder and those that it lies in, unless they are there; others may make them at the same time. Not by the `recursive` of
 * Node's `mkdir`: that says of a file system that takes no writes that there is no such file, and never ends where a folder
 * cannot be made in one that is there, as in `/proc`.
 *
 * @throws the operating system's error for what cannot be made
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdirUnlessThere(folder);
  } catch (error) {
    const above = dirname(folder);
    if (codeOf(error) !== 'ENOENT' || above === folder) throw error;
    // Another thread may have made it in the meantime.
    if (!(await isFolder(above))) await makeFolder(above);
    await mkdirUnlessThere(folder);
  }
}

async function mkdirUnlessThere(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (!(await isFolder(folder))) throw error;
  }
}

/** Whether there is such a folder; what makes it unreadable shows where it is used. */
async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
