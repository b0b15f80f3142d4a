/** What `feeling train` is to do: a new run, or one that goes on. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Split } from '../../data';
import { networkTitle } from '../../nets/node';
import type { Device } from '../../runtime';
import { CheckpointError, parseRecipe, type Recipe, readProgress } from '../../train';
import { splitOption } from '../labelled/dataOptions';
import { deviceOption, numberAtLeast, wholeNumber } from '../options';
import { UsageError } from '../output';
import { missingLayer } from './networksAsked';
import { givenEntries, type RecipeOptions } from './recipe';
import { type DataRecord, dataRecordOf, readDataRecord } from './record';
import { isBarelyBegun, requireIdle } from './room';
import { isRun, runFiles } from './runFiles';

export interface TrainOptions extends RecipeOptions, Omit<DataRecord, 'data' | 'validateOn'> {
  data?: string;
  validateOn?: string;
  device: string;
  out?: string;
  resume?: string | boolean;
  initMap?: string;
  saveEvery: string;
  keepEvery?: string;
  repeats?: string;
  findLearningRate?: string | true;
  json?: boolean;
}

export interface Plan {
  /** Its folder. */
  run: string;
  resume: boolean;
  recipe: Recipe;
  /** What was given for `--recipe`; a name is no file. */
  recipeFile: string | undefined;
  /** What to tell of a run that goes on with more epochs. */
  longer?: string;
  record: DataRecord;
  validation: Split;
  device: Device;
  /** Seconds between checkpoints in the middle of an epoch. */
  saveEvery: number;
  /** File that says which layers of `init` are meant. */
  initMap: string | undefined;
  /** Epochs after which a checkpoint is kept for good; 0 for never. */
  keepEvery: number;
  json: boolean;
}

/** Throws a UsageError, a RecipeError or a CheckpointError that says what cannot be. */
export async function planOf(options: TrainOptions): Promise<Plan> {
  const shared = {
    device: deviceOption(options.device),
    saveEvery: numberAtLeast('--save-every', options.saveEvery, 0) * 60,
    keepEvery: options.keepEvery === undefined ? 0 : wholeNumber('--keep-every', options.keepEvery, 1),
    initMap: options.initMap,
    recipeFile: options.recipe,
    json: options.json ?? false,
  };
  const given = await givenEntries(options);
  const begun = options.resume === undefined ? await newRun(options, given) : await resumedRun(options, given);
  const missing = await missingLayer(begun.recipe.model, options.freeze ?? []);
  if (missing !== undefined) throw new UsageError(`--freeze: ${missing}`);
  return { ...shared, ...begun, validation: splitOption(begun.record.validateOn, '--validate-on') };
}

type Begun = Pick<Plan, 'run' | 'resume' | 'recipe' | 'longer' | 'record'>;

const usualRun = ({ model }: { model: string }) => join('runs', networkTitle(model));

async function newRun(options: TrainOptions, given: Partial<Recipe>): Promise<Begun> {
  const recipe = parseRecipe(given);
  if (options.initMap !== undefined && recipe.init === '')
    throw new UsageError('--init-map says what layers are called in the file of --init, which is missing');
  const run = options.out ?? usualRun(recipe);
  if (existsSync(runFiles(run).checkpoint)) {
    await requireIdle(run);
    throw new UsageError(
      `${run}: there is a run here already; go on with --resume, or choose another folder with --out`,
    );
  }
  const { data, validateOn = 'PublicTest' } = options;
  if (data === undefined)
    throw new UsageError('--data is missing: fer2013.csv, fer2013.csv.gz or a folder of pictures');
  // One seed draws everything, unless the data has its own.
  const record = dataRecordOf({ ...options, data, validateOn, seed: options.seed ?? String(recipe.seed) });
  return { run, resume: false, recipe, record };
}

/** The run as it was begun; what is given again must be the same, but for more epochs. */
async function resumedRun(options: TrainOptions, given: Partial<Recipe>): Promise<Begun> {
  if (options.initMap !== undefined)
    throw new UsageError('a run that goes on has its weights already; leave --init-map out');
  const named = typeof options.resume === 'string' ? options.resume : undefined;
  if (named !== undefined && options.out !== undefined && resolve(named) !== resolve(options.out))
    throw new UsageError(`--resume ${named} and --out ${options.out} are two folders; give one`);
  const run = named ?? options.out ?? usualRun(parseRecipe(given));
  if (!isRun(run)) throw new CheckpointError(`${run}: there is no run here to go on with`);
  await requireIdle(run);
  if (isBarelyBegun(run))
    throw new CheckpointError(
      `${run}: was stopped before its first checkpoint; start it again as it was begun, without --resume`,
    );
  const { recipe: saved } = await readProgress(runFiles(run).checkpoint);
  const recipe = parseRecipe({
    ...saved,
    ...given,
    augmentation: { ...saved.augmentation, ...given.augmentation },
  });
  const before = await readDataRecord(run);
  const {
    data = before?.data,
    validateOn = before?.validateOn ?? 'PublicTest',
    without,
    ...others
  } = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as TrainOptions;
  if (data === undefined)
    throw new UsageError(`${run}: does not say which data it was trained on; give --data and its options again`);
  const record = dataRecordOf({
    ...before,
    ...others,
    without: without.length > 0 ? without : (before?.without ?? []),
    data,
    validateOn,
    seed: before?.seed ?? String(recipe.seed),
  });
  const isLonger = recipe.epochs !== saved.epochs && (recipe.schedule === 'cosine' || recipe.schedule === 'oneCycle');
  const longer = `${recipe.epochs} epochs instead of ${saved.epochs}: the learning rate follows the longer schedule from here`;
  return { run, resume: true, recipe, record, ...(isLonger && { longer }) };
}
