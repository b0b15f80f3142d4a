/** Where a path leads to, whatever it is called: through links, other spellings, and folders that do not exist yet. */
import { readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, parse, resolve, sep } from 'node:path';

export interface Place {
  /** Real path; what does not exist yet is appended to the last folder that does. */
  path: string;
  /** Device and number of what is there; two names of one file have the same. */
  file?: string;
}

/** So many links in a row are followed, as on Linux. */
const mostLinks = 40;

export async function placeOf(path: string): Promise<Place> {
  const at = await follow(path, process.cwd(), 0);
  const info = await stat(at, { bigint: true }).catch(() => undefined);
  return info ? { path: at, file: `${info.dev}:${info.ino}` } : { path: at };
}

/** Follows each part of a path as the system would, and goes on by name where nothing exists. */
async function follow(path: string, from: string, links: number): Promise<string> {
  const { root } = parse(path);
  let at = root === '' ? await realpath(from).catch(() => from) : resolve(root);
  for (const part of path.slice(root.length).split(sep === '\\' ? /[\\/]/ : sep)) {
    if (part === '' || part === '.') continue;
    // Behind a folder that is missing, ".." leads back to where it would be made.
    if (part === '..') at = dirname(at);
    else {
      const next = join(at, part);
      const found = await realpath(next).catch(() => undefined);
      const link = found === undefined && links < mostLinks ? await readlink(next).catch(() => undefined) : undefined;
      at = found ?? (link === undefined ? next : await follow(link, at, links + 1));
    }
  }
  return at;
}

/**
 * Whether two paths are the same file, or would be. Names that differ only in case or in how accents are written count
 * as the same, since on many disks they are.
 */
export const samePlace = (a: Place, b: Place): boolean =>
  a.file !== undefined && b.file !== undefined ? a.file === b.file : folded(a.path) === folded(b.path);

/** A path as disks compare it that tell neither case nor forms of accents apart. */
export const folded = (path: string): string => path.normalize('NFC').toLowerCase();
