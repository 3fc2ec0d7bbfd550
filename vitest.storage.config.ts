import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/storage/**/*.test.ts'],
    // The servers that no test harms, once for all.
    globalSetup: ['test/storage/servers.ts'],
    // Two files at once: the tests of faults wait most of the time, for servers that come back.
    maxWorkers: 2,
    minWorkers: 2,
    // Limits are for what hangs: a busy machine is slow, not wrong.
    testTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // The first time, the servers are fetched and built.
    hookTimeout: 1_200_000,
  },
});
