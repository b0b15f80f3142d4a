import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import ClosingLine from './tools/closingLine.ts';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'app/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Tests wait for states, and on a loaded machine for long; only what never comes fails.
    testTimeout: 900_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
    // One at a time: some start a browser or train, and those need all cores.
    fileParallelism: false,
    // Nothing is left in, or taken from, the cache of who runs the tests.
    env: { FEELING_CACHE: mkdtempSync(join(tmpdir(), 'feeling-cache-')) },
    reporters: ['default', new ClosingLine()],
  },
});
