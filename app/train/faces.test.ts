import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readFaces } from '../../src/data/node';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { readChosen } from './faces';

afterEach(() => {
  vi.unstubAllGlobals();
});

const fileAt = (path: string, content = 'x') =>
  Object.assign(new File([content], path.slice(path.lastIndexOf('/') + 1)), { webkitRelativePath: path });

/** A browser that makes a grey of 48 × 48 of every picture, as light as its file's text says. */
function stubPictures() {
  vi.stubGlobal('createImageBitmap', async (file: File) => {
    const grey = Number(await file.text());
    if (Number.isNaN(grey)) throw new Error('no picture');
    return { width: 48, height: 48, grey, close() {} };
  });
  vi.stubGlobal('ImageData', class {});
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      private grey = 0;
      getContext() {
        return {
          fillRect() {},
          drawImage: (picture: { grey: number }) => {
            this.grey = picture.grey;
          },
          getImageData: () => ({ data: new Uint8ClampedArray(48 * 48 * 4).fill(this.grey) }),
        };
      }
    },
  );
}

const read = (source: Parameters<typeof readChosen>[0]) => readChosen(source, () => {});

describe('readChosen', () => {
  it('reads the same faces of a CSV, plain or gzipped, as the command does', async () => {
    const { data } = await fakeFer(temporaryFolder(), 7);
    const expected = await readFaces(data);
    const bytes = await readFile(data);
    for (const csv of [new File([bytes], 'fer2013.csv'), new File([gzipSync(bytes)], 'fer2013.csv.gz')]) {
      const { sets, source, broken } = await read({ csv });
      expect(sets).toEqual(expected);
      expect([source, broken]).toEqual([csv.name, 0]);
    }
  });

  it('reads folders of classes, draws the splits that are missing, and leaves out what cannot be read', async () => {
    stubPictures();
    const files = ['angry', 'happy'].flatMap((name, i) =>
      Array.from({ length: 20 }, (_, at) => fileAt(`faces/${name}/${at}.png`, String(50 * (i + 1)))),
    );
    const others = [fileAt('faces/happy/broken.png', 'none'), fileAt('faces/.DS_Store'), fileAt('faces/notes.txt')];
    const { sets, source, broken } = await read({ folder: [...files, ...others] });
    expect([source, broken]).toEqual(['faces', 1]);
    expect(Object.values(sets).map(({ labels }) => labels.length)).toEqual([32, 4, 4]);
    for (const { labels, pixels } of Object.values(sets))
      expect([...labels].map((_, i) => pixels[i * 2304])).toEqual([...labels].map((label) => (label === 0 ? 50 : 100)));
  });

  it('takes splits from folders around the classes', async () => {
    stubPictures();
    const files = ['train', 'val', 'test'].flatMap((split, i) =>
      Array.from({ length: 3 - i }, (_, at) => fileAt(`faces/${split}/sad/${at}.png`, '9')),
    );
    const { sets } = await read({ folder: files });
    expect(Object.values(sets).map(({ labels }) => labels.length)).toEqual([3, 2, 1]);
  });

  it('says what is wrong with what was chosen', async () => {
    stubPictures();
    const refusal = (source: Parameters<typeof readChosen>[0]) => read(source).catch(({ message }: Error) => message);
    expect(await refusal({ csv: new File([], 'none.csv') })).toBe('none.csv: the file is empty');
    expect(await refusal({ csv: new File(['name,age\nAda,36\n'], 'people.csv') })).toBe(
      'people.csv, line 1: the header must have the columns emotion and pixels (got "name,age")',
    );
    expect(await refusal({ csv: new File([gzipSync('emotion,pixels\n').subarray(0, 25)], 'cut.csv.gz') })).toMatch(
      /^cut\.csv\.gz: the file is damaged or cut off/,
    );
    expect(await refusal({ folder: [fileAt('faces/cats/1.png'), fileAt('faces/dogs/1.png')] })).toMatch(
      /^faces: its folders \(cats, dogs\) are neither splits .* nor classes/,
    );
    expect(await refusal({ folder: [fileAt('faces/happy/1.png', 'none')] })).toBe(
      'faces: this browser can read none of its 1 pictures',
    );
  });
});
