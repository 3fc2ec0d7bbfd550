import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Xxh64 } from '../../../../src/engine/storage/checksum.js';
import { sendInParts, type SendPart } from '../../../../src/engine/storage/parts.js';
import { UploadAborted } from '../../../../src/engine/storage/storage.js';

const settings = { partBytes: 64, partsAtOnce: 3, signal: new AbortController().signal };

/** Pieces of these sizes in one buffer that is used again, as a snapshot's are. */
function* piecesOf(sizes: readonly number[]): Generator<Uint8Array, void, undefined> {
  const buffer = new Uint8Array(1000);
  for (const [index, size] of sizes.entries()) {
    buffer.fill(index + 1);
    yield buffer.subarray(0, size);
  }
}

describe('a file sent in parts', () => {
  it('is the pieces in order, whatever their sizes and however long each part takes', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fc.nat(3), { minLength: 1 }), async (all, waits) => {
        const whole = Buffer.concat(copies(all));
        const parts: Buffer[] = [];
        const wholes: boolean[] = [];
        let underway = 0;
        const written = await sendInParts(piecesOf(all), settings, async ({ number, bytes, isWhole }) => {
          underway++;
          expect(underway).toBeLessThanOrEqual(settings.partsAtOnce);
          await delay(waits[number % waits.length]);
          parts[number] = Buffer.from(bytes);
          wholes[number] = isWhole;
          underway--;
        });
        expect(Buffer.concat(parts)).toEqual(whole);
        const sum = new Xxh64();
        sum.add(whole);
        expect(written).toEqual({ bytes: whole.length, xxh64: sum.digest() });
        expect(wholes).toEqual(parts.map(() => parts.length === 1));
        expect(parts.slice(0, -1).every(({ length }) => length === settings.partBytes)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is whole when its first part outgrows the memory it began with', async () => {
    const pieces = Array.from({ length: 20 }, (_, index) => Buffer.alloc(700_001, index));
    const parts: Buffer[] = [];
    await sendInParts(pieces, { ...settings, partBytes: 6 << 20 }, ({ number, bytes }) => {
      parts[number] = Buffer.from(bytes);
      return Promise.resolve();
    });
    expect(parts.map(({ length }) => length)).toEqual([6 << 20, 6 << 20, 20 * 700_001 - (12 << 20)]);
    expect(Buffer.concat(parts).equals(Buffer.concat(pieces))).toBe(true);
  });

  it('fails with the first failure, once the other parts have been told to give up and have ended', async () => {
    const ended: number[] = [];
    const send: SendPart = async ({ number }, signal) => {
      if (number === 1) throw new Error('part 1 broke');
      await delay(10_000, undefined, { signal }).catch(() => undefined);
      ended.push(number);
      throw new UploadAborted();
    };
    await expect(sendInParts(piecesOf([200, 200, 200]), settings, send)).rejects.toThrow('part 1 broke');
    expect(ended).toEqual([0]);
  });

  it('reads no more of its source once it is given up', async () => {
    const controller = new AbortController();
    let read = 0;
    function* endless(): Generator<Uint8Array, void, undefined> {
      for (;;) {
        if (++read === 5) controller.abort();
        yield new Uint8Array(10);
      }
    }
    const sent = sendInParts(endless(), { ...settings, signal: controller.signal }, () => Promise.resolve());
    await expect(sent).rejects.toBeInstanceOf(UploadAborted);
    expect(read).toBe(5);
  });

  it('ends the parts on their way when its source fails', async () => {
    function* broken(): Generator<Uint8Array, void, undefined> {
      yield new Uint8Array(70);
      throw new Error('the snapshot cannot be read');
    }
    let underway = 0;
    const send: SendPart = async () => {
      underway++;
      await delay(5);
      underway--;
    };
    await expect(sendInParts(broken(), settings, send)).rejects.toThrow('the snapshot cannot be read');
    expect(underway).toBe(0);
  });
});

function copies(sizes: readonly number[]): Buffer[] {
  return Array.from(piecesOf(sizes), (piece) => Buffer.from(piece));
}
