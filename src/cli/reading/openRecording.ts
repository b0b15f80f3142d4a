/** Opens a recording wherever it is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { openPath } from '../../files/node';
import { objectStore } from '../../queue/node';
import { isObjectAddress } from '../../store/node';
import type { Source } from './sources';

/** A path by which it can be read until `close`; of what is in an object store that of a local copy. */
export async function openRecording(source: Source): Promise<{ path: string; close(): Promise<void> }> {
  const { name } = source;
  if (!isObjectAddress(name)) return openPath(source);
  const store = await objectStore();
  const folder = await mkdtemp(join(tmpdir(), 'feeling-copy-'));
  const close = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, `copy${extname(name)}`);
  try {
    await store.download(name, path);
  } catch (error) {
    await close();
    throw error;
  }
  return { path, close };
}
