/** The training loop. */

import { rm } from 'node:fs/promises';
import { countOf, type Faces, type Fingerprint, faceSize, fingerprintOf } from '../data';
import { strongest } from '../emotion';
import { adamCorrectionAt, type Network, type Shape, type Weights, writeOnnx } from '../graph';
import { readAverages } from '../model/node';
import { requireKnown } from '../options';
import {
  type CreateResidentSession,
  type CreateSession,
  convolutionBlock,
  type Device,
  type Resident,
  type ResidentSession,
  residentInMemory,
  type Values,
} from '../runtime';
import { type BatchOptions, balancedWeights, countBatches, epochOrder, type Teacher } from './batches';
import {
  type Checkpoint,
  CheckpointError,
  type Progress,
  readCheckpoint,
  readProgress,
  writeCheckpoint,
} from './checkpoint';
import type { EpochResult } from './history';
import { type CreatePreparer, type PreparedStep, prepareHere } from './prepare';
import { defaultRecipe, type Recipe, RecipeError } from './recipe';
import { stepOf } from './recipeStep';
import { bestEpoch, learningRateAt, needsValidation, stopsEarly } from './schedule';
import { averagesIn, namedTensors, nextOf, type State, vectorOf } from './state';
import { readReport, type TrainingStep } from './step';

export interface FitOptions {
  recipe: Recipe;
  createSession: CreateSession;
  device?: Device;
  /** Keeps the state on the device from step to step. Without it, it is brought there and back at every step. */
  createResidentSession?: CreateResidentSession;
  /** Prepares batches; in this thread, if not given. */
  createPreparer?: CreatePreparer;
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
  /** Weights to start from instead of random ones, by parameter. */
  initial?: Weights;
  /** Probabilities of the recipe's teacher for each face, by head. Needed where the recipe has a teacher. */
  teacher?: Teacher['heads'];
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
  const { recipe, createSession, device = 'cpu', validate, signal, teacher } = options;
  const { batchSize, epochs } = recipe;
  const steps = countBatches(faces, batchSize);
  if (steps === 0) throw new Error(`train: ${countOf(faces)} faces do not fill one batch of ${batchSize}`);
  if (recipe.teacher !== '' && !teacher) throw new RecipeError('recipe: teacher needs its readings of the faces');
  const needing = validate ? undefined : needsValidation(recipe);
  if (needing) throw new RecipeError(`recipe: ${needing} needs a validation after each epoch`);
  const step = stepOf(net, recipe, {
    block: device === 'cpu' ? await convolutionBlock(createSession) : 0,
    provider: device,
  });
  const { createPreparer = prepareHere, stepsAtOnce = device === 'cpu' ? 1 : 16 } = options;
  const batch = batchOptionsOf(faces, step.heads, recipe, teacher);
  const masks = step.masks.map(({ shape, rate }) => ({ shape, rate }));
  const data = fingerprintOf(faces);
  let { state: start, progress } = await startingPoint(step, data, options);
  const save = saver(step, { recipe, data, provenance: options.provenance });
  const saveEvery = (options.saveEvery ?? 300) * 1000;
  const model = writeOnnx(step.model);
  const session = options.createResidentSession
    ? await options.createResidentSession(model, { device })
    : residentInMemory(await createSession(model, { device }));
  const preparer = createPreparer({ faces, batch, heads: step.heads, masks });
  try {
    const run = await openRun(session, step, start);
    start = new Map();
    const done = () => progress.history.length >= epochs || stopsEarly(progress.history, recipe);
    while (!done()) {
      const epoch = progress.history.length;
      const order = epochOrder(countOf(faces), recipe.seed, epoch);
      const before = progress.seconds ?? 0;
      const started = performance.now();
      const secondsSoFar = () => before + (performance.now() - started) / 1000;
      let saved = started;
      const first = progress.step;
      const last = (epoch + 1) * steps;
      const rateAt = (at: number) => learningRateAt(at, steps, recipe, progress.history);
      const prepared = inAdvance(first, last, preparer.ahead, (at) => {
        const from = (at % steps) * batchSize;
        return preparer.prepare({ epoch, step: at, places: order.slice(from, from + batchSize) });
      });
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
    await preparer.close();
    await session.close();
  }
}

/** Asks for things before they are needed, `ahead` of them. */
function inAdvance<T>(first: number, last: number, ahead: number, make: (at: number) => Promise<T>) {
  const made = new Map<number, Promise<T>>();
  let asked = first;
  return (at: number): Promise<T> => {
    for (; asked < last && asked <= at + ahead; asked++) {
      const promise = make(asked);
      // Whoever comes for it is told.
      promise.catch(() => undefined);
      made.set(asked, promise);
    }
    const promise = made.get(at) as Promise<T>;
    made.delete(at);
    return promise;
  };
}

/** A training step with its state on the session's device. */
async function openRun(session: ResidentSession, step: TrainingStep, start: State) {
  const fixed = step.fixed.filter(({ role }) => role === 'value');
  const resident = new Map<string, Resident>();
  for (const { name, size } of [...step.state, ...fixed])
    resident.set(name, await session.upload({ dims: [size], data: start.get(name) as Float32Array }));
  const unchanged = new Map(step.fixed.map(({ name }) => [name, start.get(name) as Float32Array]));
  let unread: Resident[] = [];
  return {
    async step(feeds: Record<string, Values<Float32Array>>) {
      const results = await session.run({ ...feeds, ...Object.fromEntries(resident) });
      session.release(step.state.map(({ name }) => resident.get(name) as Resident));
      for (const { name } of step.state) resident.set(name, results[nextOf(name)] as Resident);
      unread.push(results['report'] as Resident);
    },
    /** What the steps reported since this was last asked. */
    async reports(): Promise<Float32Array[]> {
      const reports = await session.read(unread);
      session.release(unread);
      unread = [];
      return reports;
    },
    async state(): Promise<State> {
      const arrays = new Map(unchanged);
      for (const { name } of step.state) {
        const [data] = await session.read([resident.get(name) as Resident]);
        arrays.set(name, data as Float32Array);
      }
      return arrays;
    },
  };
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

/** Writes checkpoints of a run; none where there is no path. */
const saver =
  (step: TrainingStep, about: Pick<Checkpoint, 'recipe' | 'data' | 'provenance'>) =>
  async (path: string | undefined, state: State, progress: Progress) => {
    if (path === undefined) return;
    const tensors = namedTensors([...step.state, ...step.fixed], state);
    await writeCheckpoint(path, { ...about, progress, tensors });
  };

async function startingPoint(
  step: TrainingStep,
  data: Fingerprint,
  { recipe, checkpoint, best, resume, initial }: FitOptions,
) {
  if (!resume || checkpoint === undefined) {
    if (best !== undefined) await rm(best, { force: true });
    return { state: step.initialState(recipe.seed, initial), progress: { step: 0, sums: {}, history: [] } as Progress };
  }
  const saved = await readCheckpoint(checkpoint);
  requireSameRun(checkpoint, saved, recipe, data);
  const vectors = [...step.state, ...step.fixed];
  const state: State = new Map(
    vectors.map((vector) => [
      vector.name,
      vectorOf(vector, ({ name, shape }) => savedTensor(saved, checkpoint, name, shape)),
    ]),
  );
  return { state, progress: saved.progress };
}

/** Throws a CheckpointError that says what is not as it was. */
function requireSameRun(
  checkpoint: string,
  { progress, data: saved, ...from }: Checkpoint,
  recipe: Recipe,
  data: Fingerprint,
) {
  // Of earlier releases it lacks what came later, which was as it usually is.
  const before = { ...defaultRecipe, ...from.recipe };
  const differing = (Object.keys(recipe) as (keyof Recipe)[]).filter(
    (key) => key !== 'epochs' && JSON.stringify(recipe[key]) !== JSON.stringify(before[key]),
  );
  if (differing.length > 0)
    throw new CheckpointError(
      `${checkpoint}: made with another recipe (${differing.join(', ')} ${differing.length === 1 ? 'differs' : 'differ'}); resume with the one it was started with`,
    );
  if (recipe.epochs < from.recipe.epochs && recipe.epochs < progress.history.length)
    throw new CheckpointError(
      `${checkpoint}: has ${progress.history.length} epochs already; give more of them (got ${recipe.epochs})`,
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

/** What a step is told besides its state and its batch. */
export interface StepSettings {
  recipe: Recipe;
  learningRate: number;
  /** Steps done before. */
  step: number;
}

/** Everything a step is fed besides its state: pixels and targets, rates and masks. */
export function stepFeeds(
  training: TrainingStep,
  { pixels, targets, masks }: PreparedStep,
  { recipe, learningRate, step }: StepSettings,
): Record<string, Values<Float32Array>> {
  const { batchSize } = recipe;
  /** How often the weights changed before. */
  const updates = Math.floor(step / recipe.accumulate);
  const scalar = (value: number) => ({ dims: [], data: Float32Array.of(value) });
  const feeds: Record<string, Values<Float32Array>> = {
    pixels: { dims: [batchSize, 1, faceSize, faceSize], data: pixels },
    learningRate: scalar(learningRate),
    // A young average forgets faster, so that it does not remember the random start.
    averageDecay: scalar(Math.min(recipe.ema, (1 + updates) / (10 + updates))),
  };
  if (recipe.accumulate > 1) feeds['changes'] = scalar((step + 1) % recipe.accumulate === 0 ? 1 : 0);
  if (recipe.optimizer === 'adamw') feeds['adamCorrection'] = scalar(adamCorrectionAt(updates + 1, recipe));
  for (const [head, { targets: distribution, weights }] of Object.entries(targets)) {
    feeds[`${head}:targets`] = { dims: [batchSize, distribution.length / batchSize], data: distribution };
    feeds[`${head}:weights`] = { dims: [batchSize], data: weights };
  }
  training.masks.forEach(({ name, shape }, i) => {
    feeds[name] = { dims: shape, data: masks[i] as Float32Array };
  });
  return feeds;
}

/** What a step adds to its epoch's sums: of each head the losses of its faces, and how much these count. */
function stepSums(
  step: TrainingStep,
  report: Float32Array,
  { targets: prepared }: PreparedStep,
): Record<string, number> {
  const { loss, losses, logits } = readReport(step, report);
  const { targets, weights } = prepared[step.heads[0] as string] as PreparedStep['targets'][string];
  const classes = logits.length / weights.length;
  let [hits, counted] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    counted++;
    const row = [i * classes, (i + 1) * classes] as const;
    if (strongest(logits.subarray(...row)) === strongest(targets.subarray(...row))) hits++;
  }
  const heads = Object.entries(losses).flatMap(([head, value]) => {
    const own = (prepared[head] as PreparedStep['targets'][string]).weights;
    return [
      [`${head}Loss`, value * own.length],
      [weightOf(head), own.reduce((sum, weight) => sum + weight, 0)],
    ];
  });
  return { loss, ...Object.fromEntries(heads), hits, counted };
}

const weightOf = (head: string) => `${head}Weight`;

/**
 * An epoch's figures from its sums: `loss` is what was minimised, a mean over steps; `HEADLoss` is the mean over the faces
 * that count for the head, each as much as it counts.
 */
function meansOf({ loss = 0, hits = 0, counted = 0, ...sums }: Record<string, number>, steps: number) {
  const heads = Object.keys(sums).flatMap((name) => (name.endsWith('Loss') ? [name.slice(0, -'Loss'.length)] : []));
  const meanOf = (head: string) => (sums[`${head}Loss`] as number) / (sums[weightOf(head)] || 1);
  return {
    loss: loss / steps,
    ...Object.fromEntries(heads.map((head) => [`${head}Loss`, meanOf(head)])),
    accuracy: hits / Math.max(1, counted),
  };
}

const addTo = (sums: Record<string, number>, values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, (sums[name] ?? 0) + value]));
