/** Packages that only measurements need: `npm run bench` installs them into bench/node_modules when it is first used. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Where a package lies: among those of bench, or of the whole checkout. */
const found = (name: string) =>
  [join(root, 'bench', 'node_modules', name), join(root, 'node_modules', name)].find((folder) =>
    existsSync(join(folder, 'package.json')),
  );

export const hasPeer = (name: string) => found(name) !== undefined;

/** Throws an Error that says how to get the package when it is not installed. */
export function peerFolder(name: string): string {
  const folder = found(name);
  if (folder === undefined) throw new Error(`${name} is not installed; npm install --prefix bench does it`);
  return folder;
}
