/**
 * Packs what a machine with a graphics card needs to train the networks that ship, in a folder that git ignores:
 *
 *   npx tsx release/graphicsCard/pack.ts --data fer2013.csv.gz --votes fer2013new.csv --out .card
 *
 * Training's faces without those that have a copy in a test split, as sheets of lossless WebP; their labels and votes; the
 * same of PublicTest, to watch by. PrivateTest stays here.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import sharp from 'sharp';
import { build } from 'vite';
import { countOf, type Faces, faceAt, faceSize, withoutCopies } from '../../src/data';
import { readFer2013 } from '../../src/data/node';
import { parseRecipe } from '../../src/train';

const { data, votes, out } = new Command()
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .requiredOption('--votes <fer2013new.csv>', "FER+'s votes on them")
  .requiredOption('--out <dir>', 'folder to write')
  .parse()
  .opts<{ data: string; votes: string; out: string }>();

const side = 64;
/** After so many minutes a run ends where it is. */
const minutes = 5.6;

/** Sheets of 64 × 64 faces, row by row. */
async function writeSheets(faces: Faces, folder: string) {
  const width = side * faceSize;
  for (let sheet = 0; sheet * side * side < countOf(faces); sheet++) {
    const pixels = new Uint8Array(width * width);
    for (let i = 0; i < side * side && sheet * side * side + i < countOf(faces); i++) {
      const face = faceAt(faces, sheet * side * side + i);
      const corner = Math.floor(i / side) * faceSize * width + (i % side) * faceSize;
      for (let y = 0; y < faceSize; y++)
        pixels.set(face.subarray(y * faceSize, (y + 1) * faceSize), corner + y * width);
    }
    await sharp(pixels, { raw: { width, height: width, channels: 1 } })
      .webp({ lossless: true, effort: 4 })
      .toFile(join(folder, `${String(sheet).padStart(3, '0')}.webp`));
  }
}

async function writeFaces(faces: Faces, folder: string) {
  await mkdir(folder, { recursive: true });
  await writeSheets(faces, folder);
  await writeFile(join(folder, 'labels.u8'), faces.labels);
  if (!faces.votes) throw new Error('pack: votes are needed');
  await writeFile(join(folder, 'counts.u8'), faces.votes.counts);
  await writeFile(join(folder, 'shares.f32'), new Uint8Array(faces.votes.shares.buffer));
  await writeFile(join(folder, 'majority.i8'), new Uint8Array(faces.votes.majority.buffer));
}

const sets = await readFer2013(data, { votes });
await writeFaces(withoutCopies(sets.Training, sets.PublicTest, sets.PrivateTest), join(out, 'training'));
await writeFaces(sets.PublicTest, join(out, 'public'));

/** The recipes of runs.json with all that suits their network; every run looks at the same batches. */
const { batches, runs }: { batches: object; runs: { name: string; recipe: Record<string, unknown> }[] } = JSON.parse(
  await readFile(join(import.meta.dirname, 'runs.json'), 'utf8'),
);
const prepared = parseRecipe(batches);
await mkdir(join(out, 'runs'), { recursive: true });
await writeFile(join(out, 'batches.json'), JSON.stringify(prepared));
for (const { recipe, ...run } of runs) {
  const { augmentation, seed, epochs } = prepared;
  const whole = { ...run, batches: seed, prepared: epochs, minutes, recipe: parseRecipe({ ...recipe, augmentation }) };
  await writeFile(join(out, 'runs', `${run.name}.json`), JSON.stringify(whole));
}
await build({
  configFile: false,
  logLevel: 'error',
  ssr: { noExternal: true, external: ['sharp', 'onnxruntime-node', 'h5wasm'] },
  build: {
    ssr: join(import.meta.dirname, 'batches.ts'),
    outDir: out,
    emptyOutDir: false,
    rollupOptions: { output: { entryFileNames: 'batches.mjs' } },
  },
});
