import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { countOf, faceAt, readFaces, readFolder, requireEveryClass, requireFaces } from './index';

const root = temporaryFolder();

async function picture(grey: number, ...path: string[]) {
  const file = join(root, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await sharp({ create: { width: 60, height: 40, channels: 3, background: { r: grey, g: grey, b: grey } } }).toFile(
    file,
  );
}

it('reads splits and classes by their usual names, whatever the pictures are', async () => {
  for (const [i, name] of ['anger', 'disgust', 'Fear', 'happiness', 'sadness', 'surprised', '6'].entries()) {
    await picture(i * 30, 'named', 'train', name, 'a.png');
    await picture(i * 30, 'named', 'train', name, 'b.jpg');
    await picture(200, 'named', 'validation', name, 'c.webp');
  }
  await picture(100, 'named', 'test', 'happy', 'd.png');
  await writeFile(join(root, 'named', 'train', 'anger', 'notes.txt'), 'no picture');
  const { Training, PublicTest, PrivateTest } = await readFaces(join(root, 'named'));
  expect([countOf(Training), countOf(PublicTest), countOf(PrivateTest)]).toEqual([14, 7, 1]);
  expect([...PrivateTest.labels]).toEqual([emotions.indexOf('happy')]);
  // Folders come in the order of their names: 6, Fear, anger, …
  const places = [...Training.labels].map((label, i) => [label, faceAt(Training, i)[1000] as number] as const);
  for (const [label, grey] of places) expect(Math.abs(grey - label * 30)).toBeLessThanOrEqual(2);
});

it('draws splits that have no folder, the same for the same seed', async () => {
  for (const name of emotions) for (let i = 0; i < 10; i++) await picture(i * 20, 'flat', name, `${i}.png`);
  const one = await readFolder(join(root, 'flat'));
  expect([countOf(one.Training), countOf(one.PublicTest), countOf(one.PrivateTest)]).toEqual([56, 7, 7]);
  expect(await readFolder(join(root, 'flat'))).toEqual(one);
  expect((await readFolder(join(root, 'flat'), { seed: 2 })).PublicTest.rows).not.toEqual(one.PublicTest.rows);
});

it('notices that a picture changed', async () => {
  for (const name of emotions)
    for (const split of ['train', 'val', 'test']) await picture(50, 'changing', split, name, 'a.png');
  const before = await readFolder(join(root, 'changing'));
  await picture(250, 'changing', 'test', 'neutral', 'a.png');
  const after = await readFolder(join(root, 'changing'));
  expect(faceAt(before.PrivateTest, 3)[0]).toBe(50);
  expect([0, 1, 2, 3, 4, 5, 6].map((i) => faceAt(after.PrivateTest, i)[0]).filter((v) => v === 250)).toHaveLength(1);
});

it('says which folder, class or split is wrong', async () => {
  await picture(1, 'bored', 'bored', 'a.png');
  await expect(readFolder(join(root, 'bored'))).rejects.toThrow(/bored.bored: "bored" is no class; angry, disgust/);
  await picture(1, 'odd', 'train', 'happy', 'a.png');
  await picture(1, 'odd', 'later', 'happy', 'a.png');
  await expect(readFolder(join(root, 'odd'))).rejects.toThrow(/later: "later" is no split; training, train,/);
  await picture(1, 'lacking', 'train', 'happy', 'a.png');
  await picture(1, 'lacking', 'val', 'happy', 'b.png');
  await picture(1, 'lacking', 'test', 'happy', 'c.png');
  const lacking = await readFolder(join(root, 'lacking'));
  expect(() => requireFaces(lacking, 'PublicTest', 'lacking')).not.toThrow();
  expect(() => requireEveryClass(lacking, 'Training', 'lacking')).toThrow(
    'lacking: the split Training has no faces of angry, disgust, fear, sad, surprise, neutral',
  );
  await mkdir(join(root, 'empty'), { recursive: true });
  await expect(readFaces(join(root, 'empty'))).rejects.toThrow(/empty: no pictures \(.jpg, .png, .webp\)/);
  await expect(readFaces(join(root, 'flat'), { votes: 'v.csv' })).rejects.toThrow(
    /v.csv: votes belong to FER2013's file/,
  );
  for (const name of emotions)
    for (const split of ['train', 'val', 'test']) await picture(1, 'broken', split, name, 'a.png');
  await writeFile(join(root, 'broken', 'train', 'sad', 'x.png'), 'no picture');
  await expect(readFolder(join(root, 'broken'))).rejects.toThrow(/sad.x.png: cannot be decoded/);
});
