import { describe, expect, it } from 'vitest';
import { MemoryPool, pageInts, pageStart, segmentOf } from '../../../src/engine/state/memoryPool.js';

describe('the memory of a keyed state', () => {
  it('has whole pages, none given out twice, also when there are hundreds of megabytes of them', () => {
    const pool = new MemoryPool();
    const pages = Array.from({ length: 6000 }, () => pool.allocate());
    expect(new Set(pages).size).toBe(pages.length);
    for (const page of pages) {
      const { i32 } = pool.views[segmentOf(page)]!;
      expect(pageStart(page) + pageInts).toBeLessThanOrEqual(i32.length);
    }
  });
});
