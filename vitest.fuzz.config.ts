import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { chaiConfig: { truncateThreshold: 0 }, include: ['test/fuzz/**/*.test.ts'] },
});
