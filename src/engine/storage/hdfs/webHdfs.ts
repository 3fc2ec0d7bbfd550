import { smallAnswerBytes, type Answer, type Exchange } from '../http/exchange.js';
import type { HttpClient } from '../http/httpClient.js';
import { StorageError } from '../storage.js';
import { encodePath } from '../storageUri.js';
import { dataNodeUrl } from './dataNode.js';
import { hdfsError, parseRemoteException } from './remoteException.js';

/** Who asks: `user.name` or `delegation`, as a query parameter. */
export type HdfsIdentity = Readonly<Record<'user.name', string>> | Readonly<Record<'delegation', string>>;

type Query = Readonly<Record<string, string>>;

export interface FileStatus {
  /** The last part of the path; empty for the path itself. */
  readonly pathSuffix: string;
  readonly type: string;
  readonly length: number;
}

export interface CreateOptions extends Pick<Exchange, 'signal' | 'beforeBytes' | 'stepBytes'> {
  /** The DataNodes bring each block to their disks when it ends, not only into their memory. */
  readonly isSynced?: boolean;
}

/**
 * The calls of WebHDFS that a checkpoint storage needs (Apache Hadoop's “WebHDFS REST API”). Paths are absolute.
 * Nothing is tried twice here. What fails is a StorageError.
 */
export class WebHdfs {
  constructor(
    private readonly http: HttpClient,
    private readonly endpoint: string,
    private readonly identity: HdfsIdentity,
  ) {}

  /** Writes a new file. It is finished when this returns, and may be there cut short when it throws. */
  async create(
    path: string,
    body: Uint8Array,
    { signal, beforeBytes, stepBytes, isSynced }: CreateOptions,
  ): Promise<void> {
    const flags = isSynced ? { createflag: 'create,sync_block' } : {};
    const asked = this.url(path, 'CREATE', { overwrite: 'false', noredirect: 'true', ...flags });
    const first = await this.http.exchange({
      method: 'PUT',
      url: asked,
      bytesMax: smallAnswerBytes,
      signal,
    });
    const url = dataNodeUrl(first, asked);
    const answer = await this.http.exchange({
      method: 'PUT',
      url,
      body,
      // HttpFS takes no other type.
      headers: { 'content-type': 'application/octet-stream' },
      bytesMax: smallAnswerBytes,
      movesFile: true,
      signal,
      beforeBytes,
      stepBytes,
    });
    if (answer.status !== 201) throw hdfsError(answer.status, answer.body, url.host);
  }

  /** Reads a file; with `take` it gets the bytes, and the answer has none. */
  async open(path: string, bytesMax: number, take?: Exchange['take']): Promise<Uint8Array<ArrayBuffer>> {
    const asked = this.url(path, 'OPEN', { noredirect: 'true' });
    const first = await this.http.exchange({ method: 'GET', url: asked, bytesMax: smallAnswerBytes });
    const url = dataNodeUrl(first, asked);
    const answer = await this.http.exchange({ method: 'GET', url, bytesMax, movesFile: true, take });
    if (answer.status !== 200) throw hdfsError(answer.status, answer.body, url.host);
    return answer.body;
  }

  /** `undefined` when there is nothing at the path. A file being written says it has 0 bytes. */
  async status(path: string): Promise<FileStatus | undefined> {
    const answer = await this.call('GET', path, 'GETFILESTATUS');
    if (isMissing(answer)) return undefined;
    return (this.json(answer) as { readonly FileStatus: FileStatus }).FileStatus;
  }

  /** What is in a folder; nothing when there is no such folder. */
  async listing(path: string): Promise<readonly FileStatus[]> {
    const answer = await this.call('GET', path, 'LISTSTATUS');
    if (isMissing(answer)) return [];
    const { FileStatuses: found } = this.json(answer) as {
      readonly FileStatuses?: { readonly FileStatus?: readonly FileStatus[] };
    };
    // A file is listed as itself, without a name.
    return found?.FileStatus?.filter(({ pathSuffix }) => pathSuffix !== '') ?? [];
  }

  /** Gives a file another name, which nothing may have yet. With options a failure is an exception, not a `false`. */
  async rename(path: string, destination: string): Promise<void> {
    this.sound(await this.call('PUT', path, 'RENAME', { destination, renameoptions: 'NONE' }));
  }

  /** Joins files of one folder to the end of `path`; they are gone then. */
  async concat(path: string, sources: readonly string[]): Promise<void> {
    this.sound(await this.call('POST', path, 'CONCAT', { sources: sources.join(',') }));
  }

  /** Removes a file, or a folder with all in it; nothing is there afterwards. */
  async delete(path: string): Promise<void> {
    this.sound(await this.call('DELETE', path, 'DELETE', { recursive: 'true' }));
  }

  private call(method: Exchange['method'], path: string, op: string, query: Query = {}): Promise<Answer> {
    return this.http.exchange({ method, url: this.url(path, op, query), bytesMax: smallAnswerBytes });
  }

  private url(path: string, op: string, query: Query): URL {
    return new URL(
      `${this.endpoint}${encodePath(path)}?${new URLSearchParams({ op, ...query, ...this.identity }).toString()}`,
    );
  }

  private sound(answer: Answer): Answer {
    if (answer.status !== 200) throw hdfsError(answer.status, answer.body, new URL(this.endpoint).host);
    return answer;
  }

  private json(answer: Answer): object {
    this.sound(answer);
    try {
      const value = JSON.parse(new TextDecoder().decode(answer.body)) as unknown;
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // Said below.
    }
    throw new StorageError(`${new URL(this.endpoint).host} does not answer as WebHDFS does`);
  }
}

function isMissing({ status, body }: Answer): boolean {
  return status === 404 && parseRemoteException(body)?.exception === 'FileNotFoundException';
}
