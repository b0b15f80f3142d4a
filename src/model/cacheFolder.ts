/** Where things are kept that can be made or fetched again. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `FEELING_CACHE`, or what the system has for that. */
export function cacheFolder(): string {
  const { FEELING_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (FEELING_CACHE) return FEELING_CACHE;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'feeling');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'feeling', 'Cache');
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'feeling');
}

/** The folder in which it is written down which process writes where. */
export const heldFolder = () => join(cacheFolder(), 'held');

/** The folder in which a fetched model's files lie. */
export const modelFolder = ({ name }: { name: string }) => join(cacheFolder(), 'models', name);
