import { attempt, placeIn, type StorageTask } from '../attempt.js';
import type { Answer } from '../http/exchange.js';
import type { HttpClient } from '../http/httpClient.js';
import { sendInParts, type Part } from '../parts.js';
import { withRetries, type RetryOptions } from '../retry.js';
import {
  StorageError,
  type CheckpointStorage,
  type PieceTaker,
  type WriteOptions,
  type WrittenFile,
} from '../storage.js';
import type { S3Location } from '../storageUri.js';
import { listBucket, unfinishedUploads } from './listing.js';
import { abortUpload, MultipartUpload } from './multipartUpload.js';
import { S3Client, type S3Server } from './s3Client.js';
import { S3Error } from './s3Error.js';

/** S3 takes 10,000 parts of an object, so 80 GiB a subtask; each but the last of 5 MiB at least. */
const partBytes = 8 << 20;
const partsAtOnce = 4;
const removedAtOnce = 8;

/** Checkpoints in a bucket of S3 or of a server that speaks its language. An object appears whole or not at all. */
export class S3Storage implements CheckpointStorage {
  readonly uri: string;
  private readonly prefix: string;
  private readonly client: S3Client;

  constructor(
    location: S3Location,
    server: S3Server,
    private readonly retries: Omit<RetryOptions, 'signal'>,
    http: HttpClient,
  ) {
    this.uri = location.uri;
    this.prefix = location.prefix === '' ? '' : `${location.prefix}/`;
    this.client = new S3Client(http, server, location.bucket);
  }

  async write(path: string, pieces: Iterable<Uint8Array>, options: WriteOptions): Promise<WrittenFile> {
    const key = this.key(path);
    const { signal } = options;
    const upload = new MultipartUpload(this.client, key, this.retried);
    let etag: string | undefined;
    const send = async (part: Part, stop: AbortSignal): Promise<void> => {
      const sending = { ...options, signal: stop };
      if (part.isWhole) etag = await this.put(key, part.bytes, sending);
      else await upload.send(part, sending);
    };
    return this.attempt('write', path, async () => {
      try {
        const written = await sendInParts(pieces, { partBytes, partsAtOnce, signal }, send);
        if (written.bytes > partBytes) etag = await upload.complete(signal);
        await this.checkArrival(key, written.bytes, etag, signal);
        return written;
      } finally {
        await upload.abort();
      }
    });
  }

  async publish(path: string, text: string): Promise<void> {
    const key = this.key(path);
    const body = new TextEncoder().encode(text);
    await this.attempt('write', path, async () => {
      await this.retried(() =>
        this.client.request({ method: 'PUT', key, body, headers: { 'if-none-match': '*' } }),
      ).catch(async (error: unknown) => {
        if (!(error instanceof S3Error)) throw error;
        if (error.code === 'NotImplemented' || error.status === 501) {
          // A server without conditional writes; the names are a run's own, so that nobody else writes them.
          await this.retried(() => this.client.request({ method: 'PUT', key, body }));
        } else if (error.status !== 412) throw error;
        else if (!(await this.says(key, body))) {
          throw new StorageError('it is there already, and says something else');
        }
      });
      await this.checkArrival(key, body.length);
    });
  }

  async read(path: string, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
    const { body } = await this.attempt('read', path, () => this.get(this.key(path), bytesMax));
    return body;
  }

  async readPieces<Taker extends PieceTaker>(
    path: string,
    bytesMax: number,
    begin: () => Taker,
  ): Promise<Taker> {
    const get = { method: 'GET', key: this.key(path), bytesMax, movesFile: true } as const;
    return this.attempt('read', path, () =>
      this.retried(async () => {
        const taker = begin();
        await this.client.request({ ...get, take: (bytes) => taker.take(bytes) });
        return taker;
      }),
    );
  }

  async list(path: string): Promise<string[]> {
    const prefix = this.folder(path);
    const found = await this.attempt('list', path, () =>
      listBucket((query) => this.retried(() => this.client.request({ method: 'GET', query })), prefix, true),
    );
    return found.map((name) => name.slice(prefix.length).replace(/\/$/, '')).filter((name) => name !== '');
  }

  async remove(path: string): Promise<void> {
    await this.attempt('remove', path, async () => {
      const ask = (query: Readonly<Record<string, string>>) =>
        this.retried(() => this.client.request({ method: 'GET', query }));
      const key = this.key(path);
      for (const upload of await unfinishedUploads(ask, key)) {
        await abortUpload(this.client, upload.key, upload.id).catch(() => undefined);
      }
      const keys = [key, ...(await listBucket(ask, this.folder(path), false))];
      for (let at = 0; at < keys.length; at += removedAtOnce) {
        await Promise.all(
          keys
            .slice(at, at + removedAtOnce)
            .map((each) => this.retried(() => this.client.request({ method: 'DELETE', key: each }))),
        );
      }
    });
  }

  private async put(key: string, body: Uint8Array, options: WriteOptions): Promise<string | undefined> {
    const { headers } = await this.retried(
      () => this.client.request({ method: 'PUT', key, body, movesFile: true, ...options }),
      options.signal,
    );
    return headers.etag;
  }

  private get(key: string, bytesMax: number): Promise<Answer> {
    return this.retried(() => this.client.request({ method: 'GET', key, bytesMax, movesFile: true }));
  }

  /** Reads after the write: what the server has there is what was sent. */
  private async checkArrival(key: string, bytes: number, etag?: string, signal?: AbortSignal): Promise<void> {
    const { headers } = await this.retried(
      () => this.client.request({ method: 'HEAD', key, signal }),
      signal,
    );
    if (Number(headers['content-length']) !== bytes) {
      throw new StorageError(`${headers['content-length'] ?? 0} of ${bytes} bytes arrived`);
    }
    if (etag !== undefined && headers.etag !== undefined && bare(etag) !== bare(headers.etag)) {
      throw new StorageError('another object is there than was written, as when two runs write to one place');
    }
  }

  private async says(key: string, expected: Uint8Array): Promise<boolean> {
    const answer = await this.get(key, expected.length).catch(() => undefined);
    return answer !== undefined && Buffer.compare(answer.body, expected) === 0;
  }

  private readonly retried = <Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> =>
    withRetries(work, { ...this.retries, ...(signal ? { signal } : {}) });

  private key(path: string): string {
    return this.prefix + (path === '.' ? '' : path);
  }

  /** The beginning of all keys in a folder. */
  private folder(path: string): string {
    return path === '.' ? this.prefix : `${this.key(path)}/`;
  }

  private attempt<Result>(task: StorageTask, path: string, work: () => Promise<Result>): Promise<Result> {
    return attempt(task, placeIn(this.uri, path), work);
  }
}

/** Servers differ in the quotes. */
function bare(etag: string): string {
  return etag.replace(/^W\/|"/g, '');
}
