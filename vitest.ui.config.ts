import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    exclude: ['test/ui/page/**'],
    // PICTURES makes the pictures in docs/ and tests nothing.
    include: [process.env['PICTURES'] === undefined ? 'test/ui/**/*.test.ts' : 'test/ui/*ictures.ts'],
    globalSetup: ['test/ui/packageExtension.ts'],
    // Two windows of VS Code at once, also where there are only two processors: each waits for its own half of the time.
    maxWorkers: 2,
    minWorkers: 2,
    testTimeout: 240_000,
    // A busy machine is slow, not wrong.
    expect: { poll: { timeout: 30_000 } },
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
