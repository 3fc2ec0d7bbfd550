import { createHash, randomBytes } from 'node:crypto';
import type { WriteOptions } from '../../src/engine/storage/storage.js';

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

export function sha256Of(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
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
