/** The training loop. */
import { rm } from 'node:fs/promises';
import { countOf, type Faces, faceSize } from '../data';
import { strongest } from '../emotion';
import { adamCorrectionAt, type Network, seededRandom, sizeOf, type Weights, writeOnnx } from '../graph';
import { type CreateSession, convolutionBlock, type Device, type Feeds, type Values } from '../runtime';
import {
  type Batch,
  type BatchOptions,
  balancedWeights,
  countBatches,
  epochOrder,
  makeBatch,
  type Teacher,
} from './batches';
import { CheckpointError, type Progress, readCheckpoint, writeCheckpoint } from './checkpoint';
import type { EpochResult } from './history';
import { type Recipe, RecipeError } from './recipe';
import { adamBetas, stepOf } from './recipeStep';
import { bestEpoch, learningRateAt, needsValidation, stopsEarly } from './schedule';
import { averageOf, nextOf, type TrainingStep } from './step';

export interface FitOptions {
  recipe: Recipe;
  createSession: CreateSession;
  device?: Device;
  /** Checkpoint file, written after every epoch and when `signal` aborts. */
  checkpoint?: string;
  /** File for the weights of the best epoch, where the recipe wants those. */
  best?: string;
  /** Goes on from the checkpoint, with the same numbers as a run that was never interrupted. */
  resume?: boolean;
  /** Weights to start from instead of random ones, by parameter. */
  initial?: Weights;
  /** Probabilities of the recipe's teacher for each face, by head. Needed where the recipe has a teacher. */
  teacher?: Teacher['heads'];
  /** Called after each step. */
  onStep?(progress: StepProgress): void;
  /** Measures the averaged weights after each epoch: `valLoss` and `valAccuracy` at least. */
  validate?(weights: Weights): Promise<Record<string, number>>;
  /** Finishes the step, writes the checkpoint and ends. */
  signal?: AbortSignal;
}

export interface StepProgress {
  epoch: number;
  step: number;
  steps: number;
  loss: number;
  facesPerSecond: number;
}

/** A loss that is not a number: what was tried and what may help. */
export class DivergedError extends Error {
  override name = 'DivergedError';
}

/** Trained weights in a checkpoint: the moving averages. */
export async function averagedWeights(checkpoint: string): Promise<Weights> {
  const { tensors } = await readCheckpoint(checkpoint);
  return averages(new Map([...tensors].map(([name, { data }]) => [name, data])));
}

function averages(state: ReadonlyMap<string, Float32Array>): Weights {
  const suffix = averageOf('');
  return new Map(
    [...state].filter(([name]) => name.endsWith(suffix)).map(([name, data]) => [name.slice(0, -suffix.length), data]),
  );
}

/**
 * Trains `net` on `faces`, yielding after each epoch.
 *
 * Throws a CheckpointError when the checkpoint is of another recipe, a RecipeError when the recipe needs a validation
 * that is not given or freezes what is not there, a DivergedError when the loss is not finite, an Error when there are
 * fewer faces than a batch has.
 */
export async function* fit(net: Network, faces: Faces, options: FitOptions): AsyncGenerator<EpochResult> {
  const { recipe, createSession, device = 'cpu', validate, signal, teacher } = options;
  const { batchSize, epochs } = recipe;
  const steps = countBatches(faces, batchSize);
  if (steps === 0) throw new Error(`train: ${countOf(faces)} faces do not fill one batch of ${batchSize}`);
  if (recipe.teacher !== '' && !teacher) throw new RecipeError('recipe: teacher needs its readings of the faces');
  const needing = validate ? undefined : needsValidation(recipe);
  if (needing) throw new RecipeError(`recipe: ${needing} needs a validation after each epoch`);
  const step = stepOf(net, recipe, {
    block: device === 'cpu' ? await convolutionBlock(createSession) : 0,
    maxPoolIndices: device === 'cpu',
  });
  const session = await createSession(writeOnnx(step.model), { device });
  try {
    let { state, progress } = await startingPoint(step, options);
    const batchOptions = batchOptionsOf(faces, step.heads, recipe, teacher);
    const done = () => progress.history.length >= epochs || stopsEarly(progress.history, recipe);
    while (!done()) {
      const epoch = progress.history.length;
      const order = epochOrder(countOf(faces), recipe.seed, epoch);
      const started = performance.now();
      const first = progress.step;
      let learningRate = 0;
      while (progress.step < (epoch + 1) * steps) {
        const at = progress.step % steps;
        learningRate = learningRateAt(progress.step, steps, recipe, progress.history);
        const places = order.subarray(at * batchSize, (at + 1) * batchSize);
        const batch = makeBatch(faces, places, { ...batchOptions, epoch });
        const results = await session.run(stepFeeds(step, state, { batch, recipe, learningRate, step: progress.step }));
        const loss = results['loss']?.data[0] as number;
        if (!Number.isFinite(loss)) throw diverged(loss, progress.step, epoch, learningRate);
        state = new Map(step.state.map(({ name }) => [name, results[nextOf(name)]?.data as Float32Array]));
        progress = { ...progress, step: progress.step + 1, sums: addTo(progress.sums, stepSums(step, results, batch)) };
        const seconds = (performance.now() - started) / 1000;
        options.onStep?.({
          epoch,
          step: at + 1,
          steps,
          loss,
          facesPerSecond: ((progress.step - first) * batchSize) / seconds,
        });
        if (signal?.aborted && at + 1 < steps) {
          await save(options, step, state, progress);
          return;
        }
      }
      const means = Object.fromEntries(Object.entries(progress.sums).map(([name, sum]) => [name, sum / steps]));
      const seconds = (performance.now() - started) / 1000;
      const validated = await validate?.(averages(state));
      const result: EpochResult = { epoch: epoch + 1, learningRate, seconds, ...means, ...validated };
      progress = { step: progress.step, sums: {}, history: [...progress.history, result] };
      if (recipe.checkpoint !== 'last' && bestEpoch(progress.history, recipe) === epoch + 1)
        await save({ recipe, ...(options.best && { checkpoint: options.best }) }, step, state, progress);
      await save(options, step, state, progress);
      yield result;
      if (signal?.aborted) return;
    }
  } finally {
    await session.close();
  }
}

function batchOptionsOf(
  faces: Faces,
  heads: readonly string[],
  { seed, augmentation, classWeights, teacherShare, notFaces }: Recipe,
  teacher: Teacher['heads'] | undefined,
): Omit<BatchOptions, 'epoch'> {
  const options = {
    seed,
    augmentation,
    notFaces: heads.includes('face') ? notFaces : 0,
    ...(teacher && { teacher: { heads: teacher, share: teacherShare } }),
  };
  if (classWeights === 'none') return options;
  return { ...options, classWeights: classWeights === 'balanced' ? balancedWeights(faces) : classWeights };
}

const diverged = (loss: number, step: number, epoch: number, learningRate: number) =>
  new DivergedError(
    `train: the loss is ${loss} at step ${step + 1} (epoch ${epoch + 1}) with a learning rate of ` +
      `${learningRate.toPrecision(3)}; try a tenth of it, a longer warm-up, clipNorm, or look at the data`,
  );

async function save(
  { recipe, checkpoint }: Pick<FitOptions, 'recipe' | 'checkpoint'>,
  step: TrainingStep,
  state: ReadonlyMap<string, Float32Array>,
  progress: Progress,
) {
  if (checkpoint === undefined) return;
  const tensors = new Map(
    step.state.map(({ name, shape }) => [name, { shape, data: state.get(name) as Float32Array }]),
  );
  await writeCheckpoint(checkpoint, { recipe, progress, tensors });
}

async function startingPoint(step: TrainingStep, { recipe, checkpoint, best, resume, initial }: FitOptions) {
  if (!resume || checkpoint === undefined) {
    if (best !== undefined) await rm(best, { force: true });
    return { state: step.initialState(recipe.seed, initial), progress: { step: 0, sums: {}, history: [] } as Progress };
  }
  const saved = await readCheckpoint(checkpoint);
  const differing = Object.keys(recipe).filter(
    (key) => JSON.stringify(recipe[key as keyof Recipe]) !== JSON.stringify(saved.recipe[key as keyof Recipe]),
  );
  if (differing.length > 0)
    throw new CheckpointError(
      `${checkpoint}: made with another recipe (${differing.join(', ')} differ); resume with the one it was started with`,
    );
  return {
    state: new Map([...saved.tensors].map(([name, { data }]) => [name, data])),
    progress: saved.progress,
  };
}

/** What a step is told besides its state. */
export interface StepFeeds {
  batch: Batch;
  recipe: Recipe;
  learningRate: number;
  /** Steps done before. */
  step: number;
}

/** Everything a step is fed: pixels and targets, rates, masks and state. */
export function stepFeeds(
  training: TrainingStep,
  state: ReadonlyMap<string, Float32Array>,
  { batch, recipe, learningRate, step }: StepFeeds,
): Feeds {
  const { batchSize, seed } = recipe;
  const scalar = (value: number) => ({ dims: [], data: Float32Array.of(value) });
  const feeds: Feeds = {
    pixels: { dims: [batchSize, 1, faceSize, faceSize], data: batch.pixels },
    learningRate: scalar(learningRate),
    // A young average forgets faster, so that it does not remember the random start.
    averageDecay: scalar(Math.min(recipe.ema, (1 + step) / (10 + step))),
  };
  if (recipe.optimizer === 'adamw') feeds['adamCorrection'] = scalar(adamCorrectionAt(step + 1, adamBetas));
  for (const head of training.heads as (keyof Batch['heads'])[]) {
    const { targets, weights } = batch.heads[head];
    feeds[`${head}:targets`] = { dims: [batchSize, targets.length / batchSize], data: targets };
    feeds[`${head}:weights`] = { dims: [batchSize], data: weights };
  }
  for (const { name, shape } of training.state) feeds[name] = { dims: shape, data: state.get(name) as Float32Array };
  training.masks.forEach(({ name, shape, rate }, i) => {
    feeds[name] = { dims: shape, data: dropoutMask(shape, rate, seededRandom(seed, 3, step, i)) };
  });
  return feeds;
}

function dropoutMask(shape: readonly number[], rate: number, random: ReturnType<typeof seededRandom>): Float32Array {
  const mask = new Float32Array(sizeOf(shape));
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) if (random.uniform() >= rate) mask[i] = kept;
  return mask;
}

function stepSums(
  { heads }: TrainingStep,
  results: Record<string, Values<Float32Array>>,
  batch: Batch,
): Record<string, number> {
  const logits = results['logits:fer2013'] as Values<Float32Array>;
  const [count, classes] = logits.dims as [number, number];
  const { targets, weights } = batch.heads.fer2013;
  let [hits, counted] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (weights[i] === 0) continue;
    counted++;
    const row = [i * classes, (i + 1) * classes] as const;
    if (strongest(logits.data.subarray(...row)) === strongest(targets.subarray(...row))) hits++;
  }
  const loss = (name: string) => results[name]?.data[0] as number;
  return {
    loss: loss('loss'),
    ...Object.fromEntries(heads.map((head) => [`${head}Loss`, loss(`loss:${head}`)])),
    accuracy: hits / Math.max(1, counted),
  };
}

const addTo = (sums: Record<string, number>, values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, (sums[name] ?? 0) + value]));
