import { defineConfig } from 'vitest/config';
import ClosingLine from './tools/closingLine.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'app/**/*.test.ts', 'e2e/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // One at a time: some start a browser or train, and those need all cores.
    fileParallelism: false,
    reporters: ['default', new ClosingLine()],
  },
});
