import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/flink/**/*.test.ts'],
    // Fetches Flink on first use, and says what is missing where that cannot be.
    globalSetup: ['test/flink/prepare.ts', 'test/ui/packageExtension.ts'],
    // Each file starts JVMs of its own, which fill a small machine.
    fileParallelism: false,
    testTimeout: 240_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 400_000,
  },
});
