import { userInfo } from 'node:os';
import { UsageError } from '../errors.js';
import type { HdfsIdentity } from './hdfs/webHdfs.js';
import type { S3Server } from './s3/s3Client.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who asks HDFS: the holder of the delegation token in `HADOOP_TOKEN`, or, on a cluster that believes what it is told,
 * the user in `HADOOP_USER_NAME` or of this machine. These are the variables of Hadoop's own programs.
 */
export function hdfsIdentity(environment: Environment): HdfsIdentity {
  const { HADOOP_TOKEN: token, HADOOP_USER_NAME: user } = environment;
  if (token) return { delegation: token };
  return { 'user.name': user || userInfo().username };
}

/**
 * The S3 server and the key for it, from the variables of Amazon's own programs.
 *
 * @throws UsageError when there is no key, or an endpoint that is no web address.
 */
export function s3Server(environment: Environment): S3Server {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = environment;
  if (!accessKeyId || !secretAccessKey) {
    throw new UsageError(
      's3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN for a temporary key. ' +
        'From a profile of the AWS command line: eval "$(aws configure export-credentials --format env)".',
    );
  }
  return {
    credentials: { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined },
    region: environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || 'us-east-1',
    endpoint: endpointOf(environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL']),
  };
}

function endpointOf(text: string | undefined): URL | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  // Not repeated: it may hold a password.
  if (!url || !isWeb || url.username !== '' || url.password !== '' || url.search !== '') {
    throw new UsageError(
      'AWS_ENDPOINT_URL: give a web address without a user, as in https://minio.example:9000.',
    );
  }
  return url;
}
