import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCut } from '../../../src/engine/state/memoryPool.js';
import { lendUnpackingMemory, packPage, unpackPage } from '../../../src/engine/state/pagePacking.js';
import { slotState } from '../../../src/engine/state/slotLayout.js';

const repository = new URL('../../../', import.meta.url);

/** What a slot may be: empty, or of a key that is there or no more, last written in an epoch. */
const metas = fc.oneof(
  fc.constant(0),
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom(...Object.values(slotState)))
    .map(([epoch, state]) => (epoch << 2) | state),
);

/** Slots one behind the other, each with its place in all its words but the first. */
function pageOf(all: readonly number[], slotInts: number): number[] {
  return all.flatMap((meta, place) => [meta, ...Array<number>(slotInts - 1).fill(place + 1)]);
}

describe('the slots of a page that a snapshot has', () => {
  it('are those written up to its epoch and after the one before, each with its place and whether its key is no more', () => {
    const pages = fc.array(metas, { minLength: 1, maxLength: 60 });
    const words = fc.integer({ min: 2, max: 9 });
    const epochs = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(pages, words, epochs, fc.nat(5), (all, words, epoch, since) => {
        const slotInts = words * 2;
        const page = Int32Array.from(pageOf(all, slotInts));
        const slots = new Int32Array(page.length);
        const { used, isInPlace } = packPage(page, slots, slotInts, { epoch, since });
        const wanted = all.flatMap((meta, place) => {
          const isDeleted = (meta & 3) === slotState.deleted;
          const isOfSnapshot = meta >> 2 > since && meta >> 2 <= epoch;
          return isOfSnapshot && !(isDeleted && since === 0) ? [{ place, isDeleted }] : [];
        });
        expect([...slots.subarray(0, used)]).toEqual(
          wanted.flatMap(({ place, isDeleted }) => [
            (place << 1) | Number(isDeleted),
            ...Array<number>(slotInts - 1).fill(place + 1),
          ]),
        );
        const isOfSnapshot = (meta: number): boolean => meta !== 0 && meta >> 2 <= epoch;
        const states = all.filter(isOfSnapshot).map((meta) => meta & 3);
        expect(isInPlace).toBe(since === 0 && states.every((state) => state === slotState.live));
      }),
    );
  });

  it('may fill the page to its end', () => {
    for (const slotInts of [4, 6, 10]) {
      const count = Math.floor(defaultCut.pageBytes / 4 / slotInts);
      const page = Int32Array.from(pageOf(Array<number>(count).fill((1 << 2) | slotState.live), slotInts));
      const slots = new Int32Array(page.length);
      expect(packPage(page, slots, slotInts, { epoch: 1, since: 0 }).used).toBe(page.length);
      expect([slots[0], slots[(count - 1) * slotInts], slots.at(-1)]).toEqual([0, (count - 1) * 2, count]);
    }
  });

  it('are where they were once they are unpacked, and nothing else is in the page', () => {
    const live = metas.filter((meta) => (meta & 3) !== slotState.deleted);
    const pages = fc.array(live, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(pages, fc.integer({ min: 2, max: 9 }), (all, words) => {
        const slotInts = words * 2;
        const page = Int32Array.from(pageOf(all, slotInts));
        const slots = new Int32Array(page.length);
        const { used } = packPage(page, slots, slotInts, { epoch: 6, since: 0 });
        const unpacked = new Int32Array(page.length).fill(-1);
        expect(unpackPage(slots.subarray(0, used), unpacked, slotInts, 77)).toBe(true);
        expect([...unpacked]).toEqual(
          all.flatMap((meta, place) =>
            meta === 0
              ? Array<number>(slotInts).fill(0)
              : [77, ...Array<number>(slotInts - 1).fill(place + 1)],
          ),
        );
      }),
    );
  });

  it('are unpacked from memory that was lent for them, while what else is in it stays', () => {
    const lent = lendUnpackingMemory()!;
    expect(lendUnpackingMemory()).toBeUndefined();
    try {
      const ints = new Int32Array(lent.bytes.buffer, lent.bytes.byteOffset, lent.bytes.length / 4).fill(5);
      const from = ints.length - 8;
      ints.set([1 << 1, 9, 9, 9, 3 << 1, 8, 8, 8], from);
      const page = new Int32Array(new SharedArrayBuffer(64)).fill(-1);
      expect(unpackPage(ints.subarray(from), page, 4, 77)).toBe(true);
      expect([...page]).toEqual([0, 0, 0, 0, 77, 9, 9, 9, 0, 0, 0, 0, 77, 8, 8, 8]);
      const full = Int32Array.from(pageOf(Array<number>(4096).fill((1 << 2) | slotState.live), 4));
      packPage(full, new Int32Array(full.length), 4, { epoch: 1, since: 0 });
      expect(ints.subarray(0, from).every((int) => int === 5)).toBe(true);
    } finally {
      lent.giveBack();
    }
    lendUnpackingMemory()!.giveBack();
  });

  it.each([
    ['out of order', [2, 1]],
    ['at one place', [1, 1]],
    ['beyond the page', [1, 4]],
    ['before the page', [-1, 1]],
  ])('are refused %s, and the page stays as it is', (_, places) => {
    const slots = Int32Array.from(places.flatMap((place) => [place << 1, 9, 9, 9]));
    const page = new Int32Array(16).fill(5);
    expect(unpackPage(slots, page, 4, 77)).toBe(false);
    expect([...page]).toEqual(Array(16).fill(5));
  });

  it('are packed by what pageCode.wat says', () => {
    const compiled = execFileSync(process.execPath, ['scripts/compilePageCode.mjs', '--print'], {
      cwd: repository,
    });
    expect(readFileSync(new URL('src/engine/state/pageCode.ts', repository), 'utf8')).toBe(
      compiled.toString(),
    );
  });
});
