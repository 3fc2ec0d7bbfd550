import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/storage/**/*.test.ts'],
    // Real servers and the engine's threads fill a small machine.
    fileParallelism: false,
    testTimeout: 120_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 30_000 } },
    // The first time, the servers are fetched and built.
    hookTimeout: 1_200_000,
  },
});
