import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf } from './fileProblem.js';

/** What memory, places in a file and lengths must be multiples of for the device to take them as they are; most take 512 too. */
const blockBytes = 4096;
const wasmPageBytes = 1 << 16;

/**
 * A file whose bytes go from memory to the device without a copy in the system's page cache, where there is such a way
 * (`O_DIRECT` on Linux, not on every file system): it takes a third of the processor time, and what others have in the cache stays there.
 * Reading so is slower, since the system does not read ahead.
 */
export class UncachedFile {
  private constructor(private readonly handle: FileHandle) {}

  /** None where there is no such way. The file is there. */
  static async open(path: string): Promise<UncachedFile | undefined> {
    const flag = (constants as Partial<typeof constants>).O_DIRECT;
    if (flag === undefined) return undefined;
    try {
      return new UncachedFile(await open(path, constants.O_WRONLY | flag));
    } catch (error) {
      if (codeOf(error) === 'EINVAL') return undefined;
      throw error;
    }
  }

  /** Whether it has written the bytes: whole blocks in {@link BlockMemory}, as a rule. */
  async write(bytes: Uint8Array, place: number): Promise<boolean> {
    if (!isOfBlocks(bytes.length) || !isOfBlocks(place)) return false;
    try {
      for (let done = 0; done < bytes.length;) {
        done += (await this.handle.write(bytes, done, bytes.length - done, place + done)).bytesWritten;
      }
      return true;
    } catch (error) {
      // The device's blocks are larger, or the memory does not lie as it has to.
      if (codeOf(error) === 'EINVAL') return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
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

  /** Nothing may be written from it any more. */
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
