import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { shared } from '../../tools/camera';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { copiesIn, countOf, faceAt, judge, readFer2013, withoutCopies } from './index';

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
    [`1,${pixels()} 5,Training`, 'line 3: 2,305 pixels where 48 × 48 = 2,304 are needed'],
    [`1,${pixels().slice(2)},Training`, 'line 3: 2,303 pixels where 48 × 48 = 2,304 are needed'],
    [`1,256 ${pixels().slice(2)},Training`, 'line 3: pixel 1 is 256 where 0 to 255 is needed'],
    [`1,7 -3 ${pixels().slice(4)},Training`, 'line 3: pixel 2 is "-3" where a number from 0 to 255 is needed'],
    [`7,${pixels()},Training`, 'line 3: emotion "7" where 0 to 6'],
    [`,${pixels()},Training`, 'line 3: emotion "" where 0 to 6'],
    [`1,${pixels()},Test`, 'line 3: usage "Test" where Training, PublicTest, PrivateTest is needed'],
    ['nonsense', 'line 3: three values separated by commas are needed'],
  ])('names line and value of a bad row (%#)', async (row, message) => {
    await expect(readFer2013(await csv(`0,${pixels()},Training`, row))).rejects.toThrow(message);
  });

  it('says what is wrong with the file itself', async () => {
    await expect(readFer2013(join(folder, 'none.csv'))).rejects.toThrow('none.csv: there is no such file');
    await expect(readFer2013(folder)).rejects.toThrow('is a folder, a CSV file is needed');
    const empty = join(folder, 'empty.csv');
    await writeFile(empty, '');
    await expect(readFer2013(empty)).rejects.toThrow('the file is empty');
    const cut = join(folder, 'cut.csv.gz');
    await writeFile(cut, gzipSync(`emotion,pixels,Usage\n3,${pixels()},Training\n`).subarray(0, 60));
    await expect(readFer2013(cut)).rejects.toThrow('cut.csv.gz: the gzip data is damaged or cut off');
    const other = join(folder, 'other.csv');
    await writeFile(other, 'a,b\n1,2\n');
    await expect(readFer2013(other)).rejects.toThrow('other.csv, line 1: the header is "a,b"');
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
