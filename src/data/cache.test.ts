import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
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

const form = { channels: 3, size: 64 } as const;
const detailed: Labelled = {
  ...labelled,
  detail: { ...form, pixels: Uint8Array.from({ length: 3 * 64 * 64 }, (_, i) => (i * 31) % 256) },
};
const readDetailed = vi.fn(() => Promise.resolve(detailed));

it('keeps larger and coloured pictures beside the grey ones', async () => {
  readDetailed.mockClear();
  await cached('larger', readDetailed);
  expect(await cached('larger', readDetailed)).toEqual(detailed);
  expect(readDetailed).toHaveBeenCalledTimes(1);
});

it.each<[string, (file: string) => Promise<void>]>([
  ['cut off', (file) => truncate(file, 3000)],
  ['almost empty', (file) => truncate(file, 5)],
  ['empty', (file) => truncate(file, 0)],
  ['changed in one bit', (file) => changed(file, -100)],
  ['wrong about its length', (file) => changed(file, 18)],
  ['wrong in its description', (file) => changed(file, 22)],
  ['replaced', (file) => writeFile(file, 'something else that is longer than a checksum')],
])('makes faces anew where what was kept is %s', async (_, damage) => {
  readDetailed.mockClear();
  await cached('damaged', readDetailed);
  const [file = ''] = await kept();
  await damage(file);
  expect(await cached('damaged', readDetailed)).toEqual(detailed);
  expect(await cached('damaged', readDetailed)).toEqual(detailed);
  expect(readDetailed).toHaveBeenCalledTimes(2);
  expect(await kept()).toEqual([file]);
});

/** Changes a byte, from the end where it is below 0. */
async function changed(file: string, at: number) {
  const bytes = await readFile(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 16, place);
  await writeFile(file, bytes);
}

it('keeps no more than its limit: what was not asked for longest goes first, and what is too large alone is not kept', async () => {
  // 2,304 grey values, 12,288 coloured ones, and a description.
  await cached('first', readDetailed);
  const [first = ''] = await kept();
  const { size } = await stat(first);
  expect(size).toBeGreaterThan(14_592);
  expect(size).toBeLessThan(15_000);
  await cached('second', readDetailed);
  const second = (await kept()).find((file) => file !== first) as string;
  await utimes(first, daysAgo(2), daysAgo(2));
  await utimes(second, daysAgo(1), daysAgo(1));
  await cached('third', readDetailed, { most: 2 * size });
  expect(existsSync(first)).toBe(false);
  expect(existsSync(second)).toBe(true);
  expect(await kept()).toHaveLength(2);
  await cached('fourth', readDetailed, { most: size - 1 });
  expect(await kept()).toHaveLength(2);
  readDetailed.mockClear();
  await cached('fourth', readDetailed, { most: size - 1 });
  expect(readDetailed).toHaveBeenCalledTimes(1);
});
