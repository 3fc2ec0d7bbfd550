import type { Answer } from '../http/exchange.js';
import { StorageError, UploadAborted, type WriteOptions } from '../storage.js';
import type { Part } from '../parts.js';
import type { S3Client } from './s3Client.js';
import { S3Error } from './s3Error.js';
import { escapeXml, textOf } from './xml.js';

type Retried = <Result>(work: () => Promise<Result>, signal?: AbortSignal) => Promise<Result>;

/** An object on its way in parts. It is not there before `complete`, and takes room on the server until `abort`. */
export class MultipartUpload {
  private id: Promise<string> | undefined;
  private readonly etags: string[] = [];

  constructor(
    private readonly client: S3Client,
    private readonly key: string,
    private readonly retried: Retried,
  ) {}

  /** Sends one part. Parts may be sent at once; the first to come begins the upload. */
  async send(part: Part, options: WriteOptions): Promise<void> {
    this.id ??= this.begin(options.signal);
    const uploadId = await this.id;
    const answer = await this.retried(
      () =>
        this.client.request({
          method: 'PUT',
          key: this.key,
          query: { partNumber: String(part.number + 1), uploadId },
          body: part.bytes,
          movesFile: true,
          ...options,
        }),
      options.signal,
    );
    this.etags[part.number] = etagOf(answer);
  }

  /** Makes the parts one object; answers its ETag, if that came. @throws StorageError */
  async complete(signal: AbortSignal): Promise<string | undefined> {
    const uploadId = await this.id!;
    const parts = this.etags.map(
      (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${escapeXml(etag)}</ETag></Part>`,
    );
    const body = new TextEncoder().encode(
      `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`,
    );
    const answer = await this.retried(
      // Joining many parts takes a server minutes.
      () =>
        this.client.request({
          method: 'POST',
          key: this.key,
          query: { uploadId },
          body,
          signal,
          movesFile: true,
        }),
      signal,
    ).catch((error: unknown) => {
      // As when the answer to an earlier try was lost. Whether the object is there is then for the caller to see.
      if (error instanceof S3Error && error.code === 'NoSuchUpload') return undefined;
      throw error;
    });
    this.id = undefined;
    return answer && textOf(new TextDecoder().decode(answer.body), 'ETag');
  }

  /** Frees what an unfinished upload holds on the server, as far as that can be done. */
  async abort(): Promise<void> {
    const uploadId = await this.id?.catch(() => undefined);
    if (uploadId !== undefined) await abortUpload(this.client, this.key, uploadId).catch(() => undefined);
  }

  private async begin(signal: AbortSignal): Promise<string> {
    const { body } = await this.retried(
      () => this.client.request({ method: 'POST', key: this.key, query: { uploads: '' }, signal }),
      signal,
    );
    const id = textOf(new TextDecoder().decode(body), 'UploadId');
    if (id === undefined) throw new StorageError('the server begins a multipart upload without an UploadId');
    if (signal.aborted) {
      await abortUpload(this.client, this.key, id).catch(() => undefined);
      throw new UploadAborted();
    }
    return id;
  }
}

export async function abortUpload(client: S3Client, key: string, uploadId: string): Promise<void> {
  await client.request({ method: 'DELETE', key, query: { uploadId } });
}

function etagOf({ headers }: Answer): string {
  if (headers.etag === undefined) throw new StorageError('the server takes a part and gives no ETag for it');
  return headers.etag;
}
