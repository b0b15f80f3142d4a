import { join } from 'node:path';
import { mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** `npm run coverage`: what of src/ and app/ the tests beside the code run. */
export default mergeConfig(base, {
  test: {
    coverage: {
      enabled: true,
      // From tools/, which installs it when it is first used.
      provider: 'custom',
      customProviderModule: join(import.meta.dirname, 'tools/node_modules/@vitest/coverage-v8/dist/index.js'),
      include: ['src/**/*.ts', 'app/**/*.{ts,tsx}'],
      exclude: ['**/*.test.ts', '**/*.d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      reportOnFailure: true,
    },
  },
});
