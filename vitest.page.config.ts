import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    globalSetup: ['test/ui/page/bundledPage.ts'],
    include: ['test/ui/page/**/*.test.ts'],
    // Two browsers at once, also where there are only two processors.
    maxWorkers: 2,
    minWorkers: 2,
    // These limits are for what hangs: a machine that is busy, or four times slower, is not wrong.
    testTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 240_000,
    teardownTimeout: 120_000,
  },
});
