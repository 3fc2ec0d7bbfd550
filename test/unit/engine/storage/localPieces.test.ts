import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPieces } from '../../../../src/engine/storage/localPieces.js';
import type { LentMemory, PieceTaker } from '../../../../src/engine/storage/storage.js';

const mebibyte = 1 << 20;
const content = randomBytes(9 * mebibyte + 5);
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pieces-'));
  file = join(folder, 'state');
  writeFileSync(file, content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Takes pieces with memory of its own of so many bytes to read them into. */
class Lender implements PieceTaker {
  readonly pieces: Buffer[] = [];
  readonly memory: Uint8Array;
  givenBack = 0;
  /** Pieces that were in its memory. */
  there = 0;

  constructor(bytes: number) {
    this.memory = new Uint8Array(bytes);
  }

  lend(): LentMemory {
    return { bytes: this.memory, giveBack: () => (this.givenBack += 1) };
  }

  take(piece: Uint8Array): void {
    if (piece.buffer === this.memory.buffer) this.there++;
    this.pieces.push(Buffer.from(piece));
    // Nobody may count on it afterwards.
    piece.fill(0);
  }
}

async function read(taker: PieceTaker, size = content.length): Promise<void> {
  const handle = await open(file);
  await readPieces(handle, size, taker).finally(() => handle.close());
}

describe('the pieces of a file', () => {
  it('are read into memory that is lent for them, which is given back', async () => {
    const taker = new Lender(8 * mebibyte);
    await read(taker);
    expect(Buffer.concat(taker.pieces).equals(content)).toBe(true);
    expect(taker).toMatchObject({ there: taker.pieces.length, givenBack: 1 });
  });

  it('are read into other memory where that has no room', async () => {
    const taker = new Lender(mebibyte);
    await read(taker);
    expect(Buffer.concat(taker.pieces).equals(content)).toBe(true);
    expect(taker).toMatchObject({ there: 0, givenBack: 1 });
  });

  it('leave nothing lent where the file is shorter than it was', async () => {
    const taker = new Lender(8 * mebibyte);
    await expect(read(taker, content.length + mebibyte)).rejects.toThrow('it became shorter');
    expect(taker.givenBack).toBe(1);
  });
});
