/**
 * docs/networks.md: trained networks side by side, with the commands and what every epoch gave. Figures are never typed by
 * hand; networks whose runs are not given stay as they were measured.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareRun, figuresOf } from '../src/cli/compare';
import { markdownTable } from '../src/cli/output';
import { readFaces } from '../src/data/node';
import { models } from '../src/model';
import { packageRoot } from '../src/model/node';
import { networks } from '../src/nets';
import { type ComparedRun, classBars, confusionMatrix, curves, percent } from '../src/report';
import { type EpochResult, namedRecipes, parseRecipe } from '../src/train';
import { sideBySide } from '../tools/sideBySide';
import { type MeasuredNetwork, type TabledEpoch, tabledEpochs, withNetworks } from './networksPage';

export interface NetworksOptions {
  data: string;
  votes: string;
  /** A sentence on how they were trained, for their sections. */
  note?: string;
  /** A network that ships, whose figures are drawn in their sections too. */
  beside?: string;
}

export async function writeNetworks(runs: string[], { data, votes, note, beside }: NetworksOptions) {
  const sets = await readFaces(data, { votes });
  const docs = join(packageRoot(), 'docs');
  const measured: MeasuredNetwork[] = [];
  const known: Known[] = [];
  const draw = async (name: string, { evaluation }: Pick<ComparedRun, 'evaluation'>): Promise<string> => {
    const picture = `networks-${name}.svg`;
    await writeFile(join(docs, picture), judgementPicture(evaluation));
    return `![F1 of each class on PublicTest, and which class was taken for which, for ${name}](${picture})`;
  };
  const other =
    beside === undefined ? [] : [await draw(beside, (await compareRun(beside, async () => sets.PublicTest)).view)];
  for (const run of runs) {
    const { comparison, view } = await compareRun(run, async () => sets.PublicTest);
    const recipe: Record<string, unknown> = JSON.parse(await readFile(join(run, 'recipe.json'), 'utf8'));
    const name = basename(run);
    const pictures = [await draw(name, view), ...other.flatMap((picture) => [`${beside} as it ships:`, picture])];
    measured.push({
      name,
      figures: figuresOf(comparison),
      section: sectionOf(recipe, view.history, [...(note === undefined ? [] : [note]), ...pictures]),
    });
    known.push({ name: String(recipe['model']), accuracy: comparison.accuracy, source: 'docs/networks.md' });
  }
  const page = join(docs, 'networks.md');
  const text = withNetworks(await readFile(page, 'utf8'), measured);
  await writeFile(join(docs, 'networks.svg'), curvesPicture(tabledEpochs(text)));
  await writeFile(page, text);
  await writeKnown(known);
  process.stdout.write(`${text.split('\n## ')[0]}\n`);
}

const curvesPicture = (networks: ReturnType<typeof tabledEpochs>) => {
  const series = (of: (epoch: TabledEpoch) => number) =>
    networks.map(({ name, epochs }) => ({ name, values: epochs.map((e) => ({ epoch: e.epoch, value: of(e) })) }));
  return sideBySide([
    curves({ title: 'accuracy on PublicTest', percent: true, series: series((e) => e.accuracy), named: true }),
    curves({ title: 'training loss', series: series((e) => e.loss), named: true }),
  ]);
};

function judgementPicture({ classes, metrics }: ComparedRun['evaluation']): string {
  const bars = classes.map((name, i) => ({ name, value: metrics.perClass[i]?.f1 ?? 0 }));
  return sideBySide([
    classBars('F1', bars, { format: (value) => value.toFixed(2), most: 1 }),
    confusionMatrix(classes, classes, metrics.confusion),
  ]);
}

function sectionOf(
  recipe: Record<string, unknown>,
  history: readonly EpochResult[],
  paragraphs: readonly string[],
): string {
  const share = (value: number | undefined) => (value === undefined ? '–' : percent(value, 2));
  const rows = history.map((e) => [
    String(e.epoch),
    (e['fer2013Loss'] as number).toFixed(3),
    share(e['accuracy']),
    e['valLoss'] === undefined ? '–' : e['valLoss'].toFixed(3),
    share(e['valAccuracy']),
    share(e['valFerplusAccuracy']),
    e.learningRate.toPrecision(3),
    e.seconds.toFixed(0),
  ]);
  return `\`\`\`
npx feeling train --data fer2013.csv.gz --votes fer2013new.csv ${commandOf(recipe)}
\`\`\`

${paragraphs.map((paragraph) => `${paragraph}\n\n`).join('')}${markdownTable(['epoch', 'loss', 'accuracy', 'validation loss', 'PublicTest', 'FER+', 'learning rate', 'seconds'], rows)}`;
}

interface Known {
  name: string;
  /** On PublicTest. */
  accuracy: number;
  source: string;
}

const knownFile = join(packageRoot(), 'models', 'networks.json');

/** What `feeling networks` tells of accuracy: what ships by its own run below, others as they were compared last. */
async function writeKnown(measured: readonly Known[]) {
  const before: Known[] = JSON.parse(await readFile(knownFile, 'utf8'));
  const ships = (name: string) => models.some((entry) => entry.kind === 'expression' && entry.name === name);
  const own = measured.filter(({ name, source }) => source.startsWith('models/') || !ships(name));
  const all = networks.flatMap(({ name }) => {
    const found = own.find((known) => known.name === name) ?? before.find((known) => known.name === name);
    return found ? [found] : [];
  });
  const lines = all.map(
    ({ name, accuracy, source }) =>
      `  { "name": "${name}", "accuracy": ${Number(accuracy.toFixed(4))}, "source": "${source}" }`,
  );
  await writeFile(knownFile, `[\n${lines.join(',\n')}\n]\n`);
}

/** Judges the networks that ship and writes models/networks.json. */
export async function writeShipped({ data, votes }: { data: string; votes: string }) {
  const sets = await readFaces(data, { votes });
  const measured: Known[] = [];
  for (const { name } of models.filter(({ kind }) => kind === 'expression')) {
    const { comparison } = await compareRun(name, async () => sets.PublicTest);
    measured.push({ name, accuracy: comparison.accuracy, source: `models/${name}.md` });
    process.stdout.write(`${name}: ${percent(comparison.accuracy, 2)} of PublicTest\n`);
  }
  await writeKnown(measured);
}

/** The options that give this recipe, with the named recipe that is nearest, and what a recipe file must say besides. */
function commandOf(recipe: Record<string, unknown>): string {
  const { model, epochs } = recipe as { model: string; epochs: number };
  const base = `--model ${model} --epochs ${epochs}`;
  const commands = [undefined, ...Object.keys(namedRecipes)].map((name) => {
    const named = name === undefined ? {} : namedRecipes[name];
    const standard: Record<string, unknown> = parseRecipe({ ...named, model, epochs });
    const other = Object.keys(recipe).filter((key) => JSON.stringify(recipe[key]) !== JSON.stringify(standard[key]));
    const options = name === undefined ? base : `${base} --recipe ${name}`;
    if (other.length === 1 && other[0] === 'dedupe')
      return { others: 1, command: `${options} ${recipe['dedupe'] ? '--dedupe' : '--no-dedupe'}` };
    if (other.length === 0) return { others: 0, command: options };
    const entries = JSON.stringify(Object.fromEntries(other.map((key) => [key, recipe[key]])));
    return { others: other.length, command: `${base} --recipe recipe.json\n# recipe.json: ${entries}`, named: name };
  });
  // A file holds what differs from the network's own recipe, so a name helps only where nothing else does.
  const usable = commands.filter(({ named }) => named === undefined);
  return usable.reduce((best, one) => (one.others < best.others ? one : best)).command;
}
