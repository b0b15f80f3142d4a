/** `feeling train`: trains a network on FER2013, a folder a run. */
import { existsSync } from 'node:fs';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { countOf, type FaceSet, pick, readFer2013, withoutCopies } from '../data';
import { judgePredictions, predict } from '../evaluate';
import { defaultMix, packageModel } from '../model';
import { findNetwork } from '../nets';
import { createSession } from '../runtime/node';
import {
  averagedWeights,
  CheckpointError,
  defaultRecipe,
  type EpochResult,
  fit,
  parseRecipe,
  type Recipe,
  RecipeError,
} from '../train';
import { wholeNumber } from './options';
import { bold, makeFolder, print, progress, tell } from './output';

interface TrainOptions {
  data: string;
  votes?: string;
  model: string;
  recipe?: string;
  epochs?: string;
  seed?: string;
  limit?: string;
  out?: string;
  resume?: boolean;
  json?: boolean;
}

export function addTrain(program: Command) {
  program
    .command('train')
    .description('train a network on FER2013')
    .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
    .option('--votes <fer2013new.csv>', "FER+'s votes on them, trained as a second head")
    .option('--model <name>', 'the network', 'compact')
    .option('--recipe <file.json>', 'settings that differ from the default recipe')
    .option('--epochs <n>', `passes over the faces (${defaultRecipe.epochs})`)
    .option('--seed <n>', `seed of everything random (${defaultRecipe.seed})`)
    .option('--limit <n>', 'only the first n faces of each split, for a quick try')
    .option('--out <dir>', "the run's folder (runs/MODEL)")
    .option('--resume', 'go on from the checkpoint in the folder')
    .option('--json', 'one line of JSON an epoch')
    .action(train);
}

async function train(options: TrainOptions) {
  const recipe = await recipeOf(options);
  const net = findNetwork(recipe.model);
  const run = options.out ?? join('runs', recipe.model);
  const checkpoint = join(run, 'checkpoint.safetensors');
  if (!options.resume && existsSync(checkpoint))
    throw new CheckpointError(
      `${run}: there is a run here already; go on with --resume, or choose another folder with --out`,
    );

  const sets = limited(await readFer2013(options.data, { votes: options.votes }), options.limit);
  const faces = recipe.dedupe ? withoutCopies(sets.Training, sets.PublicTest, sets.PrivateTest) : sets.Training;
  await makeFolder(run);
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
      checkpoint,
      resume: options.resume ?? false,
      signal: interrupt.signal,
      onStep: ({ epoch, step, steps, loss, facesPerSecond }) => {
        bar ??= progress(`epoch ${epoch + 1}`, steps);
        bar.update(step, `loss ${loss.toFixed(3)} · ${facesPerSecond.toFixed(0)} faces/s`);
        if (step < steps) return;
        bar.stop();
        bar = undefined;
      },
      validate: async (weights) => {
        const session = await createSession(packageModel(net, weights, { mix: defaultMix }));
        try {
          const predictions = await predict(session, sets.PublicTest);
          const { accuracy, nll } = judgePredictions(predictions, sets.PublicTest, 'fer2013', 'own');
          const ferplus = options.votes
            ? judgePredictions(predictions, sets.PublicTest, 'ferplus', 'own').accuracy
            : undefined;
          return { valAccuracy: accuracy, valLoss: nll, ...(ferplus !== undefined && { valFerplusAccuracy: ferplus }) };
        } finally {
          await session.close();
        }
      },
    });
    for await (const result of epochs) {
      await appendFile(join(run, 'history.jsonl'), `${JSON.stringify(result)}\n`);
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
  await writeWhole(join(run, 'model.onnx'), packageModel(net, await averagedWeights(checkpoint), { mix: defaultMix }));
  tell(`the model is ${join(run, 'model.onnx')}`);
}

async function recipeOf({ recipe, model, epochs, seed }: TrainOptions): Promise<Recipe> {
  let given: object = {};
  if (recipe !== undefined) {
    const text = await readFile(recipe, 'utf8').catch(() => {
      throw new RecipeError(`${recipe}: there is no such file`);
    });
    try {
      given = JSON.parse(text);
    } catch (error) {
      throw new RecipeError(`${recipe}: not JSON (${(error as Error).message})`);
    }
  }
  return parseRecipe({
    model,
    ...given,
    ...(epochs !== undefined && { epochs: wholeNumber('--epochs', epochs, 1) }),
    ...(seed !== undefined && { seed: wholeNumber('--seed', seed, 0) }),
  });
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

/** Writes beside the file, then renames: it is there whole or not at all. */
async function writeWhole(path: string, content: string | Uint8Array) {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}
