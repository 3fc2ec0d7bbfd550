import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { smallAnswerBytes, type Answer, type Exchange } from '../http/exchange.js';
import type { HttpClient } from '../http/httpClient.js';
import { encodePath } from '../storageUri.js';
import { errorCodeOf, s3Error, type S3Setting } from './s3Error.js';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface S3Server {
  readonly credentials: S3Credentials;
  readonly region: string;
  /** A server other than Amazon's: the bucket is then in the path, not in the host's name. */
  readonly endpoint: URL | undefined;
}

export interface S3Request {
  readonly method: Exchange['method'];
  /** None for the bucket itself. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly beforeBytes?: Exchange['beforeBytes'];
  readonly stepBytes?: Exchange['stepBytes'];
  readonly signal?: AbortSignal | undefined;
  readonly bytesMax?: number;
  readonly movesFile?: boolean;
  readonly take?: Exchange['take'];
}

const emptySha256 = createHash('sha256').digest('hex');

/** Signed requests to one bucket. Nothing is tried twice here. What fails is an S3Error. */
export class S3Client {
  private readonly setting: S3Setting;
  private readonly base: string;
  private readonly signingKeys = new Map<string, ArrayBuffer>();

  constructor(
    private readonly http: HttpClient,
    private readonly server: S3Server,
    bucket: string,
  ) {
    const { endpoint, region, credentials } = server;
    this.base = baseUrl(server, bucket);
    this.setting = {
      host: endpoint?.host ?? new URL(this.base).host,
      bucket,
      region,
      secrets: [credentials.secretAccessKey, credentials.sessionToken ?? '', credentials.accessKeyId],
      token: tokenOf(credentials),
    };
  }

  /** @throws S3Error for any answer but a success; StorageError without one; UploadAborted. */
  async request(what: S3Request): Promise<Answer> {
    const {
      method,
      key = '',
      query = {},
      body,
      beforeBytes,
      stepBytes,
      signal,
      bytesMax = smallAnswerBytes,
      movesFile,
      take,
    } = what;
    const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const url = `${this.base}/${encodePath(key)}${search.length > 0 ? `?${search.join('&')}` : ''}`;
    // The server compares it with what arrives, so that nothing damaged on the way is ever kept.
    const digest = body ? createHash('sha256').update(body).digest('hex') : emptySha256;
    const signed = await new AwsV4Signer({
      ...this.server.credentials,
      sessionToken: this.server.credentials.sessionToken as string,
      method,
      url,
      headers: { ...what.headers, 'x-amz-content-sha256': digest },
      service: 's3',
      region: this.server.region,
      cache: this.signingKeys,
    }).sign();
    const answer = await this.http.exchange({
      method,
      url: signed.url,
      headers: Object.fromEntries(signed.headers),
      body,
      beforeBytes,
      stepBytes,
      signal,
      bytesMax,
      movesFile: movesFile ?? false,
      take,
    });
    const isSuccess = answer.status >= 200 && answer.status < 300;
    // Completing a multipart upload may fail after the server has said 200.
    if (isSuccess && (method !== 'POST' || errorCodeOf(answer.body) === undefined)) return answer;
    throw s3Error(answer, this.setting);
  }
}

/** Amazon's security token service, and those made like it, begin the names of temporary keys with `ASIA`. */
function tokenOf({ accessKeyId, sessionToken }: S3Credentials): S3Setting['token'] {
  if (sessionToken !== undefined) return 'sent';
  return accessKeyId.startsWith('ASIA') ? 'missing' : undefined;
}

function baseUrl({ endpoint, region }: S3Server, bucket: string): string {
  if (endpoint) return `${endpoint.origin}${endpoint.pathname.replace(/\/+$/, '')}/${bucket}`;
  const domain = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  // The certificate covers one label before the domain.
  return /^[a-z\d-]+$/.test(bucket) ? `https://${bucket}.${domain}` : `https://${domain}/${bucket}`;
}
