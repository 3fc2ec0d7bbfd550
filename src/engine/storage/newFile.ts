import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf } from './fileProblem.js';

/** What memory and places in a file must be multiples of for the device to take them as they are; most take 512 too. */
const blockBytes = 4096;
const wasmPageBytes = 1 << 16;

/**
 * A file that is written once, by several writes at a time. Large writes go to the device without a copy in the system's page cache,
 * where there is such a way (`O_DIRECT` on Linux, not on every file system): it takes a third of the processor time, and what others
 * have in the cache stays there.
 */
export class NewFile {
  private uncached: Promise<FileHandle | undefined> | undefined;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(path: string): Promise<NewFile> {
    return new NewFile(path, await open(path, 'w'));
  }

  /** Writes what begins at this place of the file; straight to the device as far as it is whole blocks in {@link BlockMemory}. */
  async write(bytes: Uint8Array, place: number): Promise<void> {
    const isOfBlocks = bytes.length % blockBytes === 0 && place % blockBytes === 0 && bytes.length > 0;
    const uncached = isOfBlocks ? await (this.uncached ??= this.openUncached()) : undefined;
    if (uncached && (await this.writeUncached(uncached, bytes, place))) return;
    await writeAll(this.handle, bytes, place);
  }

  /** Returns once the disk has all of it. */
  async sync(): Promise<void> {
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await (await this.uncached)?.close();
    await this.handle.close();
  }

  private async openUncached(): Promise<FileHandle | undefined> {
    const flag = (constants as Partial<typeof constants>).O_DIRECT;
    if (flag === undefined) return undefined;
    try {
      return await open(this.path, constants.O_WRONLY | flag);
    } catch (error) {
      if (codeOf(error) === 'EINVAL') return undefined;
      throw error;
    }
  }

  /** Whether the device has taken it; not where its blocks are larger, or the memory does not lie as it has to. */
  private async writeUncached(handle: FileHandle, bytes: Uint8Array, place: number): Promise<boolean> {
    try {
      await writeAll(handle, bytes, place);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EINVAL') return false;
      throw error;
    }
  }
}

/** Memory of one size that begins at multiples of {@link blockBytes}, where Node has such; what is given back is used again. */
export class BlockMemory {
  private readonly idle: Uint8Array[] = [];

  constructor(private readonly bytes: number) {}

  take(): Uint8Array {
    return this.idle.pop() ?? this.allocate();
  }

  giveBack(memory: Uint8Array): void {
    this.idle.push(memory);
  }

  private allocate(): Uint8Array {
    const pages = Math.ceil(this.bytes / wasmPageBytes);
    try {
      return new Uint8Array(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer, 0, this.bytes);
    } catch (error) {
      // It takes address space, by the gigabyte, of which a process may have too little.
      if (error instanceof RangeError) return Buffer.allocUnsafeSlow(this.bytes);
      throw error;
    }
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, place: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, place + done)).bytesWritten;
  }
}
