/** Where this package lies, from its sources or its build. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of this package, from its sources or its build, or where it is installed beside a file that a bundler put it
 * into.
 *
 * Throws an Error that says what to do when a bundler left its files behind.
 */
export function packageRoot(): string {
  const root = folderAbove(dirname(fileURLToPath(import.meta.url))) ?? installedFolder();
  if (root !== undefined) return root;
  throw new Error(
    "feeling: its networks were not found. Where a bundler makes one file of a server, keep feeling out of it (webpack: externals, esbuild: --external:feeling, Next.js: serverExternalPackages: ['feeling'])",
  );
}

function folderAbove(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'feeling') return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function installedFolder(): string | undefined {
  for (const place of [fileURLToPath(import.meta.url), join(process.cwd(), 'index.js')])
    try {
      return dirname(createRequire(place).resolve('feeling/package.json'));
    } catch {
      // Not installed there.
    }
  return undefined;
}
