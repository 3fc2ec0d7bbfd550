import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/engine/**/*.test.ts'],
    // Each test runs the engine in a process of its own with threads of its own, which fill a small machine.
    fileParallelism: false,
    testTimeout: 120_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 30_000 } },
  },
});
