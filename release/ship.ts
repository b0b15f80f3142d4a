/**
 * Makes what ships out of a training run: models/NAME.onnx, its entry in models/manifest.json, its card and the card's plots.
 *
 *   npm run ship -- runs/compact --data ../shared/data/fer2013.csv.gz --votes ../shared/data/fer2013new.csv
 *
 * Everything is chosen on PublicTest. PrivateTest is looked at once, for the card.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { copiesIn, countOf, type Faces, faceAt, pick, type Split } from '../src/data';
import { readFer2013 } from '../src/data/node';
import {
  besideVotes,
  errorsSpared,
  intervalsOf,
  judged,
  judgePredictions,
  type Predictions,
  pickPredictions,
  predict,
  riskCoverage,
} from '../src/evaluate';
import { corruptionsFor, refusalsFor, slicesFor } from '../src/evaluate/node';
import { measure, readOnnx, seededRandom, shuffled, writeOnnx } from '../src/graph';
import { defaultMix, exportModel, packageModel, precisions, withRanges } from '../src/model';
import { packageRoot } from '../src/model/node';
import { findNetwork } from '../src/nets';
import { refusalCurve, votesDiagram } from '../src/report';
import { createSession } from '../src/runtime/node';
import { averagedWeights, parseRecipe, readCheckpoint } from '../src/train';
import { openOrtWeb } from '../tools/ortWeb';
import { sideBySide } from '../tools/sideBySide';
import { type Card, cardOf, type PrecisionRow } from './card';
import { calibrated, tryMixes } from './mix';

const options = new Command()
  .argument('<run>', "the training run's folder")
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .requiredOption('--votes <fer2013new.csv>', "FER+'s votes on them")
  .option('--trainer <text>', 'what trained it, where that was not feeling train')
  .parse();
const [run = ''] = options.args;
const { data, votes, trainer } = options.opts<{ data: string; votes: string; trainer?: string }>();

/** Faces of Training that 8 bits are calibrated with, and runs for a time. */
const [calibrationFaces, timedRuns] = [500, 200];

const recipe = parseRecipe(JSON.parse(await readFile(join(run, 'recipe.json'), 'utf8')));
const net = findNetwork(recipe.model);
const checkpoint = join(run, 'checkpoint.safetensors');
const weights = await averagedWeights(checkpoint);
const { history } = (await readCheckpoint(checkpoint)).progress;
const sets = await readFer2013(data, { votes });

async function predictions(bytes: Uint8Array, faces: Faces, flip = false): Promise<Predictions> {
  const session = await createSession(bytes);
  try {
    return await predict(session, faces, { flip });
  } finally {
    await session.close();
  }
}

/** Places of the even rows of PublicTest, and of the odd ones. */
const [even, odd] = [0, 1].map((first) =>
  [...Array(countOf(sets.PublicTest)).keys()].filter((i) => i % 2 === first),
) as [number[], number[]];

const heads = await predictions(packageModel(net, weights, { mix: defaultMix }), sets.PublicTest);
const tried = tryMixes(heads, sets.PublicTest);
const [chosen] = tried as [(typeof tried)[number]];
const mix = calibrated(pickPredictions(heads, even), pick(sets.PublicTest, even), chosen.mix);
const packaged = packageModel(net, weights, {
  mix,
  halfWeights: true,
  provenance: {
    training: `feeling train, seed ${recipe.seed}, ${recipe.epochs} epochs on FER2013's Training split with FER+ votes, ${recipe.dedupe ? 'without the faces that occur in a test split' : 'with the faces that occur in a test split'}`,
    licence: 'MIT',
  },
});
const rows = shuffled(countOf(sets.Training), seededRandom(1, 5)).subarray(0, calibrationFaces);
const calibration = {
  faces: [...rows].map((place) => Float32Array.from(faceAt(sets.Training, place))),
  record: JSON.stringify({ split: 'Training', rows: [...rows].map((place) => sets.Training.rows[place]) }),
  createSession,
};
const model = await withRanges(readOnnx(packaged), calibration);
const bytes = writeOnnx(model);
const files = Object.fromEntries(
  await Promise.all(
    precisions.map(async (precision) => [precision, await exportModel(model, { format: 'onnx', precision })]),
  ),
) as Record<(typeof precisions)[number], Uint8Array>;

const alone = {
  PublicTest: await predictions(bytes, sets.PublicTest),
  PrivateTest: await predictions(bytes, sets.PrivateTest),
};
const accuracyRows: Card['rows'] = [];
for (const split of ['PublicTest', 'PrivateTest'] as const)
  for (const flip of [false, true]) {
    const faces = sets[split];
    const results = flip ? await predictions(bytes, faces, true) : alone[split];
    for (const labels of ['fer2013', 'ferplus'] as const)
      for (const head of ['own', 'reading'] as const) {
        const metrics = judgePredictions(results, faces, labels, head);
        const { accuracy } = intervalsOf(judged(results, faces, labels, head));
        accuracyRows.push({ split, labels, head, flip, metrics, interval: accuracy });
      }
  }

const besides = {
  "PublicTest, the half that wasn't used": besideVotes(
    pickPredictions(alone.PublicTest, odd),
    pick(sets.PublicTest, odd),
  ),
  PrivateTest: besideVotes(alone.PrivateTest, sets.PrivateTest),
};
const spared = (split: Split & keyof typeof alone) =>
  errorsSpared(judged(alone[split], sets[split], 'ferplus', 'reading'), 0.1);
const copied = copiesIn(sets.PrivateTest, sets.Training);
const fresh = pick(
  sets.PrivateTest,
  [...copied.keys()].filter((i) => !copied[i]),
);
const asked = { faces: sets.PublicTest, labels: 'fer2013', head: 'own', predictions: alone.PublicTest } as const;

const ortWeb = await openOrtWeb();
const [face] = calibration.faces as [Float32Array];
const precisionRows: PrecisionRow[] = [];
for (const precision of precisions) {
  const results = await predictions(files[precision], sets.PublicTest);
  const accuracy = (labels: 'fer2013' | 'ferplus', head: 'own' | 'reading') =>
    judgePredictions(results, sets.PublicTest, labels, head).accuracy;
  const [one, two] = [
    await ortWeb.time(files[precision], face, 1, timedRuns),
    await ortWeb.time(files[precision], face, 2, timedRuns),
  ];
  precisionRows.push({
    precision,
    bytes: files[precision].length,
    fer2013: accuracy('fer2013', 'own'),
    ferplus: accuracy('ferplus', 'own'),
    reading: accuracy('ferplus', 'reading'),
    oneThread: one.ms,
    twoThreads: two.ms,
  });
}
await ortWeb.close();

const { parameters, macs } = measure(net);
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const card = cardOf({
  net,
  recipe,
  mix,
  chosen,
  halfAndHalf: tried.find((t) => t.mix.ferplusShare === 0.5 && t.contempt === 'neutral') ?? chosen,
  bytes: bytes.length,
  sha256: sha256(bytes),
  parameters,
  macs,
  rows: accuracyRows,
  fresh: judgePredictions(await predictions(bytes, fresh), fresh, 'fer2013', 'own'),
  classes: judgePredictions(alone.PrivateTest, sets.PrivateTest, 'fer2013', 'own'),
  besides,
  spared: { PublicTest: spared('PublicTest'), PrivateTest: spared('PrivateTest') },
  precisions: precisionRows,
  ...(await slicesFor(bytes, asked)),
  corruptions: await corruptionsFor(bytes, asked),
  refused: {
    PublicTest: await refusalsFor(bytes, asked),
    PrivateTest: await refusalsFor(bytes, { ...asked, faces: sets.PrivateTest, predictions: alone.PrivateTest }),
  },
  seconds: history.reduce((sum, epoch) => sum + epoch.seconds, 0),
  trainer,
});

const models = join(packageRoot(), 'models');
await writeFile(join(models, `${net.name}.onnx`), bytes);
await writeFile(join(models, `${net.name}.md`), card);
await writeFile(
  join(packageRoot(), 'docs', `${net.name}-calibration.svg`),
  sideBySide([
    votesDiagram(besides.PrivateTest.calibration.bins),
    refusalCurve(riskCoverage(judged(alone.PrivateTest, sets.PrivateTest, 'ferplus', 'reading'))),
  ]),
);
const manifestPath = join(models, 'manifest.json');
const manifest: { name: string }[] = JSON.parse(await readFile(manifestPath, 'utf8'));
const entry = {
  name: net.name,
  kind: 'expression',
  file: `${net.name}.onnx`,
  parameters,
  macs,
  input: [1, ...net.input],
  bytes: bytes.length,
  sha256: sha256(bytes),
};
// In their places, and a new one behind.
const all = manifest.some(({ name }) => name === net.name)
  ? manifest.map((other) => (other.name === net.name ? entry : other))
  : [...manifest, entry];
await writeFile(manifestPath, `${JSON.stringify(all, null, 2)}\n`);
process.stdout.write(card);
