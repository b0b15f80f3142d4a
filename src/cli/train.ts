/** `feeling train`: trains a network on FER2013, a folder a run. */
import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { countOf, type FaceSet, pick, readFer2013, withoutCopies } from '../data';
import { judgePredictions, predict } from '../evaluate';
import { headsOf, type Network, type Weights } from '../graph';
import { defaultMix, packageModel } from '../model';
import { findNetwork } from '../nets';
import { createSession } from '../runtime/node';
import {
  averagedWeights,
  CheckpointError,
  defaultRecipe,
  type EpochResult,
  fit,
  namedRecipes,
  parseRecipe,
  type Recipe,
  RecipeError,
  readCheckpoint,
} from '../train';
import { deviceOption, wholeNumber } from './options';
import { bold, makeFolder, print, progress, tell, writeWhole } from './output';

interface TrainOptions {
  data: string;
  votes?: string;
  model?: string;
  recipe?: string;
  epochs?: string;
  seed?: string;
  limit?: string;
  dedupe?: boolean;
  init?: string;
  freeze?: string[];
  device: string;
  out?: string;
  resume?: boolean;
  json?: boolean;
}

export function addTrain(program: Command) {
  program
    .command('train')
    .description('train a network on FER2013')
    .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
    .option('--votes <fer2013new.csv>', "FER+'s votes on them, trained as a second head where the network has one")
    .option('--model <name>', `the network (${defaultRecipe.model})`)
    .option(
      '--recipe <name|file.json>',
      `settings that differ from the network's default: ${Object.keys(namedRecipes).join(', ')}, or a file`,
    )
    .option('--epochs <n>', `passes over the faces (${defaultRecipe.epochs})`)
    .option('--seed <n>', `seed of everything random (${defaultRecipe.seed})`)
    .option('--limit <n>', 'only the first n faces of each split, for a quick try')
    .option('--dedupe', 'leave out training faces that have a copy in a test split (the default)')
    .option('--no-dedupe', 'train on them too')
    .option('--init <file.h5|.safetensors|.onnx>', 'start from these weights, by layer name')
    .option('--freeze <prefix...>', 'layers whose names begin so stay as they are')
    .option('--device <cpu|webgpu>', 'what computes', 'cpu')
    .option('--out <dir>', "the run's folder (runs/MODEL)")
    .option('--resume', 'go on from the checkpoint in the folder')
    .option('--json', 'one line of JSON an epoch')
    .action(train);
}

async function train(options: TrainOptions) {
  const device = deviceOption(options.device);
  const recipe = await recipeOf(options);
  const net = findNetwork(recipe.model);
  const run = options.out ?? join('runs', recipe.model);
  const checkpoint = join(run, 'checkpoint.safetensors');
  const best = join(run, 'best.safetensors');
  if (!options.resume && existsSync(checkpoint))
    throw new CheckpointError(
      `${run}: there is a run here already; go on with --resume, or choose another folder with --out`,
    );

  const sets = limited(await readFer2013(options.data, { votes: options.votes }), options.limit);
  const faces = recipe.dedupe ? withoutCopies(sets.Training, sets.PublicTest, sets.PrivateTest) : sets.Training;
  await makeFolder(run);
  const historyFile = join(run, 'history.jsonl');
  const history = options.resume ? (await readCheckpoint(checkpoint)).progress.history : [];
  // What was written after the checkpoint is done again; what was not written yet is added.
  await writeWhole(historyFile, history.map((result) => `${JSON.stringify(result)}\n`).join(''));
  await writeWhole(join(run, 'recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`);
  tell(`${recipe.model}: ${countOf(faces).toLocaleString('en')} faces, ${recipe.epochs} epochs, into ${run}`);

  const interrupt = new AbortController();
  const onInterrupt = () => {
    tell('finishing this step …');
    interrupt.abort();
  };
  process.once('SIGINT', onInterrupt);
  let bar: ReturnType<typeof progress> | undefined;
  try {
    const epochs = fit(net, faces, {
      recipe,
      createSession,
      device,
      checkpoint,
      best,
      resume: options.resume ?? false,
      signal: interrupt.signal,
      onStep: ({ epoch, step, steps, loss, facesPerSecond }) => {
        bar ??= progress(`epoch ${epoch + 1}`, steps);
        bar.update(step, `loss ${loss.toFixed(3)} · ${facesPerSecond.toFixed(0)} faces/s`);
        if (step < steps) return;
        bar.stop();
        bar = undefined;
      },
      validate: (weights) => validate(net, weights, sets.PublicTest),
    });
    for await (const result of epochs) {
      history.push(result);
      await appendFile(historyFile, `${JSON.stringify(result)}\n`);
      print(options.json ? JSON.stringify(result) : epochLine(result));
    }
  } finally {
    bar?.stop();
    process.off('SIGINT', onInterrupt);
  }
  if (interrupt.signal.aborted) {
    tell(`stopped; everything up to this step is in ${checkpoint}. Go on with: the same command and --resume`);
    return;
  }
  const weights = await averagedWeights(recipe.checkpoint === 'last' ? checkpoint : best);
  await writeWhole(join(run, 'model.onnx'), packageModel(net, weights, { mix: defaultMix }));
  tell(`the model is ${join(run, 'model.onnx')}`);
}

/** How right the averaged weights are on PublicTest, by the head that learned the labels. */
async function validate(net: Network, weights: Weights, faces: FaceSet['PublicTest']) {
  const session = await createSession(packageModel(net, weights, { mix: defaultMix }));
  try {
    const predictions = await predict(session, faces);
    const { accuracy, nll, macroF1 } = judgePredictions(predictions, faces, 'fer2013', 'own');
    const head = headsOf(net).includes('ferplus') ? 'own' : 'reading';
    return {
      valLoss: nll,
      valAccuracy: accuracy,
      valMacroF1: macroF1,
      ...(faces.votes && { valFerplusAccuracy: judgePredictions(predictions, faces, 'ferplus', head).accuracy }),
    };
  } finally {
    await session.close();
  }
}

async function recipeOf({ recipe, model, epochs, seed, dedupe, init, freeze }: TrainOptions): Promise<Recipe> {
  return parseRecipe({
    ...(recipe !== undefined && (namedRecipes[recipe] ?? (await readRecipe(recipe)))),
    ...(model !== undefined && { model }),
    ...(epochs !== undefined && { epochs: wholeNumber('--epochs', epochs, 1) }),
    ...(seed !== undefined && { seed: wholeNumber('--seed', seed, 0) }),
    ...(dedupe !== undefined && { dedupe }),
    ...(init !== undefined && { init }),
    ...(freeze !== undefined && { freeze }),
  });
}

async function readRecipe(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new RecipeError(`${file}: there is no such file, and no recipe of that name`);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecipeError(`${file}: not JSON (${(error as Error).message})`);
  }
}

function limited(sets: FaceSet, limit: string | undefined): FaceSet {
  if (limit === undefined) return sets;
  const most = wholeNumber('--limit', limit, 1);
  const first = (faces: FaceSet['Training']) => pick(faces, [...Array(Math.min(most, countOf(faces))).keys()]);
  return { Training: first(sets.Training), PublicTest: first(sets.PublicTest), PrivateTest: first(sets.PrivateTest) };
}

function epochLine(result: EpochResult): string {
  const { epoch, seconds, loss, accuracy, valAccuracy, valFerplusAccuracy } = result;
  const percent = (value: number | undefined) =>
    (value === undefined ? '–' : `${(value * 100).toFixed(2)} %`).padStart(7);
  return [
    bold(`epoch ${String(epoch).padStart(3)}`),
    `loss ${(loss as number).toFixed(3)}`,
    `accuracy ${percent(accuracy)}`,
    `PublicTest ${percent(valAccuracy)}`,
    `FER+ ${percent(valFerplusAccuracy)}`,
    `${seconds.toFixed(0)} s`,
  ].join('  ');
}
