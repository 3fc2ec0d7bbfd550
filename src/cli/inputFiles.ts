import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { InputFile } from '../formats/input.js';
import { CommandFailure, fileFailure, printable } from './failure.js';

/** A folder with more is not what somebody saved of a few jobs, but a home directory named by mistake. */
const filesMax = 50_000;
const bytesMax = 4 * 2 ** 30;

/** What never holds a recording, and is large. */
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The files that paths lead to: a file itself, of a folder all that is in it, by names that begin with the folder's.
 *
 * @throws {CommandFailure} where a path cannot be read, or leads to more than fits.
 */
export async function inputFiles(paths: readonly string[]): Promise<readonly InputFile[]> {
  const places: Place[] = [];
  for (const path of paths) {
    const found = await placesIn(path);
    places.push(...found.map((file) => ({ file, name: nameOf(path, file) })));
  }
  const files: InputFile[] = [];
  let bytes = 0;
  for (const { file, name } of places) {
    const content = await readFile(file).catch((error: unknown) => {
      throw fileFailure(file, 'read', error);
    });
    bytes += content.length;
    if (bytes > bytesMax) throw tooMuch(paths, `more than ${bytesMax / 2 ** 30} GiB`);
    files.push({ name, bytes: content });
  }
  return files;
}

interface Place {
  readonly file: string;
  readonly name: string;
}

async function placesIn(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileFailure(path, 'read', error);
  });
  if (!found.isDirectory()) return [path];
  const files: string[] = [];
  const walk = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      throw fileFailure(folder, 'read', error);
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory() && !skipped.has(entry.name)) await walk(join(folder, entry.name));
      else if (entry.isFile()) files.push(join(folder, entry.name));
      if (files.length > filesMax) throw tooMuch([path], `more than ${filesMax} files`);
    }
  };
  await walk(path);
  if (files.length === 0) {
    throw new CommandFailure([printable(`${path}: holds no file. Name another folder.`)]);
  }
  return files;
}

function nameOf(path: string, file: string): string {
  return path === file
    ? basename(file)
    : relative(dirname(resolve(path)), resolve(file))
        .split(sep)
        .join('/');
}

function tooMuch(paths: readonly string[], what: string): CommandFailure {
  return new CommandFailure([printable(`${paths.join(', ')}: holds ${what}. Name the folder of one job.`)]);
}
