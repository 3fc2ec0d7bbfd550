import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // What was found is said whole.
    chaiConfig: { truncateThreshold: 0 },
    include: ['test/sim/**/*.test.ts'],
    globalSetup: ['test/sim/bundle.ts'],
    // Two shares of the seeds beside one another, also where there are only two processors.
    maxWorkers: 2,
    minWorkers: 2,
    // Each share has one processor to itself. Every seed builds its pipeline anew, so what is known of a function early
    // does not hold for long: compiling it took a third of the time.
    poolOptions: {
      forks: {
        execArgv: [
          '--single-threaded-gc',
          // Of a seed little lives on when this is full, which each collection would copy.
          '--min-semi-space-size=64',
          '--max-semi-space-size=64',
          // Later releases have no such option.
          ...(process.version.startsWith('v20.') ? ['--interrupt-budget=528000'] : []),
          '--max-inlined-bytecode-size-cumulative=400',
        ],
      },
    },
  },
});
