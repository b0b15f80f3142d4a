/** Optional parts that are installed in tools/ alone, for tests: a plain install of the checkout leaves them out. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from '../src/model/node';

const folder = join(packageRoot(), 'tools');

/** Whether tools/ holds all of these. */
export const hasParts = (...names: string[]): boolean =>
  names.every((name) => existsSync(join(folder, 'node_modules', name, 'package.json')));

/** A package that is not typed here. */
export const partOfTools = (name: string): unknown => createRequire(join(folder, 'package.json'))(name);

/**
 * What Node is to be started with, so that it and the processes it starts find these packages as if they were installed
 * beside feeling.
 */
export function withParts(...names: string[]): string[] {
  const hook = `import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
const require = createRequire(${JSON.stringify(join(folder, 'package.json'))});
const names = ${JSON.stringify(names)};
export const resolve = (name, context, next) =>
  names.includes(name) ? next(pathToFileURL(require.resolve(name)).href, context) : next(name, context);`;
  const address = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  return ['--import', address(`import { register } from 'node:module'; register(${JSON.stringify(address(hook))});`)];
}
