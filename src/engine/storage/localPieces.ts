import type { FileHandle } from 'node:fs/promises';
import type { PieceTaker } from './storage.js';

/** What is read at once of a file that is taken in pieces: it stays in the processor's caches until it is taken. */
const pieceBytes = 2 << 20;
const piecesAhead = 4;

/** Node takes less than 2 GiB at once. */
const readBytesMax = 1 << 30;

/**
 * Reads the next pieces of a file beside the taking of one. Through the page cache: it may have the file, and what it has not
 * the system reads further ahead.
 */
export async function readPieces(handle: FileHandle, size: number, taker: PieceTaker): Promise<void> {
  const lent = taker.lend?.();
  const blocks = blocksFor(size, lent?.bytes);
  const reads: Promise<Uint8Array>[] = [];
  const begin = (nth: number): void => {
    const from = nth * pieceBytes;
    const piece = blocks[nth % blocks.length]!.subarray(0, size - from);
    const reading = readAt(handle, piece, from).then(() => piece);
    // It is waited for in its turn, or not at all where one before it fails.
    reading.catch(() => undefined);
    reads.push(reading);
  };
  try {
    for (let nth = 0; nth < blocks.length; nth++) begin(nth);
    for (let nth = 0; nth * pieceBytes < size; nth++) {
      taker.take(await reads.shift()!);
      const next = nth + blocks.length;
      if (next * pieceBytes < size) begin(next);
    }
  } finally {
    await Promise.allSettled(reads);
    lent?.giveBack();
  }
}

/** In the memory that is lent, if it has room for them. */
function blocksFor(size: number, lent: Uint8Array | undefined): readonly Uint8Array[] {
  const bytes = Math.min(pieceBytes, size);
  const count = Math.min(piecesAhead, Math.ceil(size / pieceBytes));
  const memory =
    lent !== undefined && lent.length >= bytes * count ? lent : Buffer.allocUnsafeSlow(bytes * count);
  return Array.from({ length: count }, (_, nth) => memory.subarray(nth * bytes, (nth + 1) * bytes));
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
