import { open, type FileHandle } from 'node:fs/promises';
import { UncachedFile } from './uncached.js';

/** For a shorter write the file is not opened a second time. */
const uncachedBytesMin = 1 << 18;

/** A file that is written once, by several writes at a time, and past the page cache as far as it can be. */
export class NewFile {
  private uncached: Promise<UncachedFile | undefined> | undefined;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(path: string): Promise<NewFile> {
    return new NewFile(path, await open(path, 'w'));
  }

  /** Writes what begins at this place of the file. */
  async write(bytes: Uint8Array, place: number): Promise<void> {
    if (bytes.length >= uncachedBytesMin) {
      const uncached = await (this.uncached ??= UncachedFile.open(this.path));
      if (await uncached?.write(bytes, place)) return;
    }
    for (let done = 0; done < bytes.length;) {
      done += (await this.handle.write(bytes, done, bytes.length - done, place + done)).bytesWritten;
    }
  }

  /** Returns once the disk has all of it. */
  async sync(): Promise<void> {
    await this.handle.sync();
  }

  async close(): Promise<void> {
    try {
      await (await this.uncached)?.close();
    } finally {
      await this.handle.close();
    }
  }
}
