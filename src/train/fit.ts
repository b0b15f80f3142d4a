/** Training with its checkpoints in files. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, isAbsolute } from 'node:path';
import * as v from 'valibot';
import { type FaceForm, type Faces, formOf, usualForm } from '../data';
import { type Fingerprint, fingerprintOf } from '../data/node';
import type { Network, Shape, Weights } from '../graph';
import { readAverages } from '../model/node';
import { type Checkpoint, CheckpointError, readCheckpoint, readProgress, writeCheckpoint } from './checkpoint';
import type { EpochResult, Progress } from './history';
import { type Keeper, type StepProgress, trainEpochs } from './loop';
import { defaultRecipe, type Recipe } from './recipe';
import { namedTensors, type State, vectorOf } from './state';
import type { TrainingStep } from './step';
import type { TrainerOptions } from './trainer';
import { aFunction, aSignal, requireTraining, trainerEntries } from './trainerOptions';

export interface FitOptions extends TrainerOptions {
  /** Steps after which their losses are read; a graphics card does several better without being asked. */
  stepsAtOnce?: number;
  /** Checkpoint file, written after every epoch, every few minutes and when `signal` aborts. */
  checkpoint?: string;
  /** Seconds after which the checkpoint is written in the middle of an epoch, 300 if not given; 0 for each step. */
  saveEvery?: number;
  /** File to keep for an epoch's checkpoint for good; undefined for none. */
  keep?(epoch: number): string | undefined;
  /** What models of its checkpoints should say of themselves. */
  provenance?: Record<string, string>;
  /** File for the weights of the best epoch, where the recipe wants those. */
  best?: string;
  /** Goes on from the checkpoint, with the same numbers as a run that was never interrupted. */
  resume?: boolean;
  /** Called for each step, perhaps for several at once. */
  onStep?(progress: StepProgress): void;
  /** Measures the averaged weights after each epoch: `valLoss` and `valAccuracy` at least. */
  validate?(weights: Weights): Promise<Record<string, number>>;
  /** Finishes the step, writes the checkpoint and ends. */
  signal?: AbortSignal;
}

const aPath = v.pipe(v.string('must be the path of a file'), v.minLength(1, 'must be the path of a file'));

const fitEntries = {
  ...trainerEntries,
  stepsAtOnce: v.optional(
    v.custom((value) => Number.isInteger(value) && (value as number) > 0, 'must be a whole number from 1'),
  ),
  checkpoint: v.optional(aPath),
  saveEvery: v.optional(
    v.custom((value) => (value as number) >= 0 && typeof value === 'number', 'must be a number of seconds from 0'),
  ),
  keep: v.optional(aFunction),
  provenance: v.optional(v.record(v.string(), v.string(), 'must be an object of texts')),
  best: v.optional(aPath),
  resume: v.optional(v.boolean('must be true or false')),
  onStep: v.optional(aFunction),
  validate: v.optional(aFunction),
  signal: v.optional(aSignal),
} satisfies Record<keyof FitOptions, v.GenericSchema>;

/**
 * Trained weights in a checkpoint: the moving averages.
 *
 * @example
 * import { averagedWeights } from 'feeling/train';
 * const weights = await averagedWeights('checkpoint.safetensors');
 * weights.get('conv1/weight')?.length; // → 144
 */
export async function averagedWeights(checkpoint: string): Promise<Weights> {
  await readProgress(checkpoint);
  return (await readAverages(checkpoint)).weights;
}

/**
 * Trains `net` on `faces`, yielding after each epoch.
 *
 * A run that goes on may have more epochs than it had; everything else must be as it was.
 *
 * Throws a TypeError when what it is given is something else, a CheckpointError when the checkpoint is of another recipe or of other faces, a RecipeError when the recipe needs a validation
 * that is not given or freezes what is not there, a DivergedError when the loss is not finite, an Error when there are
 * fewer faces than a batch has.
 *
 * @example
 * import { createSession, findNetwork, fit, parseRecipe, readFaces } from 'feeling/train';
 * const { Training } = await readFaces('fer2013.csv');
 * const recipe = parseRecipe({ model: 'tiny', epochs: 1, batchSize: 4 });
 * for await (const { epoch, loss } of fit(findNetwork('tiny'), Training, { recipe, createSession })) console.log(epoch, loss);
 */
export async function* fit(net: Network, faces: Faces, options: FitOptions): AsyncGenerator<EpochResult> {
  requireTraining('fit', fitEntries, { net, faces, options });
  if (options.resume && options.checkpoint === undefined)
    throw new TypeError('fit: resume goes on from the file of checkpoint, which is missing');
  const { checkpoint, best, keep, saveEvery = 300, provenance, recipe, ...others } = options;
  const data = fingerprintOf(faces);
  const form = formOf(faces);
  const about = { recipe, data, form: faces.detail && form, provenance };
  let save: ReturnType<typeof saver>;
  const keeper: Keeper = {
    begin: (step) => {
      save = saver(step, about);
      return startingPoint(step, { data, form }, options);
    },
    saveStep: (state, progress) => save(checkpoint, state, progress),
    saveEpoch: async (state, progress, isBest) => {
      if (isBest) await save(best, state, progress);
      await save(checkpoint, state, progress);
      await save(keep?.(progress.history.length), state, progress);
    },
  };
  const every = checkpoint === undefined ? Number.POSITIVE_INFINITY : saveEvery;
  yield* trainEpochs(net, faces, { ...others, recipe, keeper, saveEvery: every });
}

/** Writes checkpoints of a run; none where there is no path. */
const saver =
  (step: TrainingStep, about: Pick<Checkpoint, 'recipe' | 'data' | 'form' | 'provenance'>) =>
  async (path: string | undefined, state: State, progress: Progress) => {
    if (path === undefined) return;
    const tensors = namedTensors([...step.state, ...step.fixed], state);
    await writeCheckpoint(path, { ...about, progress, tensors });
  };

async function startingPoint(
  step: TrainingStep,
  faces: { data: Fingerprint; form: FaceForm },
  { recipe, checkpoint, best, resume, initial }: FitOptions,
) {
  if (!resume || checkpoint === undefined) {
    if (best !== undefined) await rm(best, { force: true });
    return { state: step.initialState(recipe.seed, initial), progress: { step: 0, sums: {}, history: [] } as Progress };
  }
  const saved = await readCheckpoint(checkpoint);
  requireSameRun(checkpoint, saved, recipe, faces);
  const vectors = [...step.state, ...step.fixed];
  const state: State = new Map(
    vectors.map((vector) => [
      vector.name,
      vectorOf(vector, ({ name, shape }) => savedTensor(saved, checkpoint, name, shape)),
    ]),
  );
  return { state, progress: saved.progress };
}

const formText = ({ channels, size }: FaceForm) => `${channels} × ${size} × ${size}`;

/** Whether the entry names the same file, which lay elsewhere. */
const isMoved = (key: keyof Recipe, before: unknown, now: unknown) =>
  (key === 'model' || key === 'init' || key === 'teacher') &&
  basename(String(before)) === basename(String(now)) &&
  isAbsolute(String(before)) &&
  !existsSync(String(before));

/** Throws a CheckpointError that says what is not as it was. */
function requireSameRun(
  checkpoint: string,
  { progress, data: saved, form: savedForm = usualForm, ...from }: Checkpoint,
  recipe: Recipe,
  { data, form }: { data: Fingerprint; form: FaceForm },
) {
  // Of earlier releases it lacks what came later, which was as it usually is.
  const before = { ...defaultRecipe, ...from.recipe };
  const differing = (Object.keys(recipe) as (keyof Recipe)[]).filter(
    (key) =>
      key !== 'epochs' &&
      key !== 'detail' &&
      JSON.stringify(recipe[key]) !== JSON.stringify(before[key]) &&
      !isMoved(key, before[key], recipe[key]),
  );
  if (differing.length > 0)
    throw new CheckpointError(
      `${checkpoint}: made with another recipe (${differing.join(', ')} ${differing.length === 1 ? 'differs' : 'differ'}); resume with the one it was started with`,
    );
  if (recipe.epochs < from.recipe.epochs && recipe.epochs < progress.history.length)
    throw new CheckpointError(
      `${checkpoint}: has ${progress.history.length} epochs already; give more of them (got ${recipe.epochs})`,
    );
  if (savedForm.channels !== form.channels || savedForm.size !== form.size)
    throw new CheckpointError(
      `${checkpoint}: was trained on faces of ${formText(savedForm)} (these are ${formText(form)}); resume with "detail": ${savedForm.size > form.size || savedForm.channels > form.channels} in its recipe`,
    );
  if (!saved) return;
  const number = (n: number) => n.toLocaleString('en');
  if (saved.faces !== data.faces || saved.sha256 !== data.sha256)
    throw new CheckpointError(
      `${checkpoint}: was trained on other faces (${number(saved.faces)} then, ${saved.faces === data.faces ? 'as many others' : number(data.faces)} now); resume with the data, limit and splits it was started with`,
    );
  if (saved.votes !== data.votes)
    throw new CheckpointError(
      `${checkpoint}: was trained ${saved.votes === undefined ? 'without votes' : data.votes === undefined ? 'with votes' : 'with other votes'}; resume ${saved.votes === undefined ? 'without --votes' : 'with the file of --votes it was started with'}`,
    );
}

/** Throws a CheckpointError when the checkpoint has not this tensor, or one of another shape. */
function savedTensor({ tensors }: Checkpoint, checkpoint: string, name: string, shape: Shape): Float32Array {
  const saved = tensors.get(name);
  if (!saved)
    throw new CheckpointError(
      `${checkpoint}: has no tensor "${name}", which the network needs; the network is another one now, or the file is damaged`,
    );
  if (saved.shape.join() !== shape.join())
    throw new CheckpointError(
      `${checkpoint}: its tensor "${name}" must have shape [${shape.join(', ')}] (got [${saved.shape.join(', ')}]); the network is another one now, or the file is damaged`,
    );
  return saved.data;
}
