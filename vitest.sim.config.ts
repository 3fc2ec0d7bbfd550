import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/sim/**/*.test.ts'],
    // Two shares of the seeds beside one another, also where there are only two processors.
    maxWorkers: 2,
    minWorkers: 2,
  },
});
