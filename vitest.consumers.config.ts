import { defineConfig } from 'vitest/config';

/** `npm run test:consumers`: projects of others, with bundlers and compilers from the registry. */
export default defineConfig({
  test: {
    include: ['consumers/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // One at a time: each bundler takes all cores.
    fileParallelism: false,
  },
});
