/** docs/networks.md: trained networks side by side, with the commands and what every epoch gave. Never typed by hand. */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, join } from 'node:path';
import { compareRun, figuresOf } from '../src/cli/compare';
import { markdownTable } from '../src/cli/output';
import { readFaces } from '../src/data/node';
import { models } from '../src/model';
import { packageRoot } from '../src/model/node';
import { networks } from '../src/nets';
import { type ComparedRun, curves, percent } from '../src/report';
import { parseRecipe } from '../src/train';
import { sideBySide } from '../tools/sideBySide';

export async function writeNetworks(runs: string[], { data, votes }: { data: string; votes: string }) {
  const sets = await readFaces(data, { votes });
  const compared: Omit<ComparedRun, 'evaluation'>[] = [];
  const recipes: Record<string, unknown>[] = [];
  const accuracies: number[] = [];
  for (const run of runs) {
    const { comparison, view } = await compareRun(run, async () => sets.PublicTest);
    recipes.push(JSON.parse(await readFile(join(run, 'recipe.json'), 'utf8')));
    accuracies.push(comparison.accuracy);
    compared.push({ name: basename(run), figures: figuresOf(comparison), history: view.history });
  }
  const columns = Object.keys(compared[0]?.figures ?? {});
  const docs = join(packageRoot(), 'docs');
  const series = (key: string) =>
    compared.map(({ name, history }) => ({
      name,
      values: history.flatMap(({ epoch, [key]: value }) => (value === undefined ? [] : [{ epoch, value }])),
    }));
  await writeFile(
    join(docs, 'networks.svg'),
    sideBySide([
      curves({ title: 'accuracy on PublicTest', percent: true, series: series('valAccuracy'), named: true }),
      curves({ title: 'training loss', series: series('fer2013Loss'), named: true }),
    ]),
  );
  const sections = compared.map(({ name, history }, i) => {
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
    return `## ${name}

\`\`\`
npx feeling train --data fer2013.csv.gz --votes fer2013new.csv ${commandOf(recipes[i] as Record<string, unknown>)}
\`\`\`

${markdownTable(['epoch', 'loss', 'accuracy', 'validation loss', 'PublicTest', 'FER+', 'learning rate', 'seconds'], rows)}
`;
  });
  const text = `# Networks

Made by \`npm run bench -- networks RUN... --data fer2013.csv.gz --votes fer2013new.csv\` from the runs' own files. Trained
without the training faces that have a copy in a test split, judged on PublicTest (3,589 faces) without mirror images;
nothing here was looked at on PrivateTest. Milliseconds are for one face at a time, ${cpus().length} cores, no graphics card.
FER+ is the majority of ten people by FER+'s own rule, judged by the head that learned it where the network has one, by
FER2013's head otherwise.

${markdownTable(
  ['', ...columns],
  compared.map(({ name, figures }) => [name, ...columns.map((c) => figures[c] as string)]),
)}

![Accuracy on PublicTest and training loss by epoch](networks.svg)

Losses and accuracies of training are on augmented faces, with dropout and smoothed labels; those of validation are of the
moving average of weights. Seconds an epoch are as they came, with other work beside some of them; how fast a step is by
itself is measured by \`npm run bench -- training\`.

${sections.join('\n')}`;
  await writeFile(join(docs, 'networks.md'), text);
  await writeKnown(
    runs.map((_, i) => ({
      name: String(recipes[i]?.['model']),
      accuracy: accuracies[i] as number,
      source: 'docs/networks.md',
    })),
  );
  process.stdout.write(`${text.split('\n').slice(0, 24).join('\n')}\n`);
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

/** The options that give this recipe, and what a recipe file must say besides. */
function commandOf(recipe: Record<string, unknown>): string {
  const { model, epochs } = recipe as { model: string; epochs: number };
  const standard: Record<string, unknown> = parseRecipe({ model, epochs });
  const other = Object.keys(recipe).filter((key) => JSON.stringify(recipe[key]) !== JSON.stringify(standard[key]));
  const options = `--model ${model} --epochs ${epochs}`;
  if (other.length === 0) return options;
  return `${options} --recipe recipe.json\n# recipe.json: ${JSON.stringify(Object.fromEntries(other.map((k) => [k, recipe[k]])))}`;
}
