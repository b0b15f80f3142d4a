import { existsSync } from 'node:fs';
import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { cached } from './cache';
import { facePixels } from './faces';
import type { Labelled } from './labelled';
import { clearFaces } from './node';

const folder = temporaryFolder();
let count = 0;
let cache = '';
beforeEach(() => {
  cache = join(folder, `cache${count++}`);
  vi.stubEnv('FEELING_CACHE', cache);
});
afterEach(() => vi.unstubAllEnvs());

const labelled: Labelled = {
  pixels: new Uint8Array(facePixels).fill(7),
  labels: Uint8Array.of(3),
  splits: Uint8Array.of(0),
  rows: Uint32Array.of(0),
  classes: [],
  total: 1,
  broken: [],
};
const read = vi.fn(() => Promise.resolve(labelled));
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600e3);
const kept = async () => (await readdir(join(cache, 'faces'))).map((name) => join(cache, 'faces', name));

it('keeps faces where only their owner can read them', async () => {
  read.mockClear();
  await cached('a folder', read);
  expect(await cached('a folder', read)).toEqual(labelled);
  expect(read).toHaveBeenCalledTimes(1);
  const [file = ''] = await kept();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(cache, 'faces'))).mode & 0o777).toBe(0o700);
});

it('forgets what was not asked for in thirty days, and keeps what was', async () => {
  await cached('old', read);
  const [old = ''] = await kept();
  await utimes(old, daysAgo(31), daysAgo(31));
  await cached('used', read);
  expect(existsSync(old)).toBe(false);
  const [used = ''] = await kept();
  await utimes(used, daysAgo(29), daysAgo(29));
  await cached('used', read);
  await cached('another', read);
  expect(existsSync(used)).toBe(true);
  expect((await stat(used)).mtimeMs).toBeGreaterThan(daysAgo(1).getTime());
});

it('takes away what earlier versions left for everyone to read', async () => {
  await mkdir(cache);
  await writeFile(join(cache, 'faces-0123456789abcdef0123456789abcdef.bin'), '');
  await cached('x', read);
  expect(await readdir(cache)).toEqual(['faces']);
});

it('is emptied when asked', async () => {
  await cached('x', read);
  await cached('y', read);
  expect(await clearFaces()).toBe(2);
  expect(await kept()).toEqual([]);
});
