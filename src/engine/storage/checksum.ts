import { createHash, type Hash } from 'node:crypto';
import * as zlib from 'node:zlib';
import xxhash from 'xxhash-wasm';

const algorithms = await xxhash();

/** What the metadata says of a file's content: its XXH64, its CRC-32 in checkpoints of version 3, its SHA-256 in older ones. */
export interface Checksums {
  /** 16 lower-case hexadecimal digits. */
  readonly xxh64?: string;
  readonly crc32?: number;
  /** Lower-case hexadecimal. */
  readonly sha256?: string;
}

/**
 * The XXH64 (the xxHash specification, with seed 0) of bytes that come in pieces. Of changes to a file it misses one in 2⁶⁴. Nobody
 * who may write to a checkpoint storage is kept out by it, as by no checksum that lies beside what it is of. It takes half of the
 * time of Node's CRC-32, and a fifth of that of a SHA-256, which takes longer than to write.
 */
export class Xxh64 {
  private readonly hash = algorithms.create64();

  add(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  /** Of all that was added, as {@link Checksums} have it. */
  digest(): string {
    return this.hash.digest().toString(16).padStart(16, '0');
  }
}

/** Holds bytes that come in pieces against what the metadata says of them. */
export class ChecksumCheck {
  private readonly sum: Xxh64 | Crc32 | Hash;

  constructor(private readonly said: Checksums) {
    if (said.xxh64 !== undefined) this.sum = new Xxh64();
    else if (said.crc32 !== undefined) this.sum = new Crc32();
    else this.sum = createHash('sha256');
  }

  add(bytes: Uint8Array): void {
    if (this.sum instanceof Xxh64 || this.sum instanceof Crc32) this.sum.add(bytes);
    else this.sum.update(bytes);
  }

  /** Whether all that was added is as it was written. To be asked once. */
  isRight(): boolean {
    const { sum, said } = this;
    if (sum instanceof Xxh64) return sum.digest() === said.xxh64;
    return sum instanceof Crc32 ? sum.value === said.crc32 : sum.digest('hex') === said.sha256;
  }
}

/** The CRC-32 of bytes that come in pieces, as in gzip. */
class Crc32 {
  value = 0;

  add(bytes: Uint8Array): void {
    this.value = crc32(bytes, this.value);
  }
}

/** The CRC-32 of bytes, as in gzip; of several stretches, with that of those before. */
export const crc32: (bytes: Uint8Array, before?: number) => number =
  // Node has it from 20.15 on.
  (zlib as Partial<typeof zlib>).crc32 ?? crc32ByTable;

/** The same without Node's help, at a tenth of the speed. */
export function crc32ByTable(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});
