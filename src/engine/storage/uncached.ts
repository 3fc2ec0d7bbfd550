import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf } from './fileProblem.js';

/** What memory, places in a file and lengths must be multiples of for the device to take or give them as they are; most take 512 too. */
const blockBytes = 4096;
const wasmPageBytes = 1 << 16;

/**
 * A file whose bytes go between memory and the device without a copy in the system's page cache, where there is such a way
 * (`O_DIRECT` on Linux, not on every file system): it takes a third of the processor time, and what others have in the cache stays there.
 */
export class UncachedFile {
  private constructor(private readonly handle: FileHandle) {}

  /** None where there is no such way. @param access `constants.O_RDONLY` or `O_WRONLY`; the file is there */
  static async open(path: string, access: number): Promise<UncachedFile | undefined> {
    const flag = (constants as Partial<typeof constants>).O_DIRECT;
    if (flag === undefined) return undefined;
    try {
      return new UncachedFile(await open(path, access | flag));
    } catch (error) {
      if (codeOf(error) === 'EINVAL') return undefined;
      throw error;
    }
  }

  /** Whether it has written the bytes: whole blocks in {@link BlockMemory}, as a rule. */
  async write(bytes: Uint8Array, place: number): Promise<boolean> {
    if (!isOfBlocks(bytes.length) || !isOfBlocks(place)) return false;
    return this.attempt(async () => {
      for (let done = 0; done < bytes.length;) {
        done += (await this.handle.write(bytes, done, bytes.length - done, place + done)).bytesWritten;
      }
    });
  }

  /** Whether it has filled the bytes, of which memory as long as whole blocks lies behind their beginning. */
  async read(bytes: Uint8Array, place: number): Promise<boolean> {
    const blocks = wholeBlocks(bytes.length);
    if (!isOfBlocks(place) || bytes.byteOffset + blocks > bytes.buffer.byteLength) return false;
    let isWhole = false;
    const memory = new Uint8Array(bytes.buffer, bytes.byteOffset, blocks);
    const isTaken = await this.attempt(async () => {
      isWhole = (await this.handle.read(memory, 0, blocks, place)).bytesRead >= bytes.length;
    });
    return isTaken && isWhole;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  /** Whether the device has done it; not where its blocks are larger, or the memory does not lie as it has to. */
  private async attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (codeOf(error) === 'EINVAL') return false;
      throw error;
    }
  }
}

/** So many bytes or a few more, as a device takes them. */
export function wholeBlocks(bytes: number): number {
  return Math.ceil(bytes / blockBytes) * blockBytes;
}

function isOfBlocks(bytes: number): boolean {
  return bytes % blockBytes === 0;
}

/** Memory of one size that begins at a block's multiple, where Node has such; what is given back is used again. */
export class BlockMemory {
  private readonly idle: Uint8Array[] = [];

  constructor(private readonly bytes: number) {}

  take(): Uint8Array {
    return this.idle.pop() ?? this.allocate();
  }

  /** Nothing may be read into it or written from it any more. */
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
