/** What the copies are called that `--annotate` writes. */
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { folded } from '../../files/node';

export interface Original {
  name: string;
  kind: 'photo' | 'video';
}

/**
 * A path for each copy: photos keep their name as PNG, videos as MP4, in the folders below the one that all originals are
 * in. No two are the same, also where a disk does not tell upper and lower case apart: of "1.jpg" and "1.png" one becomes
 * "1.jpg.png".
 */
export function copyPaths(folder: string, originals: readonly Original[]): string[] {
  const inside = pathsInside(originals.map(({ name }) => name));
  const ending = (i: number) => (originals[i]?.kind === 'video' ? '.mp4' : '.png');
  const short = inside.map((path, i) => `${path.slice(0, path.length - extname(path).length)}${ending(i)}`);
  const count = new Map<string, number>();
  for (const path of short) count.set(folded(path), (count.get(folded(path)) ?? 0) + 1);
  const taken = new Set<string>();
  return inside.map((path, i) => {
    const alone = count.get(folded(short[i] as string)) === 1 || path === short[i];
    const wished = alone ? (short[i] as string) : `${path}${ending(i)}`;
    const stem = wished.slice(0, -ending(i).length);
    let copy = wished;
    for (let n = 2; taken.has(folded(copy)); n++) copy = `${stem}-${n}${ending(i)}`;
    taken.add(folded(copy));
    return join(folder, copy);
  });
}

/** Where files are, seen from the deepest folder that all are in; by their names alone where there is none. */
export function pathsInside(names: readonly string[]): string[] {
  const paths = names.map((name) => resolve(name));
  const common = commonFolder(paths.map((path) => dirname(path)));
  return paths.map((path) => (common === undefined ? basename(path) : relative(common, path)));
}

/** The deepest folder that all are in; undefined where there is none, as on several drives of Windows. */
function commonFolder(folders: readonly string[]): string | undefined {
  const [first = [], ...rest] = folders.map((folder) => folder.split(sep));
  let length = first.length;
  for (const parts of rest) {
    let same = 0;
    while (same < length && parts[same] === first[same]) same++;
    length = same;
  }
  if (length === 0) return undefined;
  return first.slice(0, length).join(sep) || sep;
}
