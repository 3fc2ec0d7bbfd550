import { expect, it } from 'vitest';
import { largePages } from '../../../src/engine/runtime/largePages.js';

it('asks for large pages beside what the environment has the C library do, and not where that says it itself', () => {
  expect(largePages({})).toEqual({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' });
  expect(largePages({ GLIBC_TUNABLES: 'glibc.malloc.arena_max=2' })).toEqual({
    GLIBC_TUNABLES: 'glibc.malloc.arena_max=2:glibc.malloc.hugetlb=1',
  });
  expect(largePages({ GLIBC_TUNABLES: 'glibc.malloc.hugetlb=0' })).toEqual({});
});
