import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    exclude: ['test/ui/page/**'],
    // PICTURES makes the pictures in docs/ and tests nothing.
    include: [process.env['PICTURES'] === undefined ? 'test/ui/**/*.test.ts' : 'test/ui/*ictures.ts'],
    globalSetup: ['test/ui/packageExtension.ts'],
    // A server and a browser fill a small machine.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
