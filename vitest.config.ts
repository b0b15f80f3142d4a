import { defineConfig } from 'vitest/config';
import ClosingLine from './tools/closingLine.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'app/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Tests wait for states, and on a loaded machine for long; only what never comes fails.
    testTimeout: 900_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
    // Files share nothing: caches, folders and ports are each one's own. More than two at once gain nothing, since a
    // browser that reads and a network that learns have threads of their own.
    maxWorkers: 2,
    globalSetup: './tools/temporaryRun.ts',
    reporters: ['default', new ClosingLine()],
  },
});
