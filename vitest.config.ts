import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    alias: { 'checkpoint-lens': fileURLToPath(new URL('src/engine/pipeline/api.ts', import.meta.url)) },
  },
  test: {
    include: ['test/unit/**/*.test.ts'],
    // A busy machine is slow, not wrong.
    testTimeout: 30_000,
  },
});
