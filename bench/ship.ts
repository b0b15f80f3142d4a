/**
 * Makes what ships out of a training run: models/NAME.onnx, its entry in models/manifest.json and its card.
 *
 *   npm run ship -- runs/compact --data ../shared/data/fer2013.csv.gz --votes ../shared/data/fer2013new.csv
 *
 * The mix of both heads is chosen on PublicTest. PrivateTest is looked at once, for the card.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { copiesIn, type Faces, pick, readFer2013, type Split } from '../src/data';
import { emotions } from '../src/emotion';
import { judgePredictions, type LabelSet, type Predictions, predict } from '../src/evaluate';
import { measure, type Weights } from '../src/graph';
import { allNeutral, defaultMix, ferplusToEmotions, packageModel, type ReadingMix } from '../src/model';
import { packageRoot } from '../src/model/node';
import { findNetwork } from '../src/nets';
import { createSession } from '../src/runtime/node';
import { averagedWeights, parseRecipe } from '../src/train';

const options = new Command()
  .argument('<run>', "the training run's folder")
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .requiredOption('--votes <fer2013new.csv>', "FER+'s votes on them")
  .parse();
const [run = ''] = options.args;
const { data, votes } = options.opts<{ data: string; votes: string }>();

const recipe = parseRecipe(JSON.parse(await readFile(join(run, 'recipe.json'), 'utf8')));
const net = findNetwork(recipe.model);
const weights = await averagedWeights(join(run, 'checkpoint.safetensors'));
const sets = await readFer2013(data, { votes });

async function predictions(bytes: Uint8Array, faces: Faces, flip: boolean): Promise<Predictions> {
  const session = await createSession(bytes);
  try {
    return await predict(session, faces, { flip });
  } finally {
    await session.close();
  }
}

const percent = (value: number) => `${(value * 100).toFixed(2)} %`;

/** Probabilities of the reading for a mix, from those of the heads. */
function mixed({ fer2013, ferplus = new Float32Array() }: Predictions, mix: ReadingMix): Float32Array {
  const map = ferplusToEmotions(mix);
  const n = fer2013.length / 7;
  const result = new Float32Array(n * 7);
  for (let i = 0; i < n; i++)
    for (let e = 0; e < 7; e++) {
      let fromVotes = 0;
      for (let v = 0; v < 8; v++) fromVotes += (ferplus[i * 8 + v] as number) * (map[v]?.[e] as number);
      result[i * 7 + e] = (1 - mix.ferplusShare) * (fer2013[i * 7 + e] as number) + mix.ferplusShare * fromVotes;
    }
  return result;
}

/** The mix whose readings agree best with both label sets on PublicTest, each counted alike. */
async function chooseMix(trained: Weights) {
  const heads = await predictions(packageModel(net, trained, { mix: defaultMix }), sets.PublicTest, false);
  const evenly = emotions.map(() => 1 / emotions.length);
  const contempts = {
    neutral: allNeutral,
    'all seven evenly': evenly,
    angry: emotions.map((e) => (e === 'angry' ? 1 : 0)),
  };
  const tried: { contempt: string; mix: ReadingMix; fer2013: number; ferplus: number }[] = [];
  for (const [contempt, shares] of Object.entries(contempts))
    for (const ferplusShare of [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1]) {
      const mix = { ferplusShare, contempt: shares };
      const reading = { ...heads, emotions: mixed(heads, mix) };
      const accuracy = (labels: LabelSet) => judgePredictions(reading, sets.PublicTest, labels, 'reading').accuracy;
      tried.push({ contempt, mix, fer2013: accuracy('fer2013'), ferplus: accuracy('ferplus') });
    }
  tried.sort((a, b) => b.fer2013 + b.ferplus - a.fer2013 - a.ferplus);
  return tried;
}

const tried = await chooseMix(weights);
const chosen = tried[0] as (typeof tried)[number];
const { mix } = chosen;
const file = `${net.name}.onnx`;
const bytes = packageModel(net, weights, {
  mix,
  halfWeights: true,
  provenance: {
    training: `feeling train, seed ${recipe.seed}, ${recipe.epochs} epochs on FER2013's Training split with FER+ votes, ${recipe.dedupe ? 'without the faces that occur in a test split' : 'with the faces that occur in a test split'}`,
    licence: 'MIT',
  },
});
const full = packageModel(net, weights, { mix });

interface Row {
  split: string;
  what: string;
  n: number;
  accuracy: number;
  macroF1: number;
  ece: number;
}
const rows: Row[] = [];
/** By split, of each face alone. */
const alone: Partial<Record<Split, Predictions>> = {};
for (const split of ['PublicTest', 'PrivateTest'] as const) {
  for (const flip of [false, true]) {
    const faces = sets[split];
    const results = await predictions(bytes, faces, flip);
    if (!flip) alone[split] = results;
    for (const labels of ['fer2013', 'ferplus'] as const)
      for (const head of ['own', 'reading'] as const) {
        const m = judgePredictions(results, faces, labels, head);
        const what = `${labels === 'fer2013' ? "FER2013's labels" : "FER+'s majority"}, ${head === 'own' ? 'the head that learned them' : 'the reading'}${flip ? ', with mirror image' : ''}`;
        rows.push({ split, what, n: m.n, accuracy: m.accuracy, macroF1: m.macroF1, ece: m.ece });
      }
  }
}
const privateFaces = sets.PrivateTest;
const copied = copiesIn(privateFaces, sets.Training);
const fresh = [...copied.keys()].filter((i) => !copied[i]);
const freshFaces = pick(privateFaces, fresh);
const freshResult = judgePredictions(await predictions(bytes, freshFaces, false), freshFaces, 'fer2013', 'own');
const half = judgePredictions(alone.PublicTest as Predictions, sets.PublicTest, 'fer2013', 'own');
const whole = judgePredictions(await predictions(full, sets.PublicTest, false), sets.PublicTest, 'fer2013', 'own');
const classes = judgePredictions(alone.PrivateTest as Predictions, privateFaces, 'fer2013', 'own');
const { parameters, macs } = measure(net);
const sha256 = createHash('sha256').update(bytes).digest('hex');

const table = (header: string[], body: string[][]) =>
  [header, header.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** What the recipe has that the default one has not, without the place of its first weights on this computer. */
const usual = parseRecipe({ model: recipe.model });
const differing = Object.fromEntries(
  Object.entries(recipe).filter(
    ([name, value]) => name !== 'init' && JSON.stringify(value) !== JSON.stringify(usual[name as keyof typeof usual]),
  ),
);

const card = `# ${net.name}

Reads which of seven expressions a face shows: ${emotions.join(', ')}. Made by \`npm run ship\` from the run of
\`feeling train --data fer2013.csv.gz --votes fer2013new.csv --recipe recipe.json${recipe.init === '' ? '' : ' --init checkpoint.safetensors'}\`${recipe.init === '' ? '' : ', where the checkpoint is that of an earlier run with the default recipe,'} and the recipe
\`${JSON.stringify(differing)}\` over the default.

- ${parameters.toLocaleString('en')} parameters, ${(macs / 1e6).toFixed(1)} million multiply-accumulates a face, ${(bytes.length / 1e6).toFixed(2)} MB (weights in 16 bits, computed with in 32), SHA-256 \`${sha256}\`
- Input \`pixels\` [batch, ${net.input.join(', ')}]: grey values 0 to 255 of a face that is level by the eyes, its eye distance 1 / 2.75 of the side, the point between the eyes at (0.5, 0.4). Light and contrast are evened out inside.
- Outputs \`fer2013\` [batch, 7] (${emotions.join(' ')}), \`ferplus\` [batch, 8] (neutral happiness surprise sadness anger disgust fear contempt), \`emotions\` [batch, 7], the reading that people see.
- The reading is ${(100 - mix.ferplusShare * 100).toFixed(0)} % the first head and ${(mix.ferplusShare * 100).toFixed(0)} % the second; FER+'s contempt goes to ${chosen.contempt}. This mix agreed best with both label sets on PublicTest (${percent(chosen.fer2013)} and ${percent(chosen.ferplus)}); half and half with contempt to neutral gave ${percent(tried.find((t) => t.mix.ferplusShare === 0.5 && t.contempt === 'neutral')?.fer2013 ?? 0)} and ${percent(tried.find((t) => t.mix.ferplusShare === 0.5 && t.contempt === 'neutral')?.ferplus ?? 0)}.
- 16-bit weights: ${percent(half.accuracy)} on PublicTest (FER2013), 32-bit weights ${percent(whole.accuracy)}.

## How right it is

${table(
  ['split', 'judged against', 'faces', 'accuracy', 'macro F1', 'calibration error'],
  rows.map((r) => [
    r.split,
    r.what,
    r.n.toLocaleString('en'),
    percent(r.accuracy),
    r.macroF1.toFixed(3),
    r.ece.toFixed(3),
  ]),
)}

On the ${freshFaces.labels.length.toLocaleString('en')} faces of PrivateTest of which there is no copy in Training the accuracy is ${percent(freshResult.accuracy)} (FER2013's labels, without mirror image).

PrivateTest by class (FER2013's labels, the head that learned them):

${table(
  ['', 'precision', 'recall', 'F1', 'faces'],
  classes.classes.map((name, i) => {
    const c = classes.perClass[i]!;
    return [name, c.precision.toFixed(3), c.recall.toFixed(3), c.f1.toFixed(3), String(c.support)];
  }),
)}

## Data

FER2013 (Goodfellow et al. 2013, arXiv:1307.0414) and FER+ (Barsoum et al. 2016, arXiv:1608.01041): pictures from the
web, mostly posed or caught expressions of adults, labelled by few people who often disagree; people agree with
FER2013's labels about 65 % of the time. ${recipe.dedupe ? 'Training faces that occur in PublicTest or PrivateTest were left out.' : 'Training faces that occur in a test split were left in.'}
FER+'s majority is FER+'s own rule: a class with one vote counts as none, the label has more than half of the rest.
Chosen on PublicTest; PrivateTest was looked at for this card only.

## Limits

An expression is not a feeling. Light, angle, age, culture, glasses and hands change what is read, and faces that
FER2013 has few of are read worse; this was not yet measured. Not for decisions about people: hiring, policing, lie
detection, and, in the EU, workplaces and schools (AI Act, Article 5(1)(f)). It is no medical device.
`;

const models = join(packageRoot(), 'models');
await writeFile(join(models, file), bytes);
await writeFile(join(models, `${net.name}.md`), card);
const manifestPath = join(models, 'manifest.json');
const manifest: { name: string }[] = JSON.parse(await readFile(manifestPath, 'utf8'));
const entry = {
  name: net.name,
  kind: 'expression',
  file,
  parameters,
  macs,
  input: [1, ...net.input],
  bytes: bytes.length,
  sha256,
};
const others = manifest.filter((m) => m.name !== net.name);
await writeFile(manifestPath, `${JSON.stringify([...others, entry], null, 2)}\n`);
process.stdout.write(card);
