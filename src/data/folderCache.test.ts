/** Folders of pictures are decoded once, in each form that is asked for. */
import { copyFile, mkdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { squaredPixels } from '../media/node';
import { detailAt, type FaceForm, splits } from './faces';
import { readFolder } from './node';

vi.mock('../media/node', async (original) => {
  const media = await original<typeof import('../media/node')>();
  return { ...media, squaredPixels: vi.fn(media.squaredPixels) };
});
const decoded = () => vi.mocked(squaredPixels).mock.calls.length;

const root = temporaryFolder();
vi.stubEnv('FEELING_CACHE', join(root, 'cache'));
const pictures = join(root, 'pictures');
const form: FaceForm = { channels: 3, size: 96 };
const names = ['happy', 'sad'];
const colour = (path: string, background: string) =>
  sharp({ create: { width: 100, height: 120, channels: 3, background } })
    .png({ compressionLevel: 0 })
    .toFile(path);
for (const split of ['train', 'val', 'test'])
  for (const name of names) {
    await mkdir(join(pictures, split, name), { recursive: true });
    await colour(join(pictures, split, name, 'a.png'), name === 'happy' ? '#c83232' : '#3232c8');
  }
beforeEach(() => {
  vi.mocked(squaredPixels).mockClear();
});

it('a second run reads coloured pictures from the cache, and gives equal faces', async () => {
  const first = await readFolder(pictures, { form });
  // Six pictures, in grey and in colour.
  expect(decoded()).toBe(12);
  const second = await readFolder(pictures, { form });
  expect(decoded()).toBe(12);
  expect(second).toEqual(first);
  for (const split of splits) {
    expect(second[split].detail).toMatchObject(form);
    expect([...detailAt(second[split], 0)].slice(0, 1)).toEqual([200]);
    expect([...detailAt(second[split], 1)].slice(0, 1)).toEqual([50]);
  }
});

it('every form is kept by itself', async () => {
  const small = await readFolder(pictures, { form: { channels: 3, size: 64 } });
  expect(small.Training.detail?.size).toBe(64);
  const grey = await readFolder(pictures);
  expect(grey.Training.detail).toBeUndefined();
  expect(decoded()).toBe(12 + 6);
  expect((await readFolder(pictures, { form })).Training.detail?.size).toBe(96);
  expect(decoded()).toBe(12 + 6);
});

it('a picture that changed is noticed, though its size and its time are as before', async () => {
  const path = join(pictures, 'train', 'happy', 'a.png');
  const { size, atime, mtime } = await stat(path);
  const other = join(root, 'other.png');
  await colour(other, '#32c832');
  expect((await stat(other)).size).toBe(size);
  await writeFile(path, await readFile(other));
  await utimes(path, atime, mtime);
  const { Training } = await readFolder(pictures, { form });
  expect(decoded()).toBe(12);
  // Green now.
  expect([Training.detail?.pixels[0], Training.detail?.pixels[96 * 96]]).toEqual([50, 200]);
});

it('a picture more and one less are noticed', async () => {
  await copyFile(join(pictures, 'train', 'sad', 'a.png'), join(pictures, 'train', 'sad', 'b.png'));
  expect((await readFolder(pictures, { form })).Training.labels).toHaveLength(3);
  expect(decoded()).toBe(14);
});
