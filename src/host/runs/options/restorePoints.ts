import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A checkpoint or savepoint in a folder of this machine. */
export interface RestorePoint {
  readonly folder: string;
  /** As its folder is called: `chk-3`, or whatever a savepoint's is. */
  readonly name: string;
  readonly kind: 'checkpoint' | 'savepoint';
  /** When it was complete, ms since 1970. */
  readonly at: number;
}

/** What can be restored in a checkpoint storage, newest first. Whether it is sound shows when it is read. */
export async function restorePoints(storage: string): Promise<RestorePoint[]> {
  const [runs, savepoints] = await Promise.all([
    foldersIn(storage, /^run-/),
    foldersIn(storage, /^(?!run-)/),
  ]);
  const checkpoints = await Promise.all(runs.map((run) => foldersIn(join(storage, run), /^chk-/, run)));
  const found = await Promise.all([
    ...savepoints.map((name) => pointAt(join(storage, name), name, 'savepoint')),
    ...checkpoints.flat().map((path) => pointAt(join(storage, path), path.split(/[/\\]/)[1]!, 'checkpoint')),
  ]);
  return found.filter((point) => point !== undefined).sort((one, other) => other.at - one.at);
}

async function foldersIn(folder: string, named: RegExp, prefix = ''): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && named.test(entry.name))
    .map(({ name }) => join(prefix, name));
}

/** Without its metadata it is none. */
async function pointAt(
  folder: string,
  name: string,
  kind: RestorePoint['kind'],
): Promise<RestorePoint | undefined> {
  const metadata = await stat(join(folder, '_metadata')).catch(() => undefined);
  return metadata && { folder, name, kind, at: metadata.mtimeMs };
}
