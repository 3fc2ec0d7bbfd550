import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LocalDirectory } from '../../../../src/engine/storage/localDirectory.js';
import { NewFile } from '../../../../src/engine/storage/newFile.js';
import { BlockMemory } from '../../../../src/engine/storage/uncached.js';

/** A disk, and where there is one a file system in memory, which has no device to write to past the cache. */
const folders = [tmpdir(), '/dev/shm']
  .filter(existsSync)
  .map((parent) => mkdtempSync(join(parent, 'new-file-')));
const mebibyte = 1 << 20;
const blocks = new BlockMemory(mebibyte);

/** What a restore is given of the file. */
async function piecesOf(folder: string, bytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await new LocalDirectory(folder).readPieces('state', bytes, () => ({
    take: (piece) => void pieces.push(piece.slice()),
  }));
  return Buffer.concat(pieces);
}

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describe.each(folders)('a new file in %s', (folder) => {
  it('has what was written, and gives it back, in whatever order, size and memory, over what a file of its name had', async () => {
    for (const content of [3 * mebibyte + 4711, 2 * mebibyte, 1000]) {
      const bytes = Uint8Array.from({ length: content }, (_, place) => (place * 7919) >> 8);
      const parts: Promise<void>[] = [];
      const path = join(folder, 'state');
      const file = await NewFile.create(path);
      for (let at = Math.floor((content - 1) / mebibyte) * mebibyte; at >= 0; at -= mebibyte) {
        const part = bytes.subarray(at, at + mebibyte);
        // Every second part lies where no device takes it from.
        const memory =
          (at / mebibyte) % 2 === 0
            ? blocks.take().subarray(0, part.length)
            : new Uint8Array(part.length + 1).subarray(1);
        memory.set(part);
        parts.push(file.write(memory, at));
      }
      await Promise.all(parts);
      await file.sync();
      await file.close();
      expect(readFileSync(path).equals(bytes)).toBe(true);
      expect((await piecesOf(folder, bytes.length)).equals(bytes)).toBe(true);
    }
  });
});
