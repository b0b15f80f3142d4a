/** The faces that a model gets wrong, as files to look through. */
import { basename, join } from 'node:path';
import { detailAt, type Faces, formOf } from '../../data';
import { type Judged, mistakes } from '../../evaluate';
import { csvLine, decimal, exactly } from '../../files';
import { makeFolder, writeWhole } from '../../files/node';
import { facePng } from '../../media/node';

/** In the folder, beside the pictures. */
export const errorsList = 'errors.csv';

/** Writes each mistake as LABEL-read-PREDICTED/ROW.png, and a list of them. Returns how many there are. */
export async function writeErrors(folder: string, judged: Judged, faces: Faces, data: string): Promise<number> {
  const all = mistakes(judged);
  const lines = [csvLine(['file', 'data', 'row', 'label', 'predicted', 'probability'])];
  await makeFolder(folder);
  for (const { index, label, predicted, probability } of all) {
    const row = faces.rows[index] as number;
    const kind = `${label}-read-${predicted}`;
    await makeFolder(join(folder, kind));
    const file = join(kind, `${row}.png`);
    await writeWhole(join(folder, file), facePng(detailAt(faces, index), formOf(faces)), { secret: true });
    lines.push(csvLine([file, exactly(basename(data)), row, label, predicted, decimal(probability, 4)]));
  }
  await writeWhole(join(folder, errorsList), `${lines.join('\n')}\n`, { secret: true });
  return all.length;
}
