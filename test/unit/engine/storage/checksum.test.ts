import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ChecksumCheck,
  crc32,
  crc32ByTable,
  type Checksums,
} from '../../../../src/engine/storage/checksum.js';

function hasChecksum(bytes: Uint8Array, said: Checksums): boolean {
  const check = new ChecksumCheck(said);
  const half = bytes.length >> 1;
  for (const piece of [bytes.subarray(0, half), bytes.subarray(half)]) check.add(piece);
  return check.isRight();
}

const check = new TextEncoder().encode('123456789');

describe('the checksum of a file', () => {
  it('is the CRC-32 that gzip has, whether Node counts it or we do', () => {
    expect([crc32(check), crc32ByTable(check)]).toEqual([0xcbf43926, 0xcbf43926]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (first, second) => {
        const whole = Buffer.concat([first, second]);
        expect(crc32ByTable(second, crc32ByTable(first))).toBe(crc32(whole));
        expect(crc32(second, crc32(first))).toBe(crc32(whole));
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
          expect(hasChecksum(bytes, { crc32: crc32(bytes) })).toBe(true);
          expect(hasChecksum(changed, { crc32: crc32(bytes) })).toBe(false);
        },
      ),
    );
  });

  it('is a SHA-256 in the checkpoints of earlier versions, and none is as good as a wrong one', () => {
    const sha256 = createHash('sha256').update(check).digest('hex');
    expect(hasChecksum(check, { sha256 })).toBe(true);
    expect(hasChecksum(check.subarray(1), { sha256 })).toBe(false);
    expect(hasChecksum(check, {})).toBe(false);
  });
});
