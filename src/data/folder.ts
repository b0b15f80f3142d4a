/** Labelled faces in folders: DIR/<split>/<class>/picture, or DIR/<class>/picture with splits drawn by a seed. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Emotion, emotions } from '../emotion';
import { seededRandom, shuffled } from '../graph';
import { readGrey } from '../media/node';
import { cached } from './cache';
import { DataError } from './errors';
import { type FaceSet, type Faces, facePixels, faceSize, type Split, splits } from './faces';

const splitNames: Record<string, Split> = {
  training: 'Training',
  train: 'Training',
  publictest: 'PublicTest',
  validation: 'PublicTest',
  valid: 'PublicTest',
  val: 'PublicTest',
  privatetest: 'PrivateTest',
  test: 'PrivateTest',
};

const otherNames: Record<string, Emotion> = {
  anger: 'angry',
  disgusted: 'disgust',
  fearful: 'fear',
  happiness: 'happy',
  sadness: 'sad',
  surprised: 'surprise',
};

/** Names that folders of a class go by. */
const classNames = new Map<string, Emotion>([
  ...emotions.map((e): [string, Emotion] => [e, e]),
  ...emotions.map((e, i): [string, Emotion] => [String(i), e]),
  ...Object.entries(otherNames),
]);

const isPicture = (name: string) => /\.(jpe?g|png|webp)$/i.test(name);

/** Share of the training pictures that becomes a split which has no folder of its own. */
const drawnShare = 0.1;

interface Picture {
  path: string;
  label: number;
  split: Split | undefined;
}

/**
 * Reads grey faces of 48 × 48 from pictures of any size. Splits that have no folder are drawn from Training by `seed`, a
 * tenth of it each.
 *
 * Throws a DataError that names the folder when there are no pictures, or none for training, or a class or split is not
 * known; a MediaError that names a picture that cannot be read.
 */
export async function readFolder(path: string, { seed = 1 }: { seed?: number } = {}): Promise<FaceSet> {
  const pictures = await listPictures(path);
  const drawn = drawSplits(path, pictures, seed);
  const marks = await Promise.all(
    drawn.map(async ({ path, split, label }) => {
      const { size, mtimeMs } = await stat(path);
      return `${path}\t${size}\t${mtimeMs}\t${split}\t${label}`;
    }),
  );
  return cached(marks.join('\n'), () => readPictures(drawn));
}

async function listPictures(root: string): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const visitClasses = async (folder: string, split: Split | undefined) => {
    for (const name of await folders(folder)) {
      const emotion = classNames.get(name.toLowerCase());
      if (!emotion)
        throw new DataError(
          `${join(folder, name)}: "${name}" is no class; ${emotions.join(', ')} (or 0 to ${emotions.length - 1}) are`,
        );
      const files = (await readdir(join(folder, name))).filter(isPicture).sort();
      for (const file of files)
        pictures.push({ path: join(folder, name, file), label: emotions.indexOf(emotion), split });
    }
  };
  const names = await folders(root);
  if (names.some((name) => splitNames[name.toLowerCase()]))
    for (const name of names) {
      const split = splitNames[name.toLowerCase()];
      if (!split)
        throw new DataError(
          `${join(root, name)}: "${name}" is no split; ${Object.keys(splitNames).join(', ')} are names of splits`,
        );
      await visitClasses(join(root, name), split);
    }
  else await visitClasses(root, undefined);
  if (pictures.length === 0)
    throw new DataError(`${root}: no pictures (.jpg, .png, .webp) in folders named for their class`);
  return pictures;
}

const folders = async (path: string) =>
  (await readdir(path, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

function drawSplits(root: string, pictures: Picture[], seed: number): (Picture & { split: Split })[] {
  const given = new Set(pictures.map((p) => p.split ?? 'Training'));
  const missing = splits.filter((s) => !given.has(s));
  const drawn = pictures.map((p) => ({ ...p, split: p.split ?? ('Training' as Split) }));
  const training = drawn.filter((p) => p.split === 'Training');
  if (training.length === 0) throw new DataError(`${root}: there are no training pictures; a folder "train" is needed`);
  const order = shuffled(training.length, seededRandom(seed));
  const each = Math.floor(training.length * drawnShare);
  missing.forEach((split, i) => {
    for (const place of order.subarray(i * each, (i + 1) * each)) (training[place] as Picture).split = split;
  });
  return drawn;
}

async function readPictures(pictures: readonly (Picture & { split: Split })[]): Promise<FaceSet> {
  const sets = Object.fromEntries(
    splits.map((split): [Split, Faces] => {
      const n = pictures.filter((p) => p.split === split).length;
      return [split, { pixels: new Uint8Array(n * facePixels), labels: new Uint8Array(n), rows: new Uint32Array(n) }];
    }),
  ) as FaceSet;
  const next: Record<Split, number> = { Training: 0, PublicTest: 0, PrivateTest: 0 };
  for (const [row, { path, label, split }] of pictures.entries()) {
    const faces = sets[split];
    const at = next[split]++;
    faces.pixels.set(await readGrey(path, faceSize), at * facePixels);
    faces.labels[at] = label;
    faces.rows[at] = row;
  }
  return sets;
}
