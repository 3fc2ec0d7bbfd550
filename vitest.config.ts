import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { 'checkpoint-lens': fileURLToPath(new URL('src/engine/pipeline/api.ts', import.meta.url)) },
  },
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/unit/**/*.test.ts'],
    // Two at once, also where there are only two processors.
    maxWorkers: 2,
    minWorkers: 2,
    // A busy machine is slow, not wrong.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
