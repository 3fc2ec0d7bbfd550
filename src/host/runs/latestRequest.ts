import { dirname, resolve } from 'node:path';
import { parseStorageUri } from '../../engine/storage/storageUri.js';
import { restorePoints } from './options/restorePoints.js';
import { defaultStorage, type RunRequest } from './runRequest.js';

/**
 * The same run from the latest checkpoint on, where it has taken one since it began, or had begun from one itself. A storage on a
 * server is not asked: undefined, as where there is no checkpoint.
 *
 * @param since when the run began, Unix ms
 */
export async function latestRequest(request: RunRequest, since: number): Promise<RunRequest | undefined> {
  const { definition, more = [] } = request;
  const storage = folderOf(valueOf(more, '--storage'), definition);
  if (storage === undefined) return undefined;
  const checkpoints = (await restorePoints(storage)).filter(({ kind }) => kind === 'checkpoint');
  const restored = valueOf(more, '--restore');
  if (restored !== 'latest' && !checkpoints.some(({ at }) => at >= since)) return undefined;
  const others = restored === undefined ? more : without(more, '--restore');
  return checkpoints.length === 0 ? undefined : { ...request, more: [...others, '--restore', 'latest'] };
}

function folderOf(storage: string | undefined, definition: string): string | undefined {
  if (storage === undefined) return defaultStorage(definition);
  const location = parseStorageUri(storage);
  if (location.kind !== 'folder') return undefined;
  return storage.startsWith('file:') ? location.uri : resolve(dirname(definition), storage);
}

function valueOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function without(args: readonly string[], name: string): readonly string[] {
  const at = args.indexOf(name);
  return args.filter((_, n) => n !== at && n !== at + 1);
}
