import { randomBytes } from 'node:crypto';
import { Xxh64 } from '../../src/engine/storage/checksum.js';
import type { PieceTaker, WriteOptions, WrittenFile } from '../../src/engine/storage/storage.js';

export const mebibyte = 1 << 20;

/** A megabyte that no compression and no block of zeros makes easier. */
const noise = randomBytes(mebibyte);

/** So many megabytes, each different, in one buffer that is used again, as the engine's pieces are. */
export function* megabytes(count: number): Generator<Uint8Array, void, undefined> {
  const piece = Buffer.from(noise);
  for (let index = 0; index < count; index++) {
    piece.writeUInt32LE(index, 0);
    yield piece;
  }
}

export function xxh64Of(pieces: Iterable<Uint8Array>): string {
  const sum = new Xxh64();
  for (const piece of pieces) sum.add(piece);
  return sum.digest();
}

/** What comes of a file that is read in pieces. */
export class PieceSum implements PieceTaker {
  private bytes = 0;
  private readonly sum = new Xxh64();

  take(piece: Uint8Array): void {
    this.bytes += piece.length;
    this.sum.add(piece);
    // Nobody may count on it afterwards.
    piece.fill(0);
  }

  sums(): WrittenFile {
    return { bytes: this.bytes, xxh64: this.sum.digest() };
  }
}

export function notAborted(): WriteOptions {
  return { signal: new AbortController().signal };
}

/** Options under which `fault` happens once, in the middle of the upload: when so many bytes have gone out. */
export function faultAfter(bytes: number, fault: () => void | Promise<void>): WriteOptions {
  let sent = 0;
  let happened: Promise<void> | undefined;
  return {
    ...notAborted(),
    beforeBytes: async (count) => {
      sent += count;
      if (sent < bytes) return;
      happened ??= Promise.resolve(fault());
      await happened;
    },
  };
}
