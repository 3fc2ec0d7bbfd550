import { join } from 'node:path';
import type { CheckpointStorage } from '../storage/storage.js';
import type { StorageLocation } from '../storage/storageUri.js';

/** Where a savepoint goes: a folder of its own in a storage, which nothing but a person removes. */
export interface SavepointTarget {
  readonly location: StorageLocation;
  readonly storage: CheckpointStorage;
}

/** How it ended. */
export type SavepointResult =
  { readonly uri: string; readonly checkpoint: number } | { readonly failure: string };

/** Relative to its storage. A run's number and a checkpoint's make it the only one of that name. */
export function savepointFolder(run: string, checkpoint: number): string {
  return `savepoint-${run.replace(/^run-/, '')}-${checkpoint}`;
}

/** What `--restore` takes. */
export function savepointUri({ kind, uri }: StorageLocation, folder: string): string {
  return kind === 'folder' ? join(uri, folder) : `${uri.replace(/\/$/, '')}/${folder}`;
}
