import { hdfsIdentity, s3Server, type Environment } from './environment.js';
import { HdfsStorage } from './hdfs/hdfsStorage.js';
import { LocalDirectory } from './localDirectory.js';
import { defaultLimits, type OnSilence, type TimeLimits } from './http/exchange.js';
import { HttpClient } from './http/httpClient.js';
import type { RetryOptions } from './retry.js';
import { S3Storage } from './s3/s3Storage.js';
import type { CheckpointStorage } from './storage.js';
import type { StorageLocation } from './storageUri.js';

/** How a storage treats a server that is slow, busy or away. A folder has none. */
export interface StorageSettings {
  readonly retries: Omit<RetryOptions, 'signal'>;
  readonly limits?: TimeLimits;
  readonly onSilence?: OnSilence;
  /** Aborted when somebody waits for the end: all requests then have a second more. */
  readonly ending?: AbortSignal;
}

/**
 * Opens a place for checkpoints. Asks nobody yet: whether it can be used shows at the first call.
 *
 * @param environment where credentials come from, and only from there.
 * @throws UsageError when they are missing.
 */
export function openStorage(
  location: StorageLocation,
  environment: Environment,
  { retries, limits = defaultLimits, onSilence, ending }: StorageSettings,
): CheckpointStorage {
  const http = (): HttpClient => new HttpClient(limits, onSilence, ending);
  switch (location.kind) {
    case 'folder':
      return new LocalDirectory(location.uri);
    case 'hdfs':
      return new HdfsStorage(location, hdfsIdentity(environment), retries, http());
    case 's3':
      return new S3Storage(location, s3Server(environment), retries, http());
  }
}
