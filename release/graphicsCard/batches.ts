/**
 * Writes the faces of some epochs as `feeling train` would show them, for a trainer that is not ours:
 *
 *   node batches.mjs FOLDER RECIPE.json OUT FIRST EVERY
 *
 * FOLDER has `pixels.u8` [faces, 48, 48], `labels.u8` [faces] and `counts.u8` [faces, 10]. For the epochs FIRST,
 * FIRST + EVERY, … OUT gets `EPOCH.bin`: for each face in the epoch's order its row (uint32), then for each face 1 where
 * something that is not a face was drawn in its place (uint8), then the pixels (uint8).
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countOf, type Faces, facePixels } from '../../src/data';
import { epochOrder, makeBatch, parseRecipe } from '../../src/train';

const [folder = '', recipeFile = '', out = '', first = '0', every = '1'] = process.argv.slice(2);
const recipe = parseRecipe(JSON.parse(readFileSync(recipeFile, 'utf8')));
const labels = new Uint8Array(readFileSync(join(folder, 'labels.u8')));
const faces: Faces = {
  pixels: new Uint8Array(readFileSync(join(folder, 'pixels.u8'))),
  labels,
  rows: new Uint32Array(labels.length),
  votes: {
    counts: new Uint8Array(readFileSync(join(folder, 'counts.u8'))),
    shares: new Float32Array(labels.length * 8),
    majority: new Int8Array(labels.length),
  },
};

const { seed, augmentation, notFaces, epochs } = recipe;
for (let epoch = Number(first); epoch < epochs; epoch += Number(every)) {
  const order = epochOrder(countOf(faces), seed, epoch);
  const drawn = new Uint8Array(order.length);
  const pixels = new Uint8Array(order.length * facePixels);
  const step = 256;
  for (let from = 0; from < order.length; from += step) {
    const batch = makeBatch(faces, order.subarray(from, from + step), { seed, epoch, augmentation, notFaces });
    for (let i = 0; i < batch.pixels.length; i++) pixels[from * facePixels + i] = Math.round(batch.pixels[i] as number);
    for (let i = 0; i < batch.heads.face.weights.length; i++)
      drawn[from + i] = batch.heads.face.targets[2 * i] as number;
  }
  const file = join(out, `${epoch}.bin`);
  writeFileSync(`${file}.part`, Buffer.concat([new Uint8Array(order.buffer), drawn, pixels]));
  renameSync(`${file}.part`, file);
}
