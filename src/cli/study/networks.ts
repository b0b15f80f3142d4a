/** `feeling networks`: every network that can be trained, with what it costs here. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { activationsOf, measure, type Network, seededRandom, sizeOf, writeOnnx } from '../../graph';
import { packageRoot } from '../../model/node';
import { networks } from '../../nets';
import { loadNetwork } from '../../nets/node';
import { convolutionBlock } from '../../runtime';
import { createSession } from '../../runtime/node';
import { parseRecipe, type Recipe, stepFeeds, stepOf } from '../../train';
import { trainableNetworks } from '../networkNames';
import { percent, print, table, tell } from '../output';

interface Options {
  measure?: boolean;
  json?: boolean;
}

export function addNetworks(program: Command) {
  program
    .command('networks')
    .description('the networks that can be trained')
    .argument('[name...]', 'some of them, or .mjs files of your own', trainableNetworks)
    .option('--measure', 'how long a training step takes here, in about two seconds a network')
    .option('--json', 'JSON')
    .action(listNetworks);
}

/** What is known of a network. */
export interface KnownNetwork {
  name: string;
  parameters: number;
  macs: number;
  input: number[];
  batchSize: number;
  /** Bytes that training takes, about: parameters, what is kept beside them, and what a batch makes. */
  memory: number;
  /** On PublicTest, as it was measured. */
  accuracy?: number;
  msPerStep?: number;
  /** Of all of FER2013. */
  secondsPerEpoch?: number;
}

async function listNetworks(names: string[], { measure: timed = false, json }: Options) {
  const known = await knownNetworks(names, timed);
  print(json ? JSON.stringify(known) : networksTable(known, timed));
}

/** Those of these names or files; all that come with feeling, if not given. */
export async function knownNetworks(names: readonly string[] = [], timed = false): Promise<KnownNetwork[]> {
  const asked: readonly Network[] = names.length === 0 ? networks : await Promise.all(names.map(loadNetwork));
  const known: KnownNetwork[] = [];
  for (const net of asked) {
    if (timed) tell(`${net.name} …`);
    known.push(await knownOf(net, timed));
  }
  return known;
}

export function networksTable(known: readonly KnownNetwork[], timed: boolean): string {
  const header = ['name', 'parameters', 'MMAC', 'input', 'batch', 'GB to train', 'accuracy'];
  return table(
    [...header, ...(timed ? ['ms a step', 'an epoch of FER2013'] : [])],
    known.map((k) => [
      k.name,
      k.parameters.toLocaleString('en'),
      (k.macs / 1e6).toFixed(1),
      k.input.join(' × '),
      String(k.batchSize),
      (k.memory / 1e9).toFixed(2),
      k.accuracy === undefined ? '–' : percent(k.accuracy),
      ...(timed ? [String(Math.round(k.msPerStep ?? 0)), duration(k.secondsPerEpoch ?? 0)] : []),
    ]),
  );
}

const trainingFaces = 28_709;

async function knownOf(net: Network, timed: boolean): Promise<KnownNetwork> {
  const { parameters, statistics, macs } = measure(net);
  const recipe = parseRecipe({ model: net.name });
  const slots = recipe.optimizer === 'adamw' ? 2 : 1;
  // Each as it was and as it will be; the gradient besides.
  const kept = (parameters * (2 + slots) + statistics * 2) * 2 + parameters;
  const accuracy = measured().find(({ name }) => name === net.name)?.accuracy;
  const msPerStep = timed ? await stepTime(net, recipe, macs) : undefined;
  return {
    name: net.name,
    parameters,
    macs,
    input: [...net.input],
    batchSize: recipe.batchSize,
    memory: 4 * (kept + 2 * recipe.batchSize * activationsOf(net)),
    ...(accuracy !== undefined && { accuracy }),
    ...(msPerStep !== undefined && {
      msPerStep,
      secondsPerEpoch: (Math.floor(trainingFaces / recipe.batchSize) * msPerStep) / 1000,
    }),
  };
}

/** What `npm run bench -- networks` and the cards measured. */
function measured(): { name: string; accuracy: number }[] {
  const file = join(packageRoot(), 'models', 'networks.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

/** Products that are done in about half a second anywhere. */
const quick = 5e9;

/** Milliseconds of one training step, told from a smaller batch where a step takes long. */
async function stepTime(net: Network, recipe: Recipe, macs: number): Promise<number> {
  const batchSize = Math.max(1, Math.min(recipe.batchSize, Math.floor(quick / (3 * macs))));
  const small = { ...recipe, batchSize };
  const step = stepOf(net, small, { block: await convolutionBlock(createSession), provider: 'cpu' });
  const session = await createSession(writeOnnx(step.model));
  const state = step.initialState(recipe.seed);
  const random = seededRandom(1);
  const pixels = Float32Array.from({ length: batchSize * 48 * 48 }, () => random.uniform() * 255);
  const widths: Record<string, number> = { fer2013: 7, ferplus: 8, face: 2 };
  const targets = Object.fromEntries(
    step.heads.map((head) => {
      const width = widths[head] as number;
      const distribution = Float32Array.from({ length: batchSize * width }, (_, i) => (i % width === 0 ? 1 : 0));
      return [head, { targets: distribution, weights: new Float32Array(batchSize).fill(1) }];
    }),
  );
  const masks = step.masks.map(({ shape }) => new Float32Array(sizeOf(shape)).fill(1));
  const feeds = {
    ...stepFeeds(step, { pixels, targets, masks }, { recipe: small, learningRate: 1e-6, step: 0 }),
    ...Object.fromEntries(
      [...step.state, ...step.fixed.filter(({ role }) => role === 'value')].map(({ name, size }) => [
        name,
        { dims: [size], data: state.get(name) as Float32Array },
      ]),
    ),
  };
  const times: number[] = [];
  const until = performance.now() + 2000;
  do {
    const started = performance.now();
    await session.run(feeds);
    times.push(performance.now() - started);
  } while (performance.now() < until || times.length < 2);
  await session.close();
  // The first one sets up.
  return (Math.min(...times.slice(1)) * recipe.batchSize) / batchSize;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
