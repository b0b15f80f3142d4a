/** A model's card: what it is, its accuracy, whom it is not for. Every figure comes from the run that made it. */

import { markdownTable } from '../src/cli/output';
import { emotions } from '../src/emotion';
import type {
  BesideVotes,
  CorruptionCost,
  Interval,
  JudgedHead,
  LabelSet,
  Metrics,
  Refused,
  Slice,
} from '../src/evaluate';
import type { CutAnew } from '../src/evaluate/node';
import type { Network } from '../src/graph';
import type { ReadingMix } from '../src/model';
import { parseRecipe, type Recipe } from '../src/train';
import type { TriedMix } from './mix';

export interface PrecisionRow {
  precision: string;
  bytes: number;
  /** Accuracies on PublicTest: each head by what it learned, and the reading by FER+'s majority. */
  fer2013: number;
  ferplus: number;
  reading: number;
  /** Milliseconds in headless Chromium. */
  oneThread: number;
  twoThreads: number;
}

export interface Card {
  net: Network;
  recipe: Recipe;
  mix: ReadingMix;
  chosen: TriedMix;
  halfAndHalf: TriedMix;
  bytes: number;
  sha256: string;
  parameters: number;
  macs: number;
  rows: { split: string; labels: LabelSet; head: JudgedHead; flip: boolean; metrics: Metrics; interval: Interval }[];
  /** On the faces of PrivateTest of which there is no copy in Training. */
  fresh: Metrics;
  classes: Metrics & { classes: string[] };
  besides: Record<string, BesideVotes>;
  spared: { PublicTest: number; PrivateTest: number };
  precisions: readonly PrecisionRow[];
  slices: readonly Slice[];
  corruptions: readonly CorruptionCost[];
  cutAnew: CutAnew;
  /** By split. */
  refused: Record<string, readonly Refused[]>;
  /** That the training took. */
  seconds: number;
  /** What trained it where that was not `feeling train`: how, and on what. */
  trainer: string | undefined;
}

const percent = (value: number) => `${(value * 100).toFixed(2)} %`;
const three = (value: number) => value.toFixed(3);

function training({ trainer, seconds }: Card): string {
  if (trainer !== undefined)
    return `Trained by ${trainer} in ${(seconds / 60).toFixed(0)} minutes, on the batches of \`feeling train\` with that recipe. Energy was not measured.`;
  const hours = seconds / 3600;
  return `Training took ${hours.toFixed(1)} hours on two cores, other work beside it; energy was not measured (at 10 to 20 W for two cores that is ${(hours * 0.01).toFixed(2)} to ${(hours * 0.02).toFixed(2)} kWh).`;
}

export function cardOf(card: Card): string {
  const { net, recipe, mix, chosen, halfAndHalf, rows, fresh, classes, slices, corruptions } = card;
  const { fer2013: labelsTemperature = 1, ferplus: votesTemperature = 1 } = mix.temperatures ?? {};
  const own = rows.find((r) => r.split === 'PublicTest' && r.labels === 'fer2013' && r.head === 'own' && !r.flip);
  const whole = own?.metrics.accuracy ?? 0;
  // Faces on which people disagree cannot be read right by anyone.
  const worst = slices
    .filter(({ by }) => by !== 'agreement of people')
    .reduce((a, b) => (b.accuracy < a.accuracy ? b : a));
  const lost =
    corruptions.reduce((sum, { accuracies }) => sum + whole - (accuracies[2] as number), 0) / corruptions.length;
  return `# ${net.name}

Reads which of seven expressions a face shows: ${emotions.join(', ')}. Made by \`npm run ship\` from the run of

\`\`\`
feeling train --data fer2013.csv.gz --votes fer2013new.csv --recipe recipe.json${recipe.init === '' ? '' : ' --init checkpoint.safetensors'}${recipe.teacher === '' ? '' : ' --teacher teacher.onnx'}
\`\`\`

with the recipe \`${JSON.stringify(differing(recipe))}\` over the default${recipe.init === '' ? '' : '; it began with the weights of an earlier run (docs/experiments.md)'}${recipe.teacher === '' ? '' : '; who taught it stands there, too'}.

- ${card.parameters.toLocaleString('en')} parameters, ${(card.macs / 1e6).toFixed(1)} million multiply-accumulates a face, ${(card.bytes / 1e6).toFixed(2)} MB (weights in 16 bits, computed with in 32), SHA-256 \`${card.sha256}\`
- Input \`pixels\` [batch, ${net.input.join(', ')}]: grey values 0 to 255 of a face that is level by the eyes, its eye distance 1 / 2.75 of the side, the point between the eyes at (0.5, 0.4). Light and contrast are evened out inside.
- Outputs \`fer2013\` [batch, 7] (${emotions.join(' ')}), \`ferplus\` [batch, 8] (neutral happiness surprise sadness anger disgust fear contempt), \`emotions\` [batch, 7], the reading that people see, and \`face\` [batch, 2] (not a face, a face): below a half it is refused.
- The reading is ${(100 - mix.ferplusShare * 100).toFixed(0)} % the first head and ${(mix.ferplusShare * 100).toFixed(0)} % the second; FER+'s contempt goes to ${chosen.contempt}. This mix agreed best with both label sets on PublicTest (${percent(chosen.fer2013)} and ${percent(chosen.ferplus)}); half and half with contempt to neutral gave ${percent(halfAndHalf.fer2013)} and ${percent(halfAndHalf.ferplus)}. For the reading the heads' logits are divided by ${labelsTemperature} and ${votesTemperature}${mix.offsets ? `, and ${mix.offsets.map((offset, i) => `${Number(offset.toFixed(2))} (${emotions[i]})`).join(', ')} is added to the first head's` : ''}, which brought it near to the votes on the even rows of PublicTest.
- ${training(card)}

## How right it is

${markdownTable(
  ['split', 'judged against', 'faces', 'accuracy', '95 % interval', 'macro F1', 'calibration error'],
  rows.map(({ split, labels, head, flip, metrics: m, interval: [low, high] }) => [
    split,
    `${labels === 'fer2013' ? "FER2013's labels" : "FER+'s majority"}, ${head === 'own' ? 'the head that learned them' : 'the reading'}${flip ? ', with mirror image' : ''}`,
    m.n.toLocaleString('en'),
    percent(m.accuracy),
    `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}`,
    three(m.macroF1),
    three(m.ece),
  ]),
)}

On the ${fresh.n.toLocaleString('en')} faces of PrivateTest of which there is no copy in Training the accuracy is ${percent(fresh.accuracy)} (FER2013's labels, without mirror image).

PrivateTest by class (FER2013's labels, the head that learned them):

${markdownTable(
  ['', 'precision', 'recall', 'F1', 'faces'],
  classes.classes.map((name, i) => {
    const { precision = 0, recall = 0, f1 = 0, support = 0 } = classes.perClass[i] ?? {};
    return [name, three(precision), three(recall), three(f1), String(support)];
  }),
)}

## Whether it means what it says

The reading beside what ten people saw, their votes for contempt left out. "Calibration error": how far the strongest
emotion's share is from the share of people who saw it, and the same for each emotion over all faces.

${markdownTable(
  [
    '',
    'calibration error',
    ...emotions,
    'cross-entropy of the votes',
    'distance from the votes',
    'five people from five others',
  ],
  Object.entries(card.besides).map(([name, { calibration, crossEntropy, distance, betweenPeople }]) => [
    name,
    three(calibration.ece),
    ...calibration.perClass.map(three),
    three(crossEntropy),
    three(distance),
    three(betweenPeople),
  ]),
)}

![Share of people who chose an emotion, by the share it was given; and errors by how many get an answer](../docs/${net.name}-calibration.svg)

Where the least sure tenth gets no answer, ${percent(card.spared.PrivateTest)} of the errors of the reading are spared on PrivateTest (FER+'s
majority; ${percent(card.spared.PublicTest)} on PublicTest).

What the network takes for no face that can be read, since it lies on its side, is cut off or is none, gets no answer either.
It learned that from what \`src/data/notFaces.ts\` makes of training faces, and from the rows of Training that most people
called no face (many of those are faces, badly cut). Refused are:

${markdownTable(
  ['', ...Object.keys(card.refused)],
  (Object.values(card.refused)[0] ?? []).map(({ what }) => [
    what,
    ...Object.values(card.refused).map((list) => {
      const found = list.find((r) => r.what === what);
      return found ? `${found.refused} of ${found.n.toLocaleString('en')} (${percent(found.refused / found.n)})` : '–';
    }),
  ]),
)}

## Precisions

On PublicTest; milliseconds a face in headless Chromium (WebAssembly), two cores. 8 bits are calibrated with faces of
Training; the page takes them on the processor.

${markdownTable(
  ['precision', 'MB', "FER2013's labels", "FER+'s majority", 'the reading, FER+', '1 thread', '2 threads'],
  card.precisions.map((p) => [
    p.precision,
    (p.bytes / 1e6).toFixed(2),
    percent(p.fer2013),
    percent(p.ferplus),
    percent(p.reading),
    p.oneThread.toFixed(1),
    p.twoThreads.toFixed(1),
  ]),
)}

## For whom, and in what light

PublicTest, FER2013's labels, thirds of the faces by what grey pictures tell of themselves (${percent(whole)} of all). "Lightness of the
middle" is all they tell of skin, and exposure changes it as much; age, sex, and who wears glasses are not told
(\`feeling evaluate --slices --groups\` takes them from a file); glasses and a hand before the mouth are drawn below. "Turned
away" is how far the nose is beside the eyes' middle where our own detector finds the face. Where
people agree with each other it is right more often, whatever the light; apart from that the worst third is
"${worst.by}", ${worst.part}: ${((whole - worst.accuracy) * 100).toFixed(1)} points below the mean.

${markdownTable(
  ['', 'third', 'faces', 'accuracy', '95 % interval'],
  slices.map(({ by, part, n, accuracy, interval: [low, high] }) => [
    by,
    part,
    n.toLocaleString('en'),
    percent(accuracy),
    `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)}`,
  ]),
)}

On the ${card.cutAnew.n.toLocaleString('en')} faces of PublicTest that our own detector finds it is right on ${percent(card.cutAnew.asTheyAre)} as they are in the data
set, and on ${percent(card.cutAnew.cut)} when they are cut out as from a photo, by where the detector finds them.

On worse pictures, by strength (docs/guides/own-data.md tells the amounts); the mean loss at strength 3 is ${(lost * 100).toFixed(1)} points:

${markdownTable(
  ['', '1', '2', '3', '4', '5'],
  corruptions.map(({ kind, accuracies }) => [kind, ...accuracies.map(percent)]),
)}

## Data

FER2013 (Goodfellow et al. 2013, arXiv:1307.0414) and FER+ (Barsoum et al. 2016, arXiv:1608.01041): pictures from the
web, mostly posed or caught expressions of adults, labelled by few people who often disagree; people agree with
FER2013's labels about 65 % of the time. ${recipe.dedupe ? 'Training faces that occur in PublicTest or PrivateTest were left out.' : 'Training faces that occur in a test split were left in.'}
FER+'s majority is FER+'s own rule: a class with one vote counts as none, the label has more than half of the rest.
Chosen on PublicTest; PrivateTest was looked at for this card only.

Licences: FER2013's pictures were collected from the web by the challenge's organisers for research and come without a
licence; they belong to whoever took them, and none is in this package. FER+'s votes are Microsoft's, under the MIT licence.
The weights are feeling's own, under the licence of the package.

## Limits

An expression is not a feeling. Light, angle, age, culture, glasses and hands change what is read, and faces that
FER2013 has few of are read worse. Not for decisions about people: hiring, policing, lie detection, and, in the EU,
workplaces and schools (AI Act, Article 5(1)(f)). It is no medical device.
`;
}

/** What the recipe has that the default one has not, without places on this computer. */
function differing(recipe: Recipe): Partial<Recipe> {
  const usual = parseRecipe({ model: recipe.model });
  return Object.fromEntries(
    Object.entries(recipe).filter(
      ([name, value]) =>
        name !== 'init' && name !== 'teacher' && JSON.stringify(value) !== JSON.stringify(usual[name as keyof Recipe]),
    ),
  );
}
