import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { mp4Problem } from './mp4Check';

const folder = temporaryFolder();

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const numbers = (...values: number[]) =>
  Buffer.concat(
    values.map((v) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(v);
      return bytes;
    }),
  );
const film = (table: Buffer) =>
  Buffer.concat([
    box('ftyp', Buffer.from('isom')),
    box('moov', box('trak', box('mdia', box('minf', box('stbl', table))))),
    box('mdat', Buffer.alloc(1000)),
  ]);

async function problem(bytes: Buffer) {
  const path = join(folder, 'film.mp4');
  await writeFile(path, bytes);
  const file = await open(path);
  try {
    return await mp4Problem(file, bytes.length);
  } finally {
    await file.close();
  }
}

it('has nothing against tables that fit the file', async () => {
  // version and flags, two entries: 10 frames of 512 units, 20 of 256
  expect(await problem(film(box('stts', numbers(0, 2, 10, 512, 20, 256))))).toBeUndefined();
  expect(await problem(film(box('stsz', numbers(0, 0, 2, 700, 800))))).toBeUndefined();
});

it.each([
  ['stts', numbers(0, 1, 4_000_000_000, 512), 'its table "stts" claims 4000000000 frames'],
  ['stsz', numbers(0, 100, 3_000_000_000), 'its table "stsz" claims 3000000000 frames'],
  ['stsc', numbers(0, 1, 1, 2_000_000_000, 1), 'its table "stsc" claims 2000000000 frames'],
  ['stco', numbers(0, 1_000_000_000), 'its table "stco" claims 1000000000 entries in 8 bytes'],
  // One entry where nine are claimed: the next eight would be read from the box behind it.
  ['stts', numbers(0, 9, 10, 512), 'its table "stts" claims 9 entries in 16 bytes'],
  ['stsz', numbers(0, 0, 3, 700, 800), 'its table "stsz" claims 3 entries in 20 bytes'],
])(
  'a %s with more frames than the file has bytes, or more entries than the table has, is damaged',
  async (type, body, message) => {
    expect(await problem(film(box(type, body)))).toContain(message);
  },
);

it('leaves files that are cut off to who reads them', async () => {
  const whole = film(box('stts', numbers(0, 1, 10, 512)));
  for (let length = 0; length < whole.length; length += 7)
    expect(await problem(whole.subarray(0, length))).toBeUndefined();
});
