import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  defaultCut,
  MemoryPool,
  pageStart,
  segmentBytes,
  segmentOf,
} from '../../../src/engine/state/memoryPool.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Fills and empties a pool again and again; how often it asks V8 to collect, and how much it has set aside at most and in all. */
function churned(rounds: number, pageCount: number) {
  const gc = vi.fn();
  vi.stubGlobal('gc', gc);
  const pool = new MemoryPool();
  let [most, all] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const pages = Array.from({ length: pageCount }, () => pool.allocate());
    most = Math.max(most, pool.reservedBytes);
    all += pool.reservedBytes;
    for (const page of pages) pool.free(page);
  }
  return { asked: gc.mock.calls.length, most, all };
}

describe('the memory of a keyed state', () => {
  it('does not wait for V8 to collect what was given up, which it may never do', () => {
    const { asked, most, all } = churned(40, 300);
    expect(asked).toBeGreaterThan(all / (most + 2 ** 26));
    expect(asked).toBeLessThan(40);
  });

  it('is small enough to be left to V8 else', () => {
    expect(churned(5, 20).asked).toBe(0);
  });

  it('has whole pages, none given out twice, also when there are hundreds of megabytes of them', () => {
    const { pageBytes } = defaultCut;
    const pool = new MemoryPool();
    const pages = Array.from({ length: 6000 }, () => pool.allocate());
    expect(new Set(pages).size).toBe(pages.length);
    for (const page of pages) {
      const { i32 } = pool.views[segmentOf(page)]!;
      expect(pageStart(page, pageBytes) + pageBytes / 4).toBeLessThanOrEqual(i32.length);
    }
  });

  it('comes in segments that the system can give in large pages, with what the C library keeps before each', () => {
    const pool = new MemoryPool();
    for (let count = 0; count < 2000; count++) pool.allocate();
    const large = pool.buffers.map((buffer) => buffer!.byteLength).filter((bytes) => bytes >= 2 ** 21);
    expect(large.length).toBeGreaterThan(5);
    for (const bytes of large) expect((bytes + 4096) % 2 ** 21).toBe(0);
  });

  it('is no larger than asked for where it is small', () => {
    expect(segmentBytes(65536)).toBe(65536);
    expect(segmentBytes(2 ** 21 - 4096)).toBe(2 ** 21 - 4096);
  });

  it('can be taken over whole where pages are small, and gives none of them out twice', () => {
    const cut = { pageBytes: 8192, segmentPagesMax: 256 };
    const former = new MemoryPool(cut);
    const pages = Array.from({ length: 700 }, () => former.allocate());
    const pool = new MemoryPool(cut);
    pool.adopt(former.filled);
    while (pages.length < 3000) pages.push(pool.allocate());
    expect(new Set(pages).size).toBe(pages.length);
  });
});
