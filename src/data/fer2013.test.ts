import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shared } from '../../tools/camera';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { emotions, ferplusEmotions, ferplusMeaning } from '../emotion';
import { copiesIn, countOf, faceAt, judge, parseClasses, parseShares, type ReadNotes, withoutCopies } from '.';
import { readFer2013 } from './node';

const folder = temporaryFolder();
const pixels = (value = 7) =>
  Array<number>(48 * 48)
    .fill(value)
    .join(' ');

async function csv(...rows: string[]) {
  const path = join(folder, 'fer2013.csv');
  await writeFile(path, ['emotion,pixels,Usage', ...rows].join('\n'));
  return path;
}

describe('reading FER2013', () => {
  it('reads plain and gzipped files, quoted and unquoted', async () => {
    const path = await csv(`3,"${pixels(9)}",Training`, `0,${pixels(1)},PublicTest`, `6,${pixels(255)},PrivateTest`);
    const { Training, PublicTest, PrivateTest } = await readFer2013(path);
    expect([countOf(Training), countOf(PublicTest), countOf(PrivateTest)]).toEqual([1, 1, 1]);
    expect([...Training.labels, ...PublicTest.labels, ...PrivateTest.labels]).toEqual([3, 0, 6]);
    expect(new Set(faceAt(PrivateTest, 0))).toEqual(new Set([255]));
    expect([...PrivateTest.rows]).toEqual([2]);

    const zipped = join(folder, 'named-as-you-like');
    await writeFile(zipped, gzipSync(`emotion,pixels,Usage\r\n4,${pixels()},Training\r\n`));
    expect([...(await readFer2013(zipped)).Training.labels]).toEqual([4]);
  });

  it.each([
    [`1,${pixels()} 5,Training`, 'line 3: must have 48 × 48 = 2,304 pixels (got 2,305)'],
    [`1,${pixels().slice(2)},Training`, 'line 3: must have 48 × 48 = 2,304 pixels (got 2,303)'],
    [`1,256 ${pixels().slice(2)},Training`, 'line 3: pixel 1 must be between 0 and 255 (got 256)'],
    [`1,7 -3 ${pixels().slice(4)},Training`, 'line 3: pixel 2 must be a number from 0 to 255 (got "-3")'],
    [`8,${pixels()},Training`, 'fer2013 has the numbers 0 to 7, but there is a class 8'],
    [`7,${pixels()},Training`, '"7", contempt, (1, first in fer2013.csv, line 3) is not one of the seven emotions'],
    [`bored,${pixels()},Training`, '"bored" (1, first in fer2013.csv, line 3) is not one of the seven emotions'],
    [`,${pixels()},Training`, 'line 3: the emotion is missing'],
    [`1,${pixels()},Later`, 'line 3: unknown usage "Later"; available: Training, PublicTest, PrivateTest, or train,'],
    ['nonsense', 'line 3: must have 3 cells (got 1)'],
    ['3,"1 2', 'line 3: must have 3 cells (got 2); a cell in quotes must end in its own line'],
  ])('names line and value of a bad row (%#)', async (row, message) => {
    await expect(readFer2013(await csv(`0,${pixels()},Training`, row))).rejects.toThrow(message);
  });

  it('says what is wrong with the file itself', async () => {
    await expect(readFer2013(join(folder, 'none.csv'))).rejects.toThrow('none.csv: there is no such file');
    await expect(readFer2013(folder)).rejects.toThrow('is a folder; name a CSV file');
    const empty = join(folder, 'empty.csv');
    await writeFile(empty, '');
    await expect(readFer2013(empty)).rejects.toThrow('the file is empty');
    const cut = join(folder, 'cut.csv.gz');
    await writeFile(cut, gzipSync(`emotion,pixels,Usage\n3,${pixels()},Training\n`).subarray(0, 60));
    await expect(readFer2013(cut)).rejects.toThrow('cut.csv.gz: the gzip data is damaged or cut off');
    const other = join(folder, 'other.csv');
    await writeFile(other, 'a,b\n1,2\n');
    await expect(readFer2013(other)).rejects.toThrow(
      'other.csv, line 1: the header must have the columns emotion and pixels (got "a,b")',
    );
    await writeFile(other, `emotion,pixels,Usage\r3,${pixels()},Training\r`);
    await expect(readFer2013(other)).rejects.toThrow('other.csv, line 1: lines must end with LF or CRLF (got CR alone');
    await writeFile(other, 'PK\x03\x04…');
    await expect(readFer2013(other)).rejects.toThrow('other.csv: is a zip archive; unpack it first');
  });

  describe('as others wrote it', () => {
    const usages = ['Training', 'PublicTest', 'PrivateTest'];
    const rows = usages.flatMap((usage, s) =>
      emotions.map((_, emotion) => ({ emotion, usage, pixels: pixels(s * 70 + emotion * 10) })),
    );
    type Row = (typeof rows)[number];
    const lines = (header: string, line: (row: Row, i: number) => string, end = '\n') =>
      [header, ...rows.map(line)].map((l) => l + end).join('');
    const plain = lines('emotion,pixels,Usage', (r) => `${r.emotion},${r.pixels},${r.usage}`);

    it.each<[string, string | Buffer]>([
      ['icml_face_data.csv', lines('emotion, Usage, pixels', (r) => `${r.emotion},${r.usage},${r.pixels}`)],
      ['a byte order mark', `\uFEFF${plain}`],
      ['UTF-16 from a spreadsheet', Buffer.from(`\uFEFF${plain}`, 'utf16le')],
      ['an index', lines(',emotion,pixels,Usage', (r, i) => `${i},${r.emotion},${r.pixels},${r.usage}`)],
      [
        'another column',
        lines('Usage,Image name,emotion,pixels', (r, i) => `${r.usage},fer${i}.png,${r.emotion},${r.pixels}`),
      ],
      ['semicolons', lines('emotion;pixels;Usage', (r) => `${r.emotion};${r.pixels};${r.usage}`)],
      ['tabs', lines('emotion\tpixels\tUsage', (r) => `${r.emotion}\t${r.pixels}\t${r.usage}`)],
      [
        'quotes and CRLF',
        lines('"emotion","pixels","Usage"', (r) => `"${r.emotion}","${r.pixels}","${r.usage}"`, '\r\n'),
      ],
      [
        'commas between the pixels',
        lines('emotion,pixels,usage', (r) => `${r.emotion},"${r.pixels.replaceAll(' ', ', ')}",${r.usage}`),
      ],
      [
        'lists and decimals',
        lines('emotion,pixels,Usage', (r) => `${r.emotion},"[${r.pixels.replaceAll(' ', '.0, ')}.0]",${r.usage}`),
      ],
      [
        'a column a pixel',
        lines(
          `emotion,Usage,${Array.from({ length: 2304 }, (_, i) => `pixel${i}`)}`,
          (r) => `${r.emotion},${r.usage},${r.pixels.replaceAll(' ', ',')}`,
        ),
      ],
      [
        'names',
        lines(
          'Label,Pixels,Split',
          (r) => `${emotions[r.emotion]},${r.pixels},${r.usage.replace('PublicTest', 'val')}`,
        ),
      ],
    ])('%s', async (name, text) => {
      const path = join(folder, `${name}.csv`);
      await writeFile(path, text);
      const sets = await readFer2013(path);
      for (const [s, faces] of Object.values(sets).entries()) {
        expect([...faces.labels]).toEqual([0, 1, 2, 3, 4, 5, 6]);
        expect([...faces.rows]).toEqual(Array.from({ length: 7 }, (_, i) => s * 7 + i));
        for (let i = 0; i < 7; i++) expect(new Set(faceAt(faces, i))).toEqual(new Set([s * 70 + i * 10]));
      }
    });

    it('train.csv has no splits: they are drawn, each class alike, and that is said', async () => {
      const path = join(folder, 'train.csv');
      const ten = Array.from({ length: 10 }, () => rows.slice(0, 7)).flat();
      await writeFile(path, ['emotion,pixels', ...ten.map((r) => `${r.emotion},"${r.pixels}"`)].join('\n'));
      const told: ReadNotes[] = [];
      const sets = await readFer2013(path, { onNotes: (notes) => told.push(notes) });
      expect(Object.values(sets).map(countOf)).toEqual([56, 7, 7]);
      expect([...sets.PrivateTest.labels].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(told[0]?.remarks[0]).toMatch(
        /^PublicTest and PrivateTest are not in the data: drawn from the training faces/,
      );
    });

    it("CK+48's has contempt as 7, which is left out by name; other numbers where that is said", async () => {
      const path = join(folder, 'ckextended.csv');
      const contempt = { emotion: 7, pixels: pixels(99), usage: 'Training' };
      await writeFile(path, plain + [contempt, contempt].map((r) => `${r.emotion},${r.pixels},${r.usage}\n`).join(''));
      const told: ReadNotes[] = [];
      const sets = await readFer2013(path, { without: ['contempt'], onNotes: (notes) => told.push(notes) });
      expect([countOf(sets.Training), told[0]?.leftOut]).toEqual([7, { contempt: 2 }]);

      const other = await readFer2013(path, { classes: parseClasses('affectnet'), without: ['contempt'] });
      // AffectNet: 0 neutral, 1 happy, 2 sad, 3 surprise, 4 fear, 5 disgust, 6 angry.
      expect([...other.Training.labels]).toEqual([6, 3, 4, 5, 2, 1, 0]);
      await expect(readFer2013(path, { classes: parseClasses('angry,happy') })).rejects.toThrow(
        '--classes has 2 names, but the numbered classes are 8 (0 to 7)',
      );
    });

    it('keeps votes with their faces where some are left out or splits are drawn', async () => {
      const { data, votes } = await fakeFer(folder, 14);
      const options = { votes, without: ['happy'], shares: parseShares('50,25,25'), seed: 2 };
      const sets = await readFer2013(data, options);
      expect(Object.values(sets).map(countOf)).toEqual([18, 9, 9]);
      for (const faces of Object.values(sets))
        for (const [i, label] of faces.labels.entries())
          expect(ferplusMeaning[ferplusEmotions[faces.votes?.majority[i] as number] as 'anger']).toBe(emotions[label]);
    });
  });

  it('refuses votes in another order, and tells of splits that are not the same', async () => {
    const { data, votes } = await fakeFer(folder, 4);
    const [header = '', ...lines] = (await readFile(votes, 'utf8')).trim().split('\n');
    const shuffled = join(folder, 'shuffled.csv');
    await writeFile(shuffled, `${[header, ...lines.toReversed()].join('\n')}\n`);
    await expect(readFer2013(data, { votes: shuffled })).rejects.toThrow(
      'shuffled.csv: 8 of 12 faces are in another split there, the first in line 2 (PrivateTest; the data has Training); ' +
        'the two files must list the same faces in the same order',
    );
    // Somebody who put a face into another split may have meant it.
    const own = join(folder, 'own.csv');
    await writeFile(own, (await readFile(data, 'utf8')).replace(/,Training\n/, ',PublicTest\n'));
    const remarks: string[] = [];
    await readFer2013(own, { votes, onNotes: (notes) => remarks.push(...notes.remarks) });
    expect(remarks).toEqual([
      'fer2013new.csv: 1 of 12 faces are in another split there; if these splits are not your own, the files may not have the same order',
    ]);
  });

  it('refuses votes that belong to other faces', async () => {
    const { votes } = await fakeFer(folder, 1);
    await expect(readFer2013(await csv(`0,${pixels()},Training`), { votes })).rejects.toThrow(
      'fer2013new.csv: 3 rows of votes for 1 faces',
    );
  });
});

describe("FER+'s rule", () => {
  //      neutral happy surprise sad anger disgust fear contempt unknown NF
  it.each([
    ['clear', [0, 9, 0, 0, 0, 0, 0, 0, 0, 1], 1],
    ['a single vote counts as none', [1, 5, 4, 0, 0, 0, 0, 0, 0, 0], 1],
    ['half is not more than half', [5, 5, 0, 0, 0, 0, 0, 0, 0, 0], -1],
    ['not a face', [0, 0, 0, 0, 2, 0, 0, 0, 0, 8], -1],
    ['unknown', [2, 0, 0, 0, 0, 0, 0, 0, 8, 0], -1],
    ['all different', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1], -1],
  ])('%s', (_, votes, majority) => {
    expect(judge(votes).majority).toBe(majority);
  });

  it('shares leave single votes, unknown and not-a-face out', () => {
    expect(judge([6, 2, 1, 0, 0, 0, 0, 0, 0, 1]).shares).toEqual([0.75, 0.25, 0, 0, 0, 0, 0, 0]);
    expect(judge([0, 0, 0, 0, 0, 0, 0, 0, 3, 7]).shares).toEqual(Array(8).fill(0));
  });
});

describe('copies', () => {
  it('finds the same picture elsewhere and leaves it out', async () => {
    const path = await csv(`0,${pixels(1)},Training`, `1,${pixels(2)},Training`, `2,${pixels(2)},PrivateTest`);
    const { Training, PrivateTest } = await readFer2013(path);
    expect(copiesIn(Training, PrivateTest)).toEqual([false, true]);
    expect([...withoutCopies(Training, PrivateTest).labels]).toEqual([0]);
  });
});

const real = join(shared, 'data', 'fer2013.csv.gz');
describe.skipIf(!existsSync(real))('the real FER2013 (skipped without ../shared)', () => {
  it('has the published counts', async () => {
    const sets = await readFer2013(real, { votes: join(shared, 'data', 'fer2013new.csv') });
    const all = Object.values(sets);
    // Goodfellow et al. 2013, and the counts of FER+'s rule and of exact copies taken by other programs.
    expect(all.map(countOf)).toEqual([28_709, 3_589, 3_589]);
    const classes = Array<number>(7).fill(0);
    for (const { labels } of all) for (const label of labels) classes[label]!++;
    expect(classes).toEqual([4953, 547, 5121, 8989, 6077, 4002, 6198]);
    const majorities = all.map(({ votes }) => votes?.majority.filter((m) => m >= 0).length);
    expect(majorities.slice(1)).toEqual([3_199, 3_153]);
    expect(copiesIn(sets.PrivateTest, sets.Training).filter(Boolean)).toHaveLength(288);
  });
});
