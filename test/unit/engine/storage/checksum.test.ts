import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ChecksumCheck,
  crc32,
  crc32ByTable,
  Xxh64,
  type Checksums,
} from '../../../../src/engine/storage/checksum.js';

function hasChecksum(bytes: Uint8Array, said: Checksums): boolean {
  const check = new ChecksumCheck(said);
  const half = bytes.length >> 1;
  for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) check.add(piece);
  return check.isRight();
}

function xxh64(...pieces: readonly Uint8Array[]): string {
  const sum = new Xxh64();
  for (const piece of pieces) sum.add(piece);
  return sum.digest();
}

const check = new TextEncoder().encode('123456789');

describe('the checksum of a file', () => {
  it('is the XXH64 that other programs count, with all its zeros', () => {
    expect([xxh64(), xxh64(check)]).toEqual(['ef46db3751d8e999', '8cb841db40e6ae83']);
    expect(xxh64(new TextEncoder().encode('363'))).toBe('005cff848095736d');
  });

  it('is the same however the bytes came', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
    fc.assert(
      fc.property(pieces, (all) => {
        expect(xxh64(...all)).toBe(xxh64(Uint8Array.from(Buffer.concat(all))));
      }),
    );
  });

  it('finds any change of up to four bytes in a row', () => {
    const difference = fc.uint8Array({ minLength: 1, maxLength: 4 }).filter((bytes) => bytes.some(Boolean));
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 8, maxLength: 500 }),
        difference,
        fc.nat(),
        (bytes, by, place) => {
          const changed = bytes.slice();
          const at = place % (bytes.length - by.length + 1);
          by.forEach((each, index) => (changed[at + index]! ^= each));
          for (const said of [{ xxh64: xxh64(bytes) }, { crc32: crc32(bytes) }]) {
            expect(hasChecksum(bytes, said)).toBe(true);
            expect(hasChecksum(changed, said)).toBe(false);
          }
        },
      ),
    );
  });

  it('is a CRC-32 or a SHA-256 in the checkpoints of earlier versions, and none is as good as a wrong one', () => {
    const sha256 = createHash('sha256').update(check).digest('hex');
    expect(hasChecksum(check, { crc32: 0xcbf43926 })).toBe(true);
    expect(hasChecksum(check, { sha256 })).toBe(true);
    expect(hasChecksum(check.subarray(1), { sha256 })).toBe(false);
    expect(hasChecksum(check, {})).toBe(false);
  });

  it('of version 3 is counted without Node’s help as well', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
        const whole = Buffer.concat([first, second]);
        expect(crc32ByTable(second, crc32ByTable(first))).toBe(crc32(whole));
        expect(crc32(second, crc32(first))).toBe(crc32(whole));
      }),
    );
  });
});
