/** `feeling train`: trains a network on FER2013, a folder a run. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { countOf, type FaceSet, type Faces, requireClasses, requireFaces, type Split, withoutCopies } from '../data';
import { judgePredictions, predict } from '../evaluate';
import { checkFolder, makeFolder, writeWhole } from '../files/node';
import { headsOf, type Network, type Weights } from '../graph';
import { defaultMix, packageModel } from '../model';
import { packageRoot } from '../model/node';
import { findNetwork } from '../nets';
import type { Device } from '../runtime';
import { createResidentSession, createSession } from '../runtime/node';
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
  readInitialWeights,
} from '../train';
import { workerPreparer } from '../train/node';
import {
  type DataOptions,
  labelsName,
  readDataset,
  splitOption,
  withDataOptions,
  withStoryOption,
} from './dataOptions';
import { interruption } from './interruption';
import { classCounts, judge, predictAll, viewOf, whatIsJudged } from './judgement';
import { deviceOption, wholeNumber } from './options';
import { bold, print, progress, tell } from './output';
import { augmentedFaces, sampleFaces } from './pictures';
import { refuseInputs } from './targets';

interface TrainOptions extends DataOptions {
  data: string;
  model?: string;
  recipe?: string;
  epochs?: string;
  validateOn: string;
  dedupe?: boolean;
  init?: string;
  teacher?: string;
  freeze?: string[];
  device: string;
  out?: string;
  resume?: boolean;
  json?: boolean;
}

export function addTrain(program: Command) {
  const command = program
    .command('train')
    .description('train a network on FER2013 or a folder of pictures')
    .requiredOption('--data <fer2013.csv[.gz]|folder>', 'the faces');
  withStoryOption(withDataOptions(command, { seed: false }))
    .option('--model <name>', `the network (${defaultRecipe.model})`)
    .option(
      '--recipe <name|file.json>',
      `settings that differ from the network's default: ${Object.keys(namedRecipes).join(', ')}, or a file`,
    )
    .option('--epochs <n>', `passes over the faces (${defaultRecipe.epochs})`)
    .option('--seed <n>', `seed of everything random, splits among it (${defaultRecipe.seed})`)
    .option('--validate-on <split>', 'the split that is judged after each epoch', 'PublicTest')
    .option('--dedupe', 'leave out training faces that have a copy in a test split (the default)')
    .option('--no-dedupe', 'train on them too')
    .option('--init <file.h5|.safetensors|.onnx>', 'start from these weights, by layer name')
    .option('--teacher <file.onnx>', "learn from this model's reading of the faces as well")
    .option('--freeze <prefix...>', 'layers whose names begin so stay as they are')
    .option('--device <cpu|webgpu>', 'what computes', 'cpu')
    .option('--out <dir>', "the run's folder (runs/MODEL)")
    .option('--resume', 'go on from the checkpoint in the folder')
    .option('--json', 'one line of JSON an epoch')
    .action(train);
}

async function train(options: TrainOptions) {
  const device = deviceOption(options.device);
  const validation = splitOption(options.validateOn);
  const recipe = await recipeOf(options);
  const net = findNetwork(recipe.model);
  const run = options.out ?? join('runs', recipe.model);
  const checkpoint = join(run, 'checkpoint.safetensors');
  const best = join(run, 'best.safetensors');
  if (!options.resume && existsSync(checkpoint))
    throw new CheckpointError(
      `${run}: there is a run here already; go on with --resume, or choose another folder with --out`,
    );

  const file = (name: string) => join(run, name);
  const written = ['history.jsonl', 'model.onnx', 'report.html', ...(options.resume ? [] : ['recipe.json'])];
  await refuseInputs(
    [...[checkpoint, best], ...written.map(file)].map((path) => ({ what: '--out', path })),
    [options.data, options.votes, options.recipe, ...(options.resume ? [] : [recipe.init]), recipe.teacher],
  );
  await checkFolder(run);
  const { sets } = await readDataset(options.data, options);
  tellAbsentClasses(sets, options.data);
  requireFaces(sets, validation, options.data);
  const faces = recipe.dedupe ? withoutCopies(sets.Training, sets.PublicTest, sets.PrivateTest) : sets.Training;
  const initial = recipe.init === '' || options.resume ? undefined : await initialWeights(net, recipe.init);
  const teacher = recipe.teacher === '' ? undefined : await readingsOf(recipe.teacher, faces);
  await makeFolder(run);
  const history = options.resume ? (await readCheckpoint(checkpoint)).progress.history : [];
  // What was written after the checkpoint is done again; what was not written yet is added.
  const writeHistory = () =>
    writeWhole(file('history.jsonl'), history.map((result) => `${JSON.stringify(result)}\n`).join(''));
  await writeHistory();
  // Another recipe is refused when the run goes on; the first one stays.
  if (!options.resume) await writeWhole(file('recipe.json'), `${JSON.stringify(recipe, null, 2)}\n`);
  tell(`${recipe.model}: ${countOf(faces).toLocaleString('en')} faces, ${recipe.epochs} epochs, into ${run}`);

  const interrupt = interruption('finishing this step …');
  let bar: ReturnType<typeof progress> | undefined;
  try {
    const epochs = fit(net, faces, {
      recipe,
      createSession,
      createResidentSession,
      ...(device === 'webgpu' && { createPreparer: workerPreparer(batchWorkers()) }),
      device,
      checkpoint,
      best,
      resume: options.resume ?? false,
      ...(initial && { initial }),
      ...(teacher && { teacher }),
      signal: interrupt.signal,
      onStep: ({ epoch, step, steps, loss, facesPerSecond }) => {
        bar ??= progress(`epoch ${epoch + 1}`, steps);
        bar.update(step, `loss ${loss.toFixed(3)} · ${facesPerSecond.toFixed(0)} faces/s`);
        if (step < steps) return;
        bar.stop();
        bar = undefined;
      },
      validate: (weights) => validate(net, weights, sets[validation], device),
    });
    for await (const result of epochs) {
      history.push(result);
      await writeHistory();
      print(options.json ? JSON.stringify(result) : epochLine(result, validation));
    }
  } finally {
    bar?.stop();
    interrupt.end();
  }
  if (interrupt.signal.aborted) {
    tell(`stopped; everything up to this step is in ${checkpoint}. Go on with: the same command and --resume`);
    return;
  }
  const weights = await averagedWeights(recipe.checkpoint === 'last' ? checkpoint : best);
  const model = packageModel(net, weights, { mix: defaultMix });
  await writeWhole(file('model.onnx'), model);
  await writeWhole(
    file('report.html'),
    await reportOf({
      run,
      recipe,
      history,
      model,
      faces,
      sets,
      validation,
      labelsName: await labelsName(options.data),
    }),
    { secret: true },
  );
  tell(`the model is ${file('model.onnx')}, its report ${file('report.html')}`);
}

/** Batches for a graphics card are made by the processor's cores, but for one that feeds the card. */
const batchWorkers = () => ({
  file: join(packageRoot(), 'dist', 'batchWorker.js'),
  threads: Math.max(1, Math.min(6, availableParallelism() - 1)),
});

interface FinishedRun {
  run: string;
  recipe: Recipe;
  history: EpochResult[];
  model: Uint8Array;
  /** Those it was trained on. */
  faces: Faces;
  sets: FaceSet;
  /** The split that was judged after each epoch. */
  validation: Split;
  labelsName: string;
}

async function reportOf({
  run,
  recipe,
  history,
  model,
  faces,
  sets,
  validation,
  labelsName,
}: FinishedRun): Promise<string> {
  const { faceGrid, runReport } = await import('../report');
  const asked = { faces: sets[validation], labels: 'fer2013', head: 'own' } as const;
  const predictions = await predictAll(model, asked.faces, validation, false);
  const judgement = judge(predictions, asked.faces, sets.Training, asked.labels, asked.head);
  const what = whatIsJudged(validation, asked.labels, asked.head, labelsName);
  return runReport({
    name: basename(run),
    recipe,
    history,
    evaluation: await viewOf(judgement, what, { predictions, ...asked }),
    trainingCounts: classCounts(faces),
    faces: [
      { heading: 'Samples', body: faceGrid(sampleFaces(faces, 4)) },
      {
        heading: 'As training sees them',
        body: faceGrid(augmentedFaces(faces, { augmentation: recipe.augmentation, rows: 2 })),
      },
    ],
  });
}

/** Training can do without a class, but whoever trains should know. */
function tellAbsentClasses(sets: FaceSet, source: string) {
  const absent = requireClasses(sets, 'Training', source);
  if (absent.length > 0)
    tell(
      `there are no training faces of ${absent.join(', ')}: the model will hardly ever read ${absent.length === 1 ? 'it' : 'them'}`,
    );
}

/** Weights to start from, after telling which layers they are for. */
async function initialWeights(net: Network, file: string): Promise<Weights> {
  const { weights, matched, missing, misfits } = await readInitialWeights(net, file);
  tell(`from ${basename(file)}: ${matched.join(', ')}`);
  if (missing.length > 0) tell(`not in it, so random: ${missing.join(', ')}`);
  for (const misfit of misfits) tell(`random, as ${misfit}`);
  return weights;
}

/** What a teacher sees in each face, with its mirror image. Throws a RecipeError when it has not both heads. */
async function readingsOf(file: string, faces: Faces) {
  const bytes = await readFile(file).catch(() => {
    throw new RecipeError(`${file}: there is no such file to learn from`);
  });
  const { fer2013, ferplus } = await predictAll(bytes, faces, 'Training', true);
  if (!ferplus) throw new RecipeError(`${file}: has no head for FER+'s votes, which a teacher needs`);
  return { fer2013, ferplus };
}

/** How right the averaged weights are on other faces, by the head that learned the labels. */
async function validate(net: Network, weights: Weights, faces: Faces, device: Device) {
  const session = await createSession(packageModel(net, weights, { mix: defaultMix }), { device });
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

async function recipeOf({ recipe, model, epochs, seed, dedupe, init, teacher, freeze }: TrainOptions): Promise<Recipe> {
  return parseRecipe({
    ...(recipe !== undefined && (namedRecipes[recipe] ?? (await readRecipe(recipe)))),
    ...(model !== undefined && { model }),
    ...(epochs !== undefined && { epochs: wholeNumber('--epochs', epochs, 1) }),
    ...(seed !== undefined && { seed: wholeNumber('--seed', seed, 0) }),
    ...(dedupe !== undefined && { dedupe }),
    ...(init !== undefined && { init }),
    ...(teacher !== undefined && { teacher }),
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

function epochLine(result: EpochResult, validation: Split): string {
  const { epoch, seconds, loss, accuracy, valAccuracy, valFerplusAccuracy } = result;
  const percent = (value: number | undefined) =>
    (value === undefined ? '–' : `${(value * 100).toFixed(2)} %`).padStart(7);
  return [
    bold(`epoch ${String(epoch).padStart(3)}`),
    `loss ${(loss as number).toFixed(3)}`,
    `accuracy ${percent(accuracy)}`,
    `${validation} ${percent(valAccuracy)}`,
    `FER+ ${percent(valFerplusAccuracy)}`,
    `${seconds.toFixed(0)} s`,
  ].join('  ');
}
