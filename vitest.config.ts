import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The language is set before the modules of the extension are read, so these are in a process of their own. */
const chinese = 'test/unit/share/chineseSummary.test.ts';

export default defineConfig({
  resolve: {
    alias: { 'checkpoint-lens': fileURLToPath(new URL('src/engine/pipeline/api.ts', import.meta.url)) },
  },
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    // Two at once, also where there are only two processors.
    maxWorkers: 2,
    minWorkers: 2,
    // A busy machine is slow, not wrong.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Files share what they import, which took half of the time.
    poolOptions: { forks: { isolate: false } },
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/unit/**/*.test.ts'], exclude: [chinese] } },
      { extends: true, test: { name: 'chinese', include: [chinese] } },
    ],
  },
});
