import { open, readdir, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { attempt, type StorageTask } from './attempt.js';
import { codeOf, whyNotRead, whyNotWritten } from './fileProblem.js';
import { readAt, readPieces } from './localPieces.js';
import { makeFolder } from './makeFolder.js';
import { NewFile } from './newFile.js';
import { sendInParts } from './parts.js';
import type { CheckpointStorage, PieceTaker, WriteOptions, WrittenFile } from './storage.js';
import { BlockMemory, wholeBlocks } from './uncached.js';

/** Large enough that waiting for the file system is a small part of a write. */
const partBytes = 1 << 20;
const partsAtOnce = 3;

/** Checkpoints in a folder of this machine. */
export class LocalDirectory implements CheckpointStorage {
  private readonly memory = new BlockMemory(partBytes);

  constructor(readonly uri: string) {}

  async write(path: string, pieces: Iterable<Uint8Array>, options: WriteOptions): Promise<WrittenFile> {
    const file = join(this.uri, path);
    return this.attempt('write', file, async () => {
      await makeFolder(dirname(file));
      const created = await NewFile.create(file);
      try {
        return await writePieces(created, pieces, options, this.memory);
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      } finally {
        await created.close();
      }
    });
  }

  async publish(path: string, text: string): Promise<void> {
    const file = join(this.uri, path);
    await this.attempt('write', file, async () => {
      await makeFolder(dirname(file));
      await syncDirectory(dirname(file));
      await writeFile(`${file}.inprogress`, text, { flush: true });
      await rename(`${file}.inprogress`, file);
      await syncDirectory(dirname(file));
      await syncDirectory(dirname(dirname(file)));
    });
  }

  async read(path: string, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.reading(path, (handle) => readWhole(handle, bytesMax));
  }

  async readPieces<Taker extends PieceTaker>(
    path: string,
    bytesMax: number,
    begin: () => Taker,
  ): Promise<Taker> {
    return this.reading(path, async (handle) => {
      const taker = begin();
      await readPieces(handle, await sizeOf(handle, bytesMax), taker);
      return taker;
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

  private reading<Result>(path: string, work: (handle: FileHandle) => Promise<Result>): Promise<Result> {
    const file = join(this.uri, path);
    return this.attempt('read', file, async () => {
      const handle = await open(file, 'r');
      try {
        return await work(handle);
      } finally {
        await handle.close();
      }
    });
  }

  private attempt<Result>(task: StorageTask, file: string, work: () => Promise<Result>): Promise<Result> {
    return attempt(task, file, work, task === 'read' ? whyNotRead : whyNotWritten);
  }
}

/** Writes parts beside the reading and hashing of the next ones, and returns once the disk has them all. */
async function writePieces(
  file: NewFile,
  pieces: Iterable<Uint8Array>,
  { signal, beforeBytes, stepBytes = partBytes }: WriteOptions,
  memory: BlockMemory,
): Promise<WrittenFile> {
  const bytesAtOnce = Math.min(partBytes, wholeBlocks(stepBytes));
  const taken: Uint8Array[] = [];
  const allocate = (bytes: number): Uint8Array => {
    taken.push(memory.take());
    return taken.at(-1)!.subarray(0, bytes);
  };
  try {
    const settings = { partBytes: bytesAtOnce, partsAtOnce, signal, allocate };
    const written = await sendInParts(pieces, settings, async ({ number, bytes }) => {
      await beforeBytes?.(bytes.length);
      await file.write(bytes, number * bytesAtOnce);
    });
    await file.sync();
    return written;
  } finally {
    for (const each of taken) memory.giveBack(each);
  }
}

/** In few large reads: `readFile` takes half a megabyte at a time. */
async function readWhole(handle: FileHandle, bytesMax: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await sizeOf(handle, bytesMax));
  await readAt(handle, bytes, 0);
  return bytes;
}

async function sizeOf(handle: FileHandle, bytesMax: number): Promise<number> {
  const { size } = await handle.stat();
  if (size > bytesMax) throw new Error(`it has ${size} bytes, more than the ${bytesMax} expected`);
  return size;
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
