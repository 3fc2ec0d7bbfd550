import { hdfsIdentity, s3Server, type Environment } from './environment.js';
import { HdfsStorage } from './hdfs/hdfsStorage.js';
import { LocalDirectory } from './localDirectory.js';
import type { RetryOptions } from './retry.js';
import { S3Storage } from './s3/s3Storage.js';
import type { CheckpointStorage } from './storage.js';
import type { StorageLocation } from './storageUri.js';

/**
 * Opens a place for checkpoints. Asks nobody yet: whether it can be used shows at the first call.
 *
 * @param environment where credentials come from, and only from there.
 * @throws UsageError when they are missing.
 */
export function openStorage(
  location: StorageLocation,
  environment: Environment,
  retries: Omit<RetryOptions, 'signal'>,
): CheckpointStorage {
  switch (location.kind) {
    case 'folder':
      return new LocalDirectory(location.uri);
    case 'hdfs':
      return new HdfsStorage(location, hdfsIdentity(environment), retries);
    case 's3':
      return new S3Storage(location, s3Server(environment), retries);
  }
}
