import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HdfsCluster } from '../../scripts/testing/storage/hdfsCluster.js';
import { S3Server } from '../../scripts/testing/storage/s3Server.js';
import { openStorage, type StorageSettings } from '../../src/engine/storage/openStorage.js';
import type { Environment } from '../../src/engine/storage/environment.js';
import type { CheckpointStorage } from '../../src/engine/storage/storage.js';
import { parseStorageUri } from '../../src/engine/storage/storageUri.js';

/** A storage that a test can use, and the server behind it. */
export interface Place {
  /** Where `folder` is, as a person would write it. */
  uri(folder: string): string;
  /** The variables that a person would set. */
  readonly environment: Environment;
  stop(): Promise<void>;
}

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

export async function startFolder(): Promise<Place> {
  const root = await mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
  return {
    uri: (folder) => join(root, folder),
    environment: {},
    stop: () => rm(root, { recursive: true }),
  };
}

export async function startHdfs(): Promise<Place & { readonly cluster: HdfsCluster }> {
  const cluster = await HdfsCluster.start(2);
  return { cluster, uri: (folder) => cluster.uri(folder), environment: {}, stop: () => cluster.stop() };
}

export async function startS3(): Promise<Place & { readonly server: S3Server }> {
  const server = await S3Server.start();
  await server.makeBucket('checkpoints');
  return { server, ...s3Place(server, 'checkpoints') };
}

export function s3Place(server: S3Server, bucket: string): Place {
  return {
    uri: (folder) => `s3://${bucket}/${folder}`,
    environment: {
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      AWS_ENDPOINT_URL: server.endpoint,
    },
    stop: () => server.stop(),
  };
}

export const places: Readonly<Record<string, () => Promise<Place>>> = {
  'a folder': startFolder,
  HDFS: startHdfs,
  S3: startS3,
};
