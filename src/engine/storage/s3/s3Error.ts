import type { Answer } from '../http/exchange.js';
import { StorageError } from '../storage.js';
import { textOf } from './xml.js';

/** The server's own word for what is wrong; none in the answer to HEAD, which has no body. */
export function errorCodeOf(body: Uint8Array): string | undefined {
  const xml = new TextDecoder().decode(body.subarray(0, 64 << 10));
  return /<Error[\s>]/.test(xml) ? textOf(xml, 'Code') : undefined;
}

export interface S3Setting {
  readonly host: string;
  readonly bucket: string;
  readonly region: string;
  /** Never to be repeated, whatever a server puts into its answer. */
  readonly secrets: readonly string[];
  /** Of a temporary key: whether its token is sent, or was left out. */
  readonly token?: 'sent' | 'missing' | undefined;
}

const transientCodes = new Set([
  'InternalError',
  'ServiceUnavailable',
  'SlowDown',
  'RequestTimeout',
  'ConditionalRequestConflict',
  'OperationAborted',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'BadDigest',
  'XAmzContentSHA256Mismatch',
]);

/** An S3 request that was answered with no success, by the server's code for it. */
export class S3Error extends StorageError {
  constructor(
    readonly code: string | undefined,
    readonly status: number,
    message: string,
    { isTransient, isRefused }: { readonly isTransient: boolean; readonly isRefused: boolean },
  ) {
    super(message, { isTransient, isRefused });
  }
}

/** What a failed request means, and what to do about it. */
export function s3Error({ status, headers, body }: Answer, setting: S3Setting): S3Error {
  const code = errorCodeOf(body);
  const said = textOf(new TextDecoder().decode(body.subarray(0, 64 << 10)), 'Message') ?? '';
  const isTransient =
    code === undefined ? status >= 500 || status === 429 : transientCodes.has(code) || isBusy(status);
  const region = headers['x-amz-bucket-region'];
  const message = reasonOf(code ?? '', status, {
    ...setting,
    bucketRegion: typeof region === 'string' ? region : undefined,
  });
  const own = withoutSecrets(
    said.replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 300),
    setting.secrets,
  );
  const words = message ?? ([own, code && `(${code})`].filter(Boolean).join(' ') || `HTTP status ${status}`);
  // Of an object that is not there the server says so.
  const isRefused = !isTransient && status !== 404;
  return new S3Error(code, status, words, { isTransient, isRefused });
}

function isBusy(status: number): boolean {
  return status === 503 || status === 429;
}

function reasonOf(
  code: string,
  status: number,
  { host, bucket, region, token, bucketRegion }: S3Setting & { readonly bucketRegion: string | undefined },
): string | undefined {
  switch (code) {
    case 'NoSuchBucket':
      return `there is no bucket “${bucket}” at ${host}. Make it, or name another with --storage`;
    case 'NoSuchKey':
      return 'there is no such object';
    case 'AccessDenied':
    case 'AllAccessDisabled':
      return `no permission for that in the bucket “${bucket}”. Change the key's rights, or name another bucket with --storage`;
    case 'InvalidAccessKeyId':
    case 'XAdminUserNotFound':
      return unknownKey(host, token);
    case 'SignatureDoesNotMatch':
      return 'the secret in AWS_SECRET_ACCESS_KEY does not belong to the key in AWS_ACCESS_KEY_ID';
    case 'ExpiredToken':
    case 'TokenRefreshRequired':
      return 'the credentials have expired. Get new ones and start again with --restore latest';
    case 'InvalidToken':
      return 'the token in AWS_SESSION_TOKEN does not hold. Get new credentials';
    case 'RequestTimeTooSkewed':
      return `the clock of this machine is too far from that of ${host}. Set it`;
    case 'QuotaExceeded':
    case 'XMinioStorageFull':
    case 'XMinioAdminBucketQuotaExceeded':
      return `the storage is full. Make room, or name another bucket with --storage`;
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return bucketRegion === undefined
        ? `the bucket “${bucket}” is not in the region ${region}. Set AWS_REGION to its own`
        : `the bucket “${bucket}” is not in the region ${region}. Set AWS_REGION=${bucketRegion}`;
    default:
      return reasonOfStatus(code, status, { host, bucket, bucketRegion, region });
  }
}

function unknownKey(host: string, token: S3Setting['token']): string {
  switch (token) {
    case 'sent':
      return `${host} does not know the key in AWS_ACCESS_KEY_ID with the token in AWS_SESSION_TOKEN: they may have expired. Get new ones`;
    case 'missing':
      return `${host} does not know the key in AWS_ACCESS_KEY_ID, which is a temporary one. Set AWS_SESSION_TOKEN too`;
    case undefined:
      return `${host} does not know the key in AWS_ACCESS_KEY_ID`;
  }
}

/** For answers without a code, as those to HEAD and of what is no S3 server. */
function reasonOfStatus(
  code: string,
  status: number,
  {
    host,
    bucket,
    bucketRegion,
    region,
  }: {
    readonly host: string;
    readonly bucket: string;
    readonly bucketRegion: string | undefined;
    readonly region: string;
  },
): string | undefined {
  if (status === 507) return 'the storage is full. Make room, or name another bucket with --storage';
  if (code !== '') return undefined;
  if (status === 301 || status === 307 || status === 308) {
    return bucketRegion === undefined
      ? `${host} sends on to another address. Name that in AWS_ENDPOINT_URL`
      : `the bucket “${bucket}” is not in the region ${region}. Set AWS_REGION=${bucketRegion}`;
  }
  if (status === 404) return 'there is no such object';
  if (status === 403) return `no permission for that in the bucket “${bucket}”`;
  if (status < 500 && status !== 429) {
    return `${host} answered with HTTP status ${status}, and not as S3 does. Look at AWS_ENDPOINT_URL`;
  }
  return undefined;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '…')), text);
}
