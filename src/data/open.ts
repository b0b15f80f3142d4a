/** Labelled faces from whatever they come in. */
import { stat } from 'node:fs/promises';
import { described, requireKnown } from '../options';
import { DataError } from './errors';
import type { FaceSet } from './faces';
import { readFer2013 } from './fer2013';
import { readFolder } from './folder';
import type { ReadOptions } from './labelled';

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );

const readOptions: Record<keyof ReadOptions, true> = {
  votes: true,
  shares: true,
  drawsSplits: true,
  seed: true,
  form: true,
  classes: true,
  without: true,
  onNotes: true,
};

/**
 * FER2013's CSV file, one made like it, or a folder of pictures.
 *
 * Throws what `readFer2013` and `readFolder` throw, and a DataError when votes are given for a folder.
 *
 * @example
 * import { readFaces } from 'feeling/train';
 * const { Training } = await readFaces('fer2013.csv', { votes: 'fer2013new.csv' });
 * Training.pixels.length / Training.labels.length; // → 2304
 */
export async function readFaces(path: string, options: ReadOptions = {}): Promise<FaceSet> {
  if (typeof path !== 'string')
    throw new TypeError(`readFaces: must be given the path of a file or a folder (got ${described(path)})`);
  requireKnown('readFaces', readOptions, options);
  if (!(await isFolder(path))) return readFer2013(path, options);
  if (options.votes !== undefined)
    throw new DataError(`${options.votes}: votes belong to FER2013's file, ${path} is a folder`);
  return readFolder(path, options);
}
