import type { TestProject } from 'vitest/node';
import { S3Server } from '../../scripts/testing/storage/s3Server.js';
import { startHdfsCluster, s3Environment } from './ownServers.js';
import type { Environment } from '../../src/engine/storage/environment.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URI of the HDFS that all tests share which do it no harm. */
    hdfs: string;
    /** What finds and opens the S3 server that they share. */
    s3: Environment;
    /** A bucket of it. */
    bucket: string;
  }
}

const bucket = 'checkpoints';

/** Once for all tests of storages. */
export async function setup(project: TestProject): Promise<() => Promise<unknown>> {
  const [hdfs, s3] = await Promise.all([startHdfsCluster(), S3Server.start()]);
  await s3.makeBucket(bucket);
  project.provide('hdfs', hdfs.uri(''));
  project.provide('s3', s3Environment(s3));
  project.provide('bucket', bucket);
  return () => Promise.all([hdfs.stop(), s3.stop()]);
}
