import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { countOf, faceAt, parseClasses, parseShares, type ReadNotes, requireClasses, requireFaces } from '.';
import { readFaces, readFolder } from './node';

const root = temporaryFolder();

async function picture(grey: number, ...path: string[]) {
  const file = join(root, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await sharp({ create: { width: 60, height: 40, channels: 3, background: { r: grey, g: grey, b: grey } } }).toFile(
    file,
  );
}

/** So many copies of a grey picture. */
async function pictures(count: number, ...folder: string[]) {
  await picture(50, ...folder, '0.png');
  for (let i = 1; i < count; i++) await copyFile(join(root, ...folder, '0.png'), join(root, ...folder, `${i}.png`));
}

it('reads splits and classes by their usual names, whatever the pictures are', async () => {
  for (const [i, name] of ['anger', 'disgust', 'Fear', 'happiness', 'sadness', 'surprised', '7_neutral'].entries()) {
    await picture(i * 30, 'named', 'train', name, 'a.png');
    await picture(i * 30, 'named', 'train', name, 'b.jpg');
    await picture(200, 'named', 'validation', name, 'c.webp');
  }
  await picture(100, 'named', 'test', 'happy', 'd.png');
  await writeFile(join(root, 'named', 'train', 'anger', 'notes.txt'), 'no picture');
  const { Training, PublicTest, PrivateTest } = await readFaces(join(root, 'named'));
  expect([countOf(Training), countOf(PublicTest), countOf(PrivateTest)]).toEqual([14, 7, 1]);
  expect([...PrivateTest.labels]).toEqual([emotions.indexOf('happy')]);
  // Folders come in the order of their names: 7_neutral, Fear, anger, …
  const places = [...Training.labels].map((label, i) => [label, faceAt(Training, i)[1000] as number] as const);
  for (const [label, grey] of places) expect(Math.abs(grey - label * 30)).toBeLessThanOrEqual(2);
});

it.skipIf(process.platform !== 'linux')('reads pictures and folders whose names are not UTF-8 (Linux)', async () => {
  for (const [i, name] of emotions.entries()) await picture(i * 30, 'bytes', 'train', name, 'a.png');
  const inTrain = (text: string) => Buffer.from(join(root, 'bytes', 'train', text), 'latin1');
  await copyFile(join(root, 'bytes', 'train', 'happy', 'a.png'), inTrain('happy/Andr\xe9.png'));
  await mkdir(inTrain('sad/Caf\xe9'));
  await copyFile(join(root, 'bytes', 'train', 'sad', 'a.png'), inTrain('sad/Caf\xe9/b'));
  await writeFile(inTrain('sad/Caf\xe9/\xff.jpg'), 'no picture');
  let notes: ReadNotes | undefined;
  const sets = await readFolder(join(root, 'bytes'), {
    onNotes: (found) => {
      notes = found;
    },
  });
  const labels = Object.values(sets).flatMap((set) => [...set.labels]);
  expect(labels.filter((label) => label === emotions.indexOf('happy'))).toHaveLength(2);
  expect(labels.filter((label) => label === emotions.indexOf('sad'))).toHaveLength(2);
  expect(notes?.broken.map(({ path }) => path)).toEqual([join(root, 'bytes', 'train', 'sad', 'Caf\\xe9', '\\xff.jpg')]);
  expect(notes?.broken[0]?.problem).toContain('\\xff.jpg: ');
});

it('draws splits that have no folder, the same for the same seed', async () => {
  for (const name of emotions) await pictures(10, 'flat', name);
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
  await picture(1, 'bored', 'tired', 'a.png');
  await expect(readFolder(join(root, 'bored'))).rejects.toThrow(
    /bored: its folders \(bored, tired\) are neither splits \(train, val, test\) nor classes \(angry, disgust, …\)/,
  );
  await picture(1, 'partly', 'happy', 'a.png');
  await picture(1, 'partly', 'bored', 'a.png');
  await expect(readFolder(join(root, 'partly'))).rejects.toThrow(
    /partly: "bored" \(1, first in .*partly.bored\) is not one of the seven emotions .* leave it out with --without bored,/,
  );
  await picture(1, 'odd', 'train', 'happy', 'a.png');
  await picture(1, 'odd', 'later', 'happy', 'a.png');
  await expect(readFolder(join(root, 'odd'))).rejects.toThrow(
    /later: not a split \(training, train,.* --without later/,
  );
  expect((await read('odd', { without: ['later'] })).notes.leftOut).toEqual({ later: 1 });
  await picture(1, 'lacking', 'train', 'happy', 'a.png');
  await picture(1, 'lacking', 'val', 'happy', 'b.png');
  await picture(1, 'lacking', 'test', 'happy', 'c.png');
  const lacking = await readFolder(join(root, 'lacking'));
  expect(() => requireFaces(lacking, 'PublicTest', 'lacking')).not.toThrow();
  expect(() => requireClasses(lacking, 'Training', 'lacking')).toThrow(
    'lacking: the split Training must have faces of two classes or more (got happy)',
  );
  await mkdir(join(root, 'empty'), { recursive: true });
  await expect(readFaces(join(root, 'empty'))).rejects.toThrow(/empty: no pictures \(JPEG, PNG,/);
  await expect(readFaces(join(root, 'flat'), { votes: 'v.csv' })).rejects.toThrow(
    /v.csv: votes belong to FER2013's file/,
  );
  await mkdir(join(root, 'ruined', 'sad'), { recursive: true });
  await writeFile(join(root, 'ruined', 'sad', 'x.png'), 'no picture');
  await expect(readFolder(join(root, 'ruined'))).rejects.toThrow(
    /ruined: not one of 1 pictures can be read; the first: .*sad.x.png: /,
  );
});

/** What is read, with its notes, and how many faces each class has. */
async function read(folder: string, options: Parameters<typeof readFolder>[1] = {}) {
  const told: ReadNotes[] = [];
  const sets = await readFolder(join(root, folder), { ...options, onNotes: (notes) => told.push(notes) });
  const counts = emotions.map((_, c) =>
    Object.values(sets).reduce((sum, { labels }) => sum + labels.filter((label) => label === c).length, 0),
  );
  return { sets, counts, notes: told[0] as ReadNotes };
}

it('leaves out broken pictures, and says which, the second time as well', async () => {
  for (const name of emotions)
    for (const split of ['train', 'val', 'test']) await picture(9, 'broken', split, name, 'a.png');
  await writeFile(join(root, 'broken', 'train', 'sad', 'x.png'), 'no picture');
  await writeFile(join(root, 'broken', 'val', 'happy', '0.jpg'), '');
  for (let time = 0; time < 2; time++) {
    const { counts, notes } = await read('broken');
    expect(counts).toEqual(Array(7).fill(3));
    expect(notes.broken.map(({ path }) => path)).toEqual([
      join(root, 'broken', 'train', 'sad', 'x.png'),
      join(root, 'broken', 'val', 'happy', '0.jpg'),
    ]);
    for (const { path, problem } of notes.broken) expect(problem).toContain(path);
  }
});

it('passes over what systems leave behind, and counts files that are no pictures by kind', async () => {
  for (const name of ['happy', 'sad']) await picture(9, 'strays', name, 'a.png');
  for (const stray of ['.ipynb_checkpoints/a.png', '__MACOSX/happy/a.png', '.git/x', 'happy/.ipynb_checkpoints/b.png'])
    await picture(9, 'strays', ...stray.replace('.git/x', '.git/x.png').split('/'));
  await writeFile(join(root, 'strays', 'happy', '._a.png'), '\0\x05\x16\x07Mac OS X');
  await writeFile(join(root, 'strays', 'happy', 'Thumbs.db'), '');
  await writeFile(join(root, 'strays', 'happy', 'notes.txt'), 'a');
  await writeFile(join(root, 'strays', 'labels.csv'), 'a');
  await mkdir(join(root, 'strays', 'contempt'));
  const { counts, notes } = await read('strays');
  expect(counts).toEqual([0, 0, 0, 1, 1, 0, 0]);
  expect(notes).toMatchObject({ broken: [], otherFiles: { '.txt': 1, '.csv': 1 }, leftOut: {} });
});

it('reads every format, by its content where its name tells nothing; links once, folders in folders', async () => {
  const happy = join(root, 'formats', 'happy');
  for (const name of ['a.png', 'b.jpg', 'c.webp', 'd.gif', 'e.tif', 'f.avif'])
    await picture(90, 'formats', 'happy', name);
  await rename(join(happy, 'b.jpg'), join(happy, 'b.jfif'));
  await copyFile(join(happy, 'a.png'), join(happy, 'without-a-suffix'));
  await writeFile(join(happy, 'h.bmp'), bitmap(90));
  await picture(90, 'formats', 'sad', 'subject 1', 'g.png');
  await symlink(join(root, 'formats', 'sad'), join(root, 'formats', 'sad', 'round'));
  await symlink('../happy/a.png', join(root, 'formats', 'sad', 'linked.png'));
  const { counts, sets, notes } = await read('formats');
  expect(counts).toEqual([0, 0, 0, 8, 2, 0, 0]);
  expect(notes.broken).toEqual([]);
  for (const grey of sets.Training.pixels) expect(Math.abs(grey - 90)).toBeLessThanOrEqual(2);
});

/** A picture of 8 × 8 as Windows writes it, 24 bits a pixel, without compression. */
function bitmap(grey: number): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM', 'latin1');
  head.writeUInt32LE(54 + 192, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(8, 18);
  head.writeInt32LE(8, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return Buffer.concat([head, Buffer.alloc(192, grey)]);
}

it.skipIf(process.platform === 'win32')('says what a picture is that cannot be opened', async () => {
  await picture(9, 'unopened', 'happy', 'a.png');
  await symlink('nowhere.png', join(root, 'unopened', 'happy', 'link.png'));
  execFileSync('mkfifo', [join(root, 'unopened', 'happy', 'pipe.png')]);
  await writeFile(join(root, 'unopened', 'happy', 'zero.png'), '');
  const problems = (await read('unopened')).notes.broken.map(({ problem }) => problem.replace(/^.*happy./, ''));
  expect(problems).toEqual([
    'link.png: there is no such file',
    'pipe.png: is not a file (a pipe or a device); name a photo or video',
    'zero.png: the file is empty',
  ]);
});

it('passes through the one folder that an archive holds', async () => {
  for (const split of ['train', 'test'])
    for (const name of ['happy', 'sad']) await picture(9, 'archive', 'DATASET', split, name, 'a.png');
  await writeFile(join(root, 'archive', 'train_labels.csv'), 'image,label\n');
  expect((await read('archive')).counts).toEqual([0, 0, 0, 2, 2, 0, 0]);
});

describe('numbered classes', () => {
  /** A folder for each number, its picture as grey as the emotion's place among the seven. */
  async function numbered(folder: string, numbers: readonly number[], names: readonly string[]) {
    for (const [i, number] of numbers.entries())
      await picture(emotions.indexOf(names[i] as never) * 20 + 20, folder, 'train', String(number), 'a.png');
  }
  const isRight = ({ Training }: Awaited<ReturnType<typeof readFolder>>) =>
    [...Training.labels].every((label, i) => faceAt(Training, i)[1000] === label * 20 + 20);
  const affectnet = ['neutral', 'happy', 'sad', 'surprise', 'fear', 'disgust', 'angry'];
  const rafdb = ['surprise', 'fear', 'disgust', 'happy', 'sad', 'angry', 'neutral'];

  it('are never guessed', async () => {
    await numbered('guess', [0, 1, 2, 3, 4, 5, 6], affectnet);
    await expect(readFolder(join(root, 'guess'))).rejects.toThrow(
      /guess: its classes are numbered \(0 to 6\).* --classes affectnet .* rafdb .* fer2013 .*--classes angry,disgust/,
    );
    await picture(9, 'mixed', 'happy', 'a.png');
    await picture(9, 'mixed', '6', 'a.png');
    await expect(readFolder(join(root, 'mixed'))).rejects.toThrow(/its classes are numbered \(6\)/);
  });

  it('are what the data set says, or the order that is given', async () => {
    await numbered('affectnet', [0, 1, 2, 3, 4, 5, 6], affectnet);
    for (const classes of ['affectnet', affectnet.join(), affectnet.map((name, i) => `${i}=${name}`).join()])
      expect(isRight(await readFolder(join(root, 'affectnet'), { classes: parseClasses(classes) }))).toBe(true);
    await numbered('rafdb', [1, 2, 3, 4, 5, 6, 7], rafdb);
    for (const classes of ['rafdb', 'RAF-DB', 'Surprise, Fear, Disgust, Happiness, Sadness, Anger, Neutral'])
      expect(isRight(await readFolder(join(root, 'rafdb'), { classes: parseClasses(classes) }))).toBe(true);
  });

  it('of another count, or of another numbering, are told', async () => {
    const as = (folder: string, classes: string) => readFolder(join(root, folder), { classes: parseClasses(classes) });
    await expect(as('rafdb', 'affectnet')).rejects.toThrow(
      "rafdb: affectnet's numbers begin at 0, but the classes here are 1 to 7; is it another numbering?",
    );
    await expect(as('affectnet', 'rafdb')).rejects.toThrow(
      'affectnet: rafdb has the numbers 1 to 7, but there is a class 0; is it another numbering?',
    );
    await expect(as('affectnet', 'angry,happy,sad')).rejects.toThrow(
      'affectnet: --classes has 3 names, but the numbered classes are 7 (0 to 6); there must be one name for each',
    );
    await expect(as('rafdb', `${rafdb.join()},contempt`)).rejects.toThrow('--classes has 8 names, but');
  });

  it('may have more than the seven, which are left out by name and counted', async () => {
    await numbered('eight', [0, 1, 2, 3, 4, 5, 6, 7], [...affectnet, 'angry']);
    await picture(9, 'eight', 'train', '7', 'b.png');
    const classes = parseClasses('affectnet');
    await expect(read('eight', { classes })).rejects.toThrow(
      /"7", contempt, \(2, first in .*eight.train.7\) is not one of the seven emotions .*--without contempt/,
    );
    for (const without of [['contempt'], ['7'], ['Contempt', 'unknown']]) {
      const { counts, notes } = await read('eight', { classes, without });
      expect([counts, notes.leftOut]).toEqual([Array(7).fill(1), { contempt: 2 }]);
      expect(notes.remarks.filter((r) => r.includes('no class'))).toEqual(
        without.includes('unknown') ? ['there is no class "unknown" to leave out'] : [],
      );
    }
  });

  it('that are left out by their number need no meaning', async () => {
    const classes = parseClasses('0=neutral,1=happy,2=sad,3=surprise,4=fear,5=disgust,6=angry');
    const { counts, notes } = await read('eight', { classes, without: ['7'] });
    expect([counts, notes.leftOut]).toEqual([Array(7).fill(1), { 7: 2 }]);
    await expect(read('eight', { classes, without: ['6'] })).rejects.toThrow('but there is a class 7');
  });

  it.each([
    ['affectnett', /unknown numbering "affectnett"; available: fer2013, affectnet, rafdb, ckplus, ferplus, or/],
    ['angry,,sad', /has an empty name/],
    ['angry,anger', /has angry twice/],
    ['0=angry,1', /"1" must be a class and its meaning, as in 0=angry/],
  ])('%j is no answer', (text, message) => {
    expect(() => parseClasses(text)).toThrow(message);
  });
});

it('takes folders of any name that is told, and leaves out any of the seven', async () => {
  for (const name of ['joie', 'colère', 'sad']) await picture(9, 'french', name, 'a.png');
  const classes = parseClasses('joie=happy,Colère=anger');
  expect((await read('french', { classes })).counts).toEqual([1, 0, 0, 1, 1, 0, 0]);
  const { counts, notes } = await read('french', { classes, without: ['sadness'] });
  expect([counts, notes.leftOut]).toEqual([[1, 0, 0, 1, 0, 0, 0], { sad: 1 }]);
});

describe('drawn splits', () => {
  it('have every class in the shares that are asked for, and the same faces for the same seed', async () => {
    // 4, 8, 12 … faces a class.
    for (const [c, name] of emotions.entries()) await pictures(4 * (c + 1), 'shares', name);
    const shares = parseShares('50,25,25');
    expect(parseShares('story')).toEqual(parseShares('75,12.5,12.5'));
    const { sets, notes } = await read('shares', { shares, seed: 3 });
    const perClass = (split: 'Training' | 'PublicTest' | 'PrivateTest') =>
      emotions.map((_, c) => sets[split].labels.filter((label) => label === c).length);
    expect(perClass('Training')).toEqual([2, 4, 6, 8, 10, 12, 14]);
    expect(perClass('PublicTest')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(perClass('PrivateTest')).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const rows = Object.values(sets).flatMap((faces) => [...faces.rows]);
    expect(new Set(rows).size).toBe(112);
    expect((await read('shares', { shares, seed: 3 })).sets).toEqual(sets);
    expect((await read('shares', { shares, seed: 4 })).sets.PublicTest.rows).not.toEqual(sets.PublicTest.rows);
    expect(notes.remarks).toEqual([
      'all splits are drawn anew, each class alike, by seed 3: Training 50 %, PublicTest 25 %, PrivateTest 25 %',
    ]);
  });

  it.each(['75,25', '80,10,5', '50,60,-10', 'a,b,c', '75,,25', ''])('%j are no shares', (text) => {
    expect(() => parseShares(text)).toThrow(
      'must be three numbers that sum to 100, for training, validation and test, or story',
    );
  });

  it('may leave nothing for training, so that all is judged', async () => {
    const { sets } = await read('shares', { shares: parseShares('0,0,1') });
    expect(Object.values(sets).map(countOf)).toEqual([0, 0, 112]);
  });
});

it('reads a folder that has only a test split', async () => {
  for (const name of ['happy', 'sad']) await picture(9, 'only', 'test', name, 'a.png');
  const { sets } = await read('only');
  expect(Object.values(sets).map(countOf)).toEqual([0, 0, 2]);
});
