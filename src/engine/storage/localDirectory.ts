import { mkdir, open, readdir, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { attempt, type StorageTask } from './attempt.js';
import { codeOf, whyNotRead, whyNotWritten } from './fileProblem.js';
import { sendInParts } from './parts.js';
import type { CheckpointStorage, WriteOptions, WrittenFile } from './storage.js';

/** Large enough that waiting for the file system is a small part of a write, small enough to be slowed evenly. */
const partBytes = 512 << 10;
const partsAtOnce = 3;

/** Node takes less than 2 GiB at once. */
const readBytesMax = 1 << 30;

/** Checkpoints in a folder of this machine. */
export class LocalDirectory implements CheckpointStorage {
  constructor(readonly uri: string) {}

  async write(path: string, pieces: Iterable<Uint8Array>, options: WriteOptions): Promise<WrittenFile> {
    const file = join(this.uri, path);
    return this.attempt('write', file, async () => {
      await mkdir(dirname(file), { recursive: true });
      const handle = await open(file, 'w');
      try {
        return await writePieces(handle, pieces, options);
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      } finally {
        await handle.close();
      }
    });
  }

  async publish(path: string, text: string): Promise<void> {
    const file = join(this.uri, path);
    await this.attempt('write', file, async () => {
      await mkdir(dirname(file), { recursive: true });
      await syncDirectory(dirname(file));
      await writeFile(`${file}.inprogress`, text, { flush: true });
      await rename(`${file}.inprogress`, file);
      await syncDirectory(dirname(file));
      await syncDirectory(dirname(dirname(file)));
    });
  }

  async read(path: string, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
    const file = join(this.uri, path);
    return this.attempt('read', file, async () => {
      const handle = await open(file, 'r');
      try {
        return await readWhole(handle, bytesMax);
      } finally {
        await handle.close();
      }
    });
  }

  async list(path: string): Promise<string[]> {
    const folder = join(this.uri, path);
    return this.attempt('read', folder, () => readdir(folder).catch(noneIfMissing));
  }

  async remove(path: string): Promise<void> {
    const file = join(this.uri, path);
    await this.attempt('remove', file, () => rm(file, { recursive: true, force: true }));
  }

  private attempt<Result>(task: StorageTask, file: string, work: () => Promise<Result>): Promise<Result> {
    return attempt(task, file, work, task === 'read' ? whyNotRead : whyNotWritten);
  }
}

/** Writes parts beside the reading and hashing of the next ones, and returns once the disk has them all. */
async function writePieces(
  handle: FileHandle,
  pieces: Iterable<Uint8Array>,
  { signal, beforeBytes }: WriteOptions,
): Promise<WrittenFile> {
  const written = await sendInParts(pieces, { partBytes, partsAtOnce, signal }, async ({ number, bytes }) => {
    await beforeBytes?.(bytes.length);
    for (let done = 0; done < bytes.length;) {
      done += (await handle.write(bytes, done, bytes.length - done, number * partBytes + done)).bytesWritten;
    }
  });
  await handle.sync();
  return written;
}

/** In few large reads: `readFile` takes half a megabyte at a time. */
async function readWhole(handle: FileHandle, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const { size } = await handle.stat();
  if (size > bytesMax) throw new Error(`it has ${size} bytes, more than the ${bytesMax} expected`);
  const bytes = new Uint8Array(size);
  for (let done = 0; done < size;) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(size - done, readBytesMax), done);
    if (bytesRead === 0) throw new Error('it became shorter while it was read');
    done += bytesRead;
  }
  return bytes;
}

/** Makes the names in a folder survive a power cut. Windows has no such call and needs none. */
async function syncDirectory(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function noneIfMissing(error: unknown): string[] {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
  throw error;
}
