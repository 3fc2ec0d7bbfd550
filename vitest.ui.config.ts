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
    // These limits are for what hangs: a machine that is busy, or four times slower, is not wrong.
    testTimeout: 480_000,
    expect: { poll: { timeout: 90_000 } },
    hookTimeout: 240_000,
    teardownTimeout: 120_000,
  },
});
