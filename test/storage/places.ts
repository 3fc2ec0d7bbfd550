import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { openStorage, type StorageSettings } from '../../src/engine/storage/openStorage.js';
import type { Environment } from '../../src/engine/storage/environment.js';
import type { CheckpointStorage } from '../../src/engine/storage/storage.js';
import { parseStorageUri } from '../../src/engine/storage/storageUri.js';
import type { Place } from './ownServers.js';

/** Gives up much sooner than a run does, but outlasts a restart. */
export const patient: StorageSettings = {
  retries: { policy: { tries: 40, firstMs: 100, longestMs: 1000 } },
  limits: { silence: 3000, noticedSilence: 1000, smallRequest: 20_000 },
};

export function open(
  place: Place,
  folder: string,
  settings: Partial<StorageSettings> = {},
): CheckpointStorage {
  return openStorage(parseStorageUri(place.uri(folder)), place.environment, { ...patient, ...settings });
}

async function startFolder(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
  return {
    uri: (folder) => join(root, folder),
    environment: {},
    stop: () => rm(root, { recursive: true }),
  };
}

function shared(root: string, environment: Environment): Place {
  return { uri: (folder) => root + folder, environment, stop: () => Promise.resolve() };
}

export function sharedS3(): Place {
  return shared(`s3://${inject('bucket')}/`, inject('s3'));
}

/** The same tests in each. The servers are those that all share. */
export const places: Readonly<Record<string, () => Place | Promise<Place>>> = {
  'a folder': startFolder,
  HDFS: () => shared(inject('hdfs'), {}),
  S3: sharedS3,
};
