/** Where checkpoints are kept. Paths are relative, with `/`. */
export interface CheckpointStorage {
  /** What a person calls it: the folder's path. */
  readonly uri: string;
  /**
   * Writes a file piece by piece and makes it survive a power cut. Gives up, and leaves nothing behind, when
   * `isAborted` says so between two pieces.
   *
   * @throws StorageError
   */
  write(path: string, pieces: Iterable<Uint8Array>, options: WriteOptions): Promise<WrittenFile>;
  /** Writes a small file so that it is there whole or not at all. @throws StorageError */
  publish(path: string, text: string): Promise<void>;
  /** @throws StorageError */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Names in a folder; none if there is no such folder. */
  list(path: string): Promise<string[]>;
  /** Removes a file or a folder with all in it, if there. */
  remove(path: string): Promise<void>;
}

export interface WriteOptions {
  readonly isAborted: () => boolean;
  /** Called before each piece is written; may wait, to slow the upload. */
  readonly beforePiece?: (bytes: number) => Promise<void>;
}

export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** The storage could not do what was asked. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/** An upload was given up because its checkpoint was. */
export class UploadAborted extends Error {
  override readonly name = 'UploadAborted';
}
