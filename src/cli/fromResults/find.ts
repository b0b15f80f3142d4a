/** Files of results that a command line names: files, and what folders hold. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileReason } from '../../files/node';
import { resultEndings } from './rowsOfFile';

/** Beside the results of an archive, and no result. */
const manifest = 'manifest.jsonl';

/**
 * Files as they were named, each once, a folder's sorted by name; folders are searched deeply. Throws an Error for what is
 * not there.
 */
export async function findResults(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of await allResults(paths)) {
    const real = await realpath(path);
    if (!found.has(real)) found.set(real, path);
  }
  return [...found.values()];
}

async function allResults(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch((error) => {
      throw new Error(`${path}: cannot be read (${fileReason(error)})`);
    });
    if (!info.isDirectory()) {
      found.push(path);
      continue;
    }
    const inside = await inFolder(path);
    if (inside.length === 0)
      throw new Error(`${path}: there are no results in this folder (files that end in ${resultEndings.join(', ')})`);
    found.push(...inside.sort());
  }
  return found;
}

async function inFolder(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.') || entry.name === manifest) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await inFolder(path)));
    else if (entry.isFile() && resultEndings.includes(extname(entry.name).toLowerCase())) found.push(path);
  }
  return found;
}
