import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/ui/page/**/*.test.ts'],
    // Two browsers at once, also where there are only two processors.
    maxWorkers: 2,
    minWorkers: 2,
    testTimeout: 120_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
