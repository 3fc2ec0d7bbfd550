import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/ui/page/**/*.test.ts'],
    // Two browsers at once, also where there are only two processors.
    maxWorkers: 2,
    minWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
