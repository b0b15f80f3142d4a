/** The training loop. */

import { rm } from 'node:fs/promises';
import { type FaceForm, type Faces, type Fingerprint, fingerprintOf, formOf, usualForm } from '../data';
import type { Network, Shape, Weights } from '../graph';
import { readAverages } from '../model/node';
import { requireKnown } from '../options';
import {
  type Checkpoint,
  CheckpointError,
  type Progress,
  readCheckpoint,
  readProgress,
  writeCheckpoint,
} from './checkpoint';
import { addTo, meansOf, stepSums } from './epochFigures';
import { stepFeeds } from './feeds';
import type { EpochResult } from './history';
import type { PreparedStep } from './prepare';
import { defaultRecipe, type Recipe, RecipeError } from './recipe';
import { bestEpoch, learningRateAt, needsValidation, stopsEarly } from './schedule';
import { averagesIn, namedTensors, type State, vectorOf } from './state';
import { readReport, type TrainingStep } from './step';
import { createTrainer, type TrainerOptions } from './trainer';

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

const fitOptions: Record<keyof FitOptions, true> = {
  recipe: true,
  createSession: true,
  device: true,
  createResidentSession: true,
  createPreparer: true,
  stepsAtOnce: true,
  checkpoint: true,
  saveEvery: true,
  keep: true,
  provenance: true,
  best: true,
  resume: true,
  initial: true,
  teacher: true,
  onStep: true,
  validate: true,
  signal: true,
};

export interface StepProgress {
  epoch: number;
  step: number;
  steps: number;
  loss: number;
  facesPerSecond: number;
}

/**
 * A loss that is not a number: what was tried and what may help.
 *
 * @example
 * import { createSession, DivergedError, findNetwork, fit, parseRecipe, readFaces } from 'feeling/train';
 * const { Training } = await readFaces('fer2013.csv');
 * const recipe = parseRecipe({ model: 'tiny', epochs: 1, batchSize: 4, learningRate: 1e30, warmupEpochs: 0 });
 * try {
 *   for await (const epoch of fit(findNetwork('tiny'), Training, { recipe, createSession })) console.log(epoch);
 * } catch (error) {
 *   error instanceof DivergedError; // → true
 * }
 */
export class DivergedError extends Error {
  override name = 'DivergedError';
}

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
 * Throws a CheckpointError when the checkpoint is of another recipe or of other faces, a RecipeError when the recipe needs a validation
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
  requireKnown('fit', fitOptions, options);
  const { recipe, device = 'cpu', validate, signal } = options;
  const { batchSize, epochs } = recipe;
  const needing = validate ? undefined : needsValidation(recipe);
  if (needing) throw new RecipeError(`recipe: ${needing} needs a validation after each epoch`);
  const trainer = await createTrainer(net, faces, options);
  const { step, stepsPerEpoch: steps } = trainer;
  const { stepsAtOnce = device === 'cpu' ? 1 : 16 } = options;
  const data = fingerprintOf(faces);
  let { state: start, progress } = await startingPoint(step, { data, form: formOf(faces) }, options);
  const { detail } = faces;
  const form = detail && formOf(faces);
  const save = saver(step, { recipe, data, form, provenance: options.provenance });
  const saveEvery = (options.saveEvery ?? 300) * 1000;
  const run = await trainer.begin(start);
  start = new Map();
  try {
    const done = () => progress.history.length >= epochs || stopsEarly(progress.history, recipe);
    while (!done()) {
      const epoch = progress.history.length;
      const before = progress.seconds ?? 0;
      const started = performance.now();
      const secondsSoFar = () => before + (performance.now() - started) / 1000;
      let saved = started;
      const first = progress.step;
      const last = (epoch + 1) * steps;
      const rateAt = (at: number) => learningRateAt(at, steps, recipe, progress.history);
      const prepared = run.batches(first, last);
      let waiting: PreparedStep[] = [];
      for (let at = first; at < last; at++) {
        const next = await prepared(at);
        await run.step(stepFeeds(step, next, { recipe, learningRate: rateAt(at), step: at }));
        waiting.push(next);
        const stops = signal?.aborted === true && at + 1 < last;
        if (waiting.length < stepsAtOnce && at + 1 < last && !stops) continue;
        for (const [i, report] of (await run.reports()).entries()) {
          const { loss } = readReport(step, report);
          if (!Number.isFinite(loss)) throw diverged(loss, progress.step, epoch, rateAt(progress.step));
          const sums = addTo(progress.sums, stepSums(step, report, waiting[i] as PreparedStep));
          progress = { ...progress, step: progress.step + 1, sums };
          const facesPerSecond = ((progress.step - first) * batchSize * 1000) / (performance.now() - started);
          options.onStep?.({ epoch, step: progress.step - epoch * steps, steps, loss, facesPerSecond });
        }
        waiting = [];
        if (progress.step === last) continue;
        const ends = signal?.aborted === true;
        if (ends || (options.checkpoint !== undefined && performance.now() - saved >= saveEvery)) {
          await save(options.checkpoint, await run.state(), { ...progress, seconds: secondsSoFar() });
          saved = performance.now();
        }
        if (ends) return;
      }
      const means = meansOf(progress.sums, steps);
      const seconds = secondsSoFar();
      const state = await run.state();
      const validated = await validate?.(averagesIn([...step.state, ...step.fixed], state));
      const result: EpochResult = {
        epoch: epoch + 1,
        learningRate: rateAt(progress.step - 1),
        seconds,
        ...means,
        ...validated,
      };
      progress = { step: progress.step, sums: {}, history: [...progress.history, result] };
      if (recipe.checkpoint !== 'last' && bestEpoch(progress.history, recipe) === epoch + 1)
        await save(options.best, state, progress);
      await save(options.checkpoint, state, progress);
      await save(options.keep?.(epoch + 1), state, progress);
      yield result;
      if (signal?.aborted) return;
    }
  } finally {
    await run.close();
  }
}

const diverged = (loss: number, step: number, epoch: number, learningRate: number) =>
  new DivergedError(
    `train: the loss is ${loss} at step ${step + 1} (epoch ${epoch + 1}) with a learning rate of ` +
      `${learningRate.toPrecision(3)}; try a tenth of it, a longer warm-up, clipNorm, or look at the data`,
  );

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
    (key) => key !== 'epochs' && key !== 'detail' && JSON.stringify(recipe[key]) !== JSON.stringify(before[key]),
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
    throw new CheckpointError(`${checkpoint}: has no tensor "${name}", which the network needs; it is damaged`);
  if (saved.shape.join() !== shape.join())
    throw new CheckpointError(
      `${checkpoint}: its tensor "${name}" is [${saved.shape.join(', ')}] where [${shape.join(', ')}] is needed; it is damaged`,
    );
  return saved.data;
}
