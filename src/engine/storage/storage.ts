/** Where checkpoints are kept. Paths are relative, with `/`. Each thread opens its own; see `openStorage`. */
export interface CheckpointStorage {
  /** What a person calls it: a folder's path or a URI, without credentials. `parseStorageUri` reads it. */
  readonly uri: string;
  /**
   * Writes a file from pieces, each valid only until the next one is asked for, and makes it survive what the storage
   * can survive. The file is there with all its bytes when this returns, and is nobody's when it throws.
   *
   * @throws StorageError; UploadAborted once `signal` is aborted.
   */
  write(path: string, pieces: Iterable<Uint8Array>, options: WriteOptions): Promise<WrittenFile>;
  /**
   * Writes a small file so that it is there whole or not at all, and once: on HDFS and S3 a second file of the same
   * name is refused unless it says the same.
   *
   * @throws StorageError
   */
  publish(path: string, text: string): Promise<void>;
  /** @throws StorageError, also when the file has more than `bytesMax` bytes. */
  read(path: string, bytesMax: number): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Reads a file piece by piece, without all of it in memory. Each try begins with a taker of its own.
   *
   * @returns the taker that has taken the whole file.
   * @throws StorageError, also when the file has more than `bytesMax` bytes.
   */
  readPieces<Taker extends PieceTaker>(path: string, bytesMax: number, begin: () => Taker): Promise<Taker>;
  /** Names in a folder; none if there is no such folder. @throws StorageError */
  list(path: string): Promise<string[]>;
  /** Removes a file or a folder with all in it, if there, and what unfinished writes left there. @throws StorageError */
  remove(path: string): Promise<void>;
}

export interface PieceTaker {
  /** Takes the next bytes of the file, which are valid until it returns. Throws nothing. */
  take(piece: Uint8Array): void;
  /** Memory to read pieces into that would be copied there else; who reads may have other memory. */
  lend?(): LentMemory | undefined;
}

/** Memory that is another's, until it is given back. */
export interface LentMemory {
  readonly bytes: Uint8Array;
  giveBack(): void;
}

export interface WriteOptions {
  readonly signal: AbortSignal;
  /** Called before so many bytes go out; may wait, to slow the upload. */
  readonly beforeBytes?: (bytes: number) => Promise<void>;
  /** About so many bytes are to go out at once, for an upload that is slowed to go evenly. */
  readonly stepBytes?: number | undefined;
}

export interface WrittenFile {
  readonly bytes: number;
  /** See `Checksums`. */
  readonly xxh64: string;
}

export interface StorageErrorOptions extends ErrorOptions {
  readonly isTransient?: boolean;
  readonly isRefused?: boolean;
}

/** The storage could not do what was asked. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** Whether the same may succeed a moment later: the network, or a server that starts, fails over or is busy. */
  readonly isTransient: boolean;
  /** Whether nobody got so far as to see what is there: for want of rights, by credentials, a certificate or an address. */
  readonly isRefused: boolean;

  constructor(message: string, options: StorageErrorOptions = {}) {
    super(message, options);
    this.isTransient = options.isTransient ?? false;
    this.isRefused = options.isRefused ?? false;
  }
}

/** An upload was given up because its checkpoint was. */
export class UploadAborted extends Error {
  override readonly name = 'UploadAborted';

  constructor() {
    super('the upload was given up');
  }
}
