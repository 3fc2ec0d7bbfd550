import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/engine/**/*.test.ts'],
    // Two files at once: each test runs the engine in a process of its own, and half of the time it waits for that.
    maxWorkers: 2,
    minWorkers: 2,
    // Files share what they import.
    poolOptions: { forks: { isolate: false } },
    // Limits are for what hangs: a busy machine is slow, not wrong.
    testTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
