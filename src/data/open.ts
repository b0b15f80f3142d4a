/** Labelled faces from whatever they come in. */
import { stat } from 'node:fs/promises';
import { DataError } from './errors';
import type { FaceSet } from './faces';
import { readFer2013 } from './fer2013';
import { readFolder } from './folder';

/**
 * FER2013's CSV file, or a folder of pictures.
 *
 * Throws what `readFer2013` and `readFolder` throw, and a DataError when votes are given for a folder.
 */
export async function readFaces(path: string, { votes }: { votes?: string | undefined } = {}): Promise<FaceSet> {
  const isFolder = await stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
  if (!isFolder) return readFer2013(path, { votes });
  if (votes !== undefined) throw new DataError(`${votes}: votes belong to FER2013's file, ${path} is a folder`);
  return readFolder(path);
}
