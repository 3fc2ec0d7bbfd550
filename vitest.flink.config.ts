import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/flink/**/*.test.ts'],
    // Fetches Flink on first use, and says what is missing where that cannot be.
    globalSetup: ['test/flink/prepare.ts', 'test/ui/packageExtension.ts'],
    // Two files at once: half of the time they wait for the next checkpoint.
    maxWorkers: 2,
    minWorkers: 2,
    // Limits are for what hangs: a busy machine is slow, not wrong. The first time, Flinks are fetched in a hook.
    testTimeout: 600_000,
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 1_200_000,
  },
});
