import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { attempt, placeIn, type StorageTask } from '../attempt.js';
import type { HttpClient } from '../http/httpClient.js';
import { sendInParts } from '../parts.js';
import { withRetries, type RetryOptions } from '../retry.js';
import {
  StorageError,
  UploadAborted,
  type CheckpointStorage,
  type PieceTaker,
  type WriteOptions,
  type WrittenFile,
} from '../storage.js';
import type { HdfsLocation } from '../storageUri.js';
import { WebHdfs, type CreateOptions, type HdfsIdentity } from './webHdfs.js';

/** A quarter of HDFS's usual block: what is sent again when a DataNode dies. */
const partBytes = 32 << 20;
/** Closing a file takes a DataNode some 0.4 s of waiting, in which other parts go on. */
const partsAtOnce = 3;
/** Names that fit into one request's address. */
const joinedAtOnce = 32;

/**
 * Checkpoints in HDFS, over WebHDFS. A file is written under names that nobody reads, each with its length checked,
 * because an upload that is cut leaves a shorter file that looks finished; then it is renamed. A name is never tried
 * twice: a DataNode that hung may still carry out what it was asked long ago.
 */
export class HdfsStorage implements CheckpointStorage {
  readonly uri: string;
  private readonly root: string;
  private readonly hdfs: WebHdfs;

  constructor(
    location: HdfsLocation,
    identity: HdfsIdentity,
    private readonly retries: Omit<RetryOptions, 'signal'>,
    http: HttpClient,
  ) {
    this.uri = location.uri;
    this.root = location.path;
    this.hdfs = new WebHdfs(http, location.endpoint, identity);
  }

  async write(path: string, pieces: Iterable<Uint8Array>, options: WriteOptions): Promise<WrittenFile> {
    const file = this.path(path);
    const temporary = new TemporaryNames(file);
    const { signal } = options;
    return this.attempt('write', path, async () => {
      try {
        const parts: string[] = [];
        const written = await sendInParts(pieces, { partBytes, partsAtOnce, signal }, async (part, stop) => {
          parts[part.number] = await this.create(temporary, part.bytes, { ...options, signal: stop });
        });
        await this.join(parts, written.bytes, signal);
        await this.rename(parts[0]!, file, written.bytes, signal);
        temporary.settled(parts);
        return written;
      } finally {
        await this.removeAll(temporary.left);
      }
    });
  }

  async publish(path: string, text: string): Promise<void> {
    const file = this.path(path);
    const temporary = new TemporaryNames(file);
    const bytes = new TextEncoder().encode(text);
    await this.attempt('write', path, async () => {
      try {
        const name = await this.create(temporary, bytes, { isSynced: true });
        try {
          await this.retried(() => this.hdfs.rename(name, file));
          temporary.settled([name]);
        } catch (error) {
          // The answer may have been lost; then the file is there and says the same.
          if (!(await this.says(file, bytes))) throw error;
        }
      } finally {
        await this.removeAll(temporary.left);
      }
    });
  }

  async read(path: string, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.attempt('read', path, () => this.retried(() => this.hdfs.open(this.path(path), bytesMax)));
  }

  async readPieces<Taker extends PieceTaker>(
    path: string,
    bytesMax: number,
    begin: () => Taker,
  ): Promise<Taker> {
    return this.attempt('read', path, () =>
      this.retried(async () => {
        const taker = begin();
        await this.hdfs.open(this.path(path), bytesMax, (bytes) => taker.take(bytes));
        return taker;
      }),
    );
  }

  async list(path: string): Promise<string[]> {
    const found = await this.attempt('list', path, () =>
      this.retried(() => this.hdfs.listing(this.path(path))),
    );
    return found.map(({ pathSuffix }) => pathSuffix);
  }

  async remove(path: string): Promise<void> {
    await this.attempt('remove', path, () => this.retried(() => this.hdfs.delete(this.path(path))));
  }

  /** Writes a temporary file whole, under a new name at each try; answers its name. */
  private create(names: TemporaryNames, bytes: Uint8Array, options: CreateOptions): Promise<string> {
    return this.retried(async () => {
      const name = names.next();
      await this.hdfs.create(name, bytes, options);
      const length = (await this.hdfs.status(name))?.length;
      if (length !== bytes.length) {
        throw new StorageError(`${length ?? 0} of ${bytes.length} bytes arrived`, { isTransient: true });
      }
      return name;
    }, options.signal);
  }

  /** Makes the parts one file, the first. */
  private async join(
    [first, ...others]: readonly string[],
    bytes: number,
    signal: AbortSignal,
  ): Promise<void> {
    if (others.length === 0) return;
    for (let at = 0; at < others.length; at += joinedAtOnce) {
      const sources = others.slice(at, at + joinedAtOnce);
      await this.retried(async () => {
        // When the answer to the first try was lost, the sources have gone.
        if (await this.hdfs.status(sources[0]!)) await this.hdfs.concat(first!, sources);
      }, signal);
    }
    const length = (await this.retried(() => this.hdfs.status(first!), signal))?.length;
    if (length !== bytes) {
      throw new StorageError(`${length ?? 0} of ${bytes} bytes are in the joined file`);
    }
  }

  private async rename(from: string, to: string, bytes: number, signal: AbortSignal): Promise<void> {
    await this.retried(() => this.hdfs.rename(from, to), signal).catch(async (error: unknown) => {
      if (error instanceof UploadAborted) throw error;
      const [source, target] = [await this.hdfs.status(from), await this.hdfs.status(to)];
      if (source !== undefined || target?.length !== bytes) throw error;
    });
  }

  private async says(file: string, expected: Uint8Array): Promise<boolean> {
    const found = await this.retried(() => this.hdfs.open(file, expected.length)).catch(() => undefined);
    return found !== undefined && Buffer.compare(found, expected) === 0;
  }

  /** As far as that goes: what stays goes with the checkpoint's folder. */
  private async removeAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.hdfs.delete(name).catch(() => undefined)));
  }

  private retried<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return withRetries(work, { ...this.retries, ...(signal ? { signal } : {}) });
  }

  private path(relative: string): string {
    return posix.join(this.root, relative);
  }

  private attempt<Result>(task: StorageTask, path: string, work: () => Promise<Result>): Promise<Result> {
    return attempt(task, placeIn(this.uri, path), work);
  }
}

/** New names beside a file, and which of them may have left something. */
class TemporaryNames {
  private readonly names = new Set<string>();

  constructor(private readonly file: string) {}

  next(): string {
    const name = `${posix.dirname(this.file)}/.part-${randomBytes(6).toString('hex')}-${posix.basename(this.file)}`;
    this.names.add(name);
    return name;
  }

  /** These have become the file. */
  settled(names: readonly string[]): void {
    for (const name of names) this.names.delete(name);
  }

  get left(): readonly string[] {
    return [...this.names];
  }
}
