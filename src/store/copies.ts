/**
 * Local copies of objects, shared by the processes of one machine: a long recording whose segments several of them read is
 * downloaded once. The last few stay.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ObjectStore } from './objectStore';

/** So many objects stay for whoever reads them next. */
const mostKept = 4;
/** Milliseconds without a byte after which another process's download counts as broken off. */
const patience = 60_000;
/** Milliseconds between two looks at it. */
const lookEvery = 100;

export interface Copies {
  /**
   * Calls `use` with the path of a copy, which is there until `use` is done.
   *
   * onProgress it comes nearer, or another process downloads it
   */
  withCopy<T>(address: string, use: (path: string) => Promise<T>, onProgress?: () => void): Promise<T>;
}

/** folder where copies lie; processes that share it share them */
export function localCopies(store: ObjectStore, folder: string): Copies {
  return {
    async withCopy(address, use, onProgress = () => {}) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const info = await store.look(address);
      const name = createHash('sha256').update(`${address}\n${info?.tag}`).digest('hex').slice(0, 32);
      // A name of one's own for the same file: whoever tidies up takes nothing from who reads.
      const own = join(folder, `own-${randomBytes(8).toString('hex')}${extname(address)}`);
      const shared = join(folder, `copy-${name}`);
      while (!(await linked(shared, own))) await fetched(store, { address, shared, onProgress });
      try {
        return await use(own);
      } finally {
        await rm(own, { force: true });
        await tidy(folder);
      }
    },
  };
}

async function linked(shared: string, own: string): Promise<boolean> {
  try {
    await link(shared, own);
    const now = new Date();
    await utimes(shared, now, now).catch(() => {});
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Downloads the object, or waits for the process that does. */
async function fetched(
  store: ObjectStore,
  { address, shared, onProgress }: { address: string; shared: string; onProgress: () => void },
) {
  const coming = `${shared}.part`;
  const handle = await open(coming, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!handle) {
    await setTimeout(lookEvery);
    onProgress();
    const last = await stat(coming).catch(() => undefined);
    if (last && Date.now() - last.mtimeMs > patience) await rm(coming, { force: true });
    return;
  }
  await handle.close();
  try {
    await store.download(address, coming, onProgress);
    await rename(coming, shared);
  } catch (error) {
    await rm(coming, { force: true });
    throw error;
  }
}

/** The copies that nobody used for longest go. */
async function tidy(folder: string) {
  const copies: { path: string; used: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith('copy-') || name.endsWith('.part')) continue;
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info) copies.push({ path, used: info.mtimeMs });
  }
  copies.sort((a, b) => b.used - a.used);
  for (const { path } of copies.slice(mostKept)) await rm(path, { force: true });
}
