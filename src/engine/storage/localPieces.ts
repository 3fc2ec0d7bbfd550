import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { PieceTaker } from './storage.js';
import { UncachedFile, type BlockMemory } from './uncached.js';

/** What is read at once of a file that is taken in pieces: it stays in the processor's caches until it is taken. */
export const pieceBytes = 1 << 20;
const piecesAhead = 3;

/** Node takes less than 2 GiB at once. */
const readBytesMax = 1 << 30;

/** Reads the next pieces of a file beside the taking of one: past the page cache, where what was written past it is not. */
export async function readPieces(
  path: string,
  handle: FileHandle,
  size: number,
  taker: PieceTaker,
  memory: BlockMemory,
): Promise<void> {
  const uncached = size > pieceBytes ? await UncachedFile.open(path, constants.O_RDONLY) : undefined;
  const reads: Promise<Uint8Array>[] = [];
  const taken: Uint8Array[] = [];
  const read = async (block: Uint8Array, from: number): Promise<Uint8Array> => {
    const piece = block.subarray(0, Math.min(size - from, pieceBytes));
    if (!(await uncached?.read(piece, from))) await readAt(handle, piece, from);
    return piece;
  };
  const begin = (block: Uint8Array, from: number): void => {
    const reading = read(block, from);
    // It is waited for in its turn, or not at all where one before it fails.
    reading.catch(() => undefined);
    reads.push(reading);
  };
  try {
    for (let from = 0; from < Math.min(size, piecesAhead * pieceBytes); from += pieceBytes) {
      taken.push(memory.take());
      begin(taken.at(-1)!, from);
    }
    for (let nth = 0; nth * pieceBytes < size; nth++) {
      taker.take(await reads.shift()!);
      const next = (nth + taken.length) * pieceBytes;
      if (next < size) begin(taken[nth % taken.length]!, next);
    }
  } finally {
    await Promise.allSettled(reads);
    await uncached?.close();
    for (const block of taken) memory.giveBack(block);
  }
}

/** Fills `bytes` with what the file has from `from` on. */
export async function readAt(handle: FileHandle, bytes: Uint8Array, from: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const length = Math.min(bytes.length - done, readBytesMax);
    const { bytesRead } = await handle.read(bytes, done, length, from + done);
    if (bytesRead === 0) throw new Error('it became shorter while it was read');
    done += bytesRead;
  }
}
