/** The faces that a model gets wrong, as files to look through. */
import { existsSync } from 'node:fs';
import { readFile, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { detailAt, type Faces, formOf } from '../../data';
import { type Judged, mistakes } from '../../evaluate';
import { csvLine, decimal, parseTable } from '../../files';
import { makeFolder, writeWhole } from '../../files/node';
import { facePng } from '../../media/node';

const listIn = (folder: string) => join(folder, 'errors.csv');

/**
 * Writes each mistake as LABEL-read-PREDICTED/ROW.png, and a list of them, in place of those that were there. Returns how
 * many there are.
 */
export async function writeErrors(folder: string, judged: Judged, faces: Faces, data: string): Promise<number> {
  const all = mistakes(judged).map((mistake) => {
    const row = faces.rows[mistake.index] as number;
    return { ...mistake, row, file: join(`${mistake.label}-read-${mistake.predicted}`, `${row}.png`) };
  });
  await makeFolder(folder);
  await removePictures(folder);
  // The list comes first: all that is written is in it, whenever this ends.
  const lines = all.map(({ file, row, label, predicted, probability }) =>
    csvLine([file, basename(data), row, label, predicted, decimal(probability, 4)]),
  );
  const header = csvLine(['file', 'data', 'row', 'label', 'predicted', 'probability']);
  await writeWhole(listIn(folder), [header, ...lines].map((line) => `${line}\n`).join(''), { secret: true });
  for (const { file, index } of all) {
    await makeFolder(join(folder, dirname(file)));
    await writeWhole(join(folder, file), facePng(detailAt(faces, index), formOf(faces)), { secret: true });
  }
  return all.length;
}

/** A list that is there already, and its pictures. */
export async function earlierErrors(folder: string): Promise<string[]> {
  const list = listIn(folder);
  return existsSync(list) ? [list, ...(await picturesIn(folder))] : [];
}

/** The pictures that a list names which is there already; what else it may name is nothing that was written here. */
async function picturesIn(folder: string): Promise<string[]> {
  const text = await readFile(listIn(folder), 'utf8').catch(() => '');
  const named = parseTable(text).rows.map(({ cell }) => cell('file'));
  return named
    .filter((file) => /^[a-z]+-read-[a-z]+[\\/]\d+\.png$/.test(file))
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file));
}

async function removePictures(folder: string) {
  const pictures = await picturesIn(folder);
  for (const picture of pictures) await rm(picture, { force: true });
  // One that has other files is somebody's.
  for (const kind of new Set(pictures.map(dirname))) await rmdir(kind).catch(() => {});
}
