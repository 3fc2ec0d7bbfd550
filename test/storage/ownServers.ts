import { HdfsCluster } from '../../scripts/testing/storage/hdfsCluster.js';
import { S3Server } from '../../scripts/testing/storage/s3Server.js';
import type { Environment } from '../../src/engine/storage/environment.js';

/** A storage that a test can use, and the server behind it. */
export interface Place {
  /** Where `folder` is, as a person would write it. */
  uri(folder: string): string;
  /** The variables that a person would set. */
  readonly environment: Environment;
  stop(): Promise<void>;
}

/**
 * An HDFS whose files close soon: a closing file asks for its end before the NameNode has heard of its last block, and by
 * default it asks again after 400 ms.
 */
export function startHdfsCluster(): Promise<HdfsCluster> {
  return HdfsCluster.start(2, { 'dfs.client.block.write.locateFollowingBlock.initial.delay.ms': 30 });
}

/** An HDFS of its own, for a test that harms it. */
export async function startHdfs(): Promise<Place & { readonly cluster: HdfsCluster }> {
  const cluster = await startHdfsCluster();
  return { cluster, uri: (folder) => cluster.uri(folder), environment: {}, stop: () => cluster.stop() };
}

/** An S3 server of its own, for a test that harms it. */
export async function startS3(): Promise<Place & { readonly server: S3Server }> {
  const server = await S3Server.start();
  await server.makeBucket('checkpoints');
  return { server, ...s3Place(server, 'checkpoints') };
}

export function s3Place(server: S3Server, bucket: string): Place {
  return {
    uri: (folder) => `s3://${bucket}/${folder}`,
    environment: s3Environment(server),
    stop: () => server.stop(),
  };
}

export function s3Environment({ accessKeyId, secretAccessKey, endpoint }: S3Server): Environment {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
  };
}
