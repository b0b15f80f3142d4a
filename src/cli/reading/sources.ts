/** The photos and videos that a command line names: files, and what folders hold. */
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, extname, resolve, sep } from 'node:path';
import { type BytePath, bytePath, bytesOf, fileReason, placeOf, withPath } from '../../files/node';
import { fileFormat } from '../../media/node';
import { isObjectAddress } from '../../store/node';
import { findObjects } from '../archive/objects';
import { counted } from '../output';
import { recordingEndings } from './recordingEndings';

export type Source = BytePath;

export interface FoundSources {
  sources: Source[];
  /** The same by the places that were named: a folder, or the folder of files. */
  places: Source[][];
  /** What was left out and need not be read, a line a folder. */
  notes: string[];
  /** What should have been read and cannot be. */
  problems: string[];
}

/** Files and folders that systems put beside people's own. */
const isSystems = (name: string) => name.startsWith('.') || /^(__MACOSX|@eaDir|Thumbs\.db|desktop\.ini)$/i.test(name);

/**
 * Files in the order of the command line, a folder's sorted by name. Folders are searched deeply; links are followed, but
 * nothing is found twice: what is named again, by whatever name, is told and read once.
 *
 * without a folder that is not searched, as what this command writes is there
 */
export async function findSources(paths: readonly string[], without?: string): Promise<FoundSources> {
  const found: FoundSources = { sources: [], places: [], notes: [], problems: [] };
  const excluded = without === undefined || isObjectAddress(without) ? undefined : (await placeOf(without)).path;
  const places = new Map<string, Source[]>();
  /** What each file was called first. */
  const known = new Map<string, string>();
  const again = new Set<string>();
  for (const path of paths) {
    const before = found.sources.length;
    const typed = path.includes('\ufffd') && !existsSync(path) ? await asTyped(path) : { name: path };
    const info = isObjectAddress(path) ? undefined : await stat(bytesOf(typed)).catch(() => undefined);
    if (isObjectAddress(path)) await findObjects(path, without, found);
    else if (info?.isDirectory()) await search(typed, excluded, found);
    else found.sources.push(typed);
    const place = info?.isDirectory() || isObjectAddress(path) ? path : dirname(path);
    const sources = places.get(place) ?? [];
    places.set(place, sources);
    for (const source of found.sources.splice(before)) {
      const file = paths.length > 1 ? await realFile(source) : source.name;
      const first = known.get(file);
      if (first !== undefined) again.add(first);
      else {
        known.set(file, source.name);
        found.sources.push(source);
        sources.push(source);
      }
    }
  }
  found.places = [...places.values()].filter((sources) => sources.length > 0);
  const [first] = again;
  if (first !== undefined) {
    const others = again.size > 1 ? `, like ${counted(again.size - 1, 'other file')}` : '';
    found.notes.push(`${first}: is named more than once and read once${others}`);
  }
  return found;
}

/** One name for a file, whatever it is called; of what is missing, where it would be. */
async function realFile(source: Source): Promise<string> {
  if (isObjectAddress(source.name)) return source.name;
  const real = await realpath(bytesOf(source), { encoding: 'buffer' }).catch(() => undefined);
  return real?.toString('latin1') ?? resolve(source.name);
}

interface Folder {
  /** From the folder that was named; empty for that itself. */
  inside: Buffer;
}

const separator = Buffer.from(sep);
const joined = (folder: Buffer, name: Buffer) =>
  folder.length === 0 ? name : Buffer.concat([folder, separator, name]);

async function search(named: BytePath, excluded: string | undefined, { sources, notes, problems }: FoundSources) {
  const { name: root } = named;
  const rootBytes = root.endsWith(sep) && root !== sep ? bytesOf(named).subarray(0, -1) : bytesOf(named);
  const pathOf = (inside: Buffer) => joined(rootBytes, inside);
  const seen = new Set<string>();
  const files: Source[] = [];
  const leftOut = new Map<string, number>();
  const count = (kind: string) => leftOut.set(kind, (leftOut.get(kind) ?? 0) + 1);
  /** Whether the real path is new. */
  const isNew = async (path: Buffer) => {
    const real = (await realpath(path, { encoding: 'buffer' })).toString('latin1');
    if (seen.has(real)) return false;
    seen.add(real);
    return true;
  };
  const consider = async (inside: Buffer) => {
    if (!(await isNew(pathOf(inside)))) return;
    const source = bytePath(pathOf(inside));
    const ending = extname(source.name).toLowerCase();
    const format = recordingEndings.has(ending) ? undefined : await withPath(source, fileFormat).catch(() => undefined);
    if (recordingEndings.has(ending) || (format && format.kind !== 'other')) files.push(source);
    else count(format?.name ?? (ending === '' ? 'without an ending' : ending.slice(1).toUpperCase()));
  };
  const folders: Folder[] = [{ inside: Buffer.alloc(0) }];
  const links: Buffer[] = [];
  for (;;) {
    const folder = folders.shift() ?? (await nextLink());
    if (!folder) break;
    const path = pathOf(folder.inside);
    try {
      if (!(await isNew(path)) || path.toString() === excluded || (await realpath(path)) === excluded) continue;
      for (const entry of await readdir(path, { withFileTypes: true, encoding: 'buffer' })) {
        const inside = joined(folder.inside, entry.name);
        if (isSystems(entry.name.toString())) continue;
        if (entry.isSymbolicLink()) links.push(inside);
        else if (entry.isDirectory()) folders.push({ inside });
        else if (entry.isFile()) await consider(inside);
      }
    } catch (error) {
      problems.push(`${bytePath(path).name}: cannot be read (${fileReason(error)})`);
    }
  }
  /** Files behind links are considered here; a folder behind one is handed on. */
  async function nextLink(): Promise<Folder | undefined> {
    for (let inside = links.shift(); inside; inside = links.shift()) {
      const info = await stat(pathOf(inside)).catch(() => undefined);
      if (!info) count('links that lead nowhere');
      else if (info.isDirectory()) return { inside };
      else if (info.isFile()) await consider(inside);
    }
    return undefined;
  }
  sources.push(...files.sort((a, b) => (a.name < b.name ? -1 : 1)));
  const kinds = [...leftOut].sort(([, a], [, b]) => b - a).map(([kind, n]) => `${n.toLocaleString('en')} ${kind}`);
  const told = kinds.join(', ');
  if (files.length === 0)
    problems.push(`${root}: nothing in this folder can be read${told ? ` (there are ${told})` : ', it is empty'}`);
  else if (told) notes.push(`${root}: left out ${told}`);
}

/** Node replaces bytes of its arguments that are not UTF-8; Linux keeps them as they were typed. */
async function asTyped(path: string): Promise<Source> {
  const line = await readFile('/proc/self/cmdline').catch(() => Buffer.alloc(0));
  for (let from = 0; from < line.length; ) {
    const end = line.indexOf(0, from);
    const argument = line.subarray(from, end === -1 ? line.length : end);
    if (argument.toString() === path) return bytePath(Buffer.from(argument));
    from += argument.length + 1;
  }
  return { name: path };
}
