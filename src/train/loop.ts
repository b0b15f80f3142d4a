/** The training loop, wherever what it computes is kept. */
import type { Faces } from '../data';
import type { Network, Weights } from '../graph';
import { addTo, meansOf, stepSums } from './epochFigures';
import { stepFeeds } from './feeds';
import type { EpochResult, Progress } from './history';
import type { PreparedStep } from './prepare';
import { type Recipe, RecipeError } from './recipe';
import { bestEpoch, learningRateAt, needsValidation, stopsEarly, watchedFigures } from './schedule';
import { averagesIn, type State } from './state';
import { readReport, type TrainingStep } from './step';
import { createTrainer, type TrainerOptions } from './trainer';

/** Where a run begins, and where it is kept so that it can go on. */
export interface Keeper {
  /** The state of the first step and how far the run is: at its start, or where it was stopped. */
  begin(step: TrainingStep): Promise<{ state: State; progress: Progress }>;
  /** Keeps a run in the middle of an epoch. */
  saveStep(state: State, progress: Progress): Promise<void>;
  /** Keeps a run at the end of an epoch. `isBest` where the recipe wants the best epoch's weights and this is it so far. */
  saveEpoch(state: State, progress: Progress, isBest: boolean): Promise<void>;
}

export interface LoopOptions extends TrainerOptions {
  keeper: Keeper;
  /** Seconds after which a run is kept in the middle of an epoch; 0 for each step. */
  saveEvery: number;
  /** Steps after which their losses are read; a graphics card does several better without being asked. */
  stepsAtOnce?: number | undefined;
  /** Called for each step, perhaps for several at once. */
  onStep?: ((progress: StepProgress) => void) | undefined;
  /** Measures the averaged weights after each epoch: `valLoss` and `valAccuracy` at least. */
  validate?: ((weights: Weights) => Promise<Record<string, number>>) | undefined;
  /** Finishes the step, keeps the run and ends. */
  signal?: AbortSignal | undefined;
}

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
 * Trains `net` on `faces`, yielding after each epoch, when it is kept.
 *
 * Throws what `keeper` throws, a RecipeError when the recipe needs a validation that is not given or freezes what is not
 * there, a DivergedError when the loss is not finite, an Error when there are fewer faces than a batch has.
 */
export async function* trainEpochs(net: Network, faces: Faces, options: LoopOptions): AsyncGenerator<EpochResult> {
  const { recipe, device = 'cpu', keeper, validate, signal } = options;
  const { batchSize, epochs } = recipe;
  const needing = validate ? undefined : needsValidation(recipe);
  if (needing) throw new RecipeError(`recipe: ${needing} needs a validation after each epoch`);
  const trainer = await createTrainer(net, faces, options);
  const { step, stepsPerEpoch: steps } = trainer;
  const { accumulate } = recipe;
  if (accumulate > steps * epochs)
    throw new RecipeError(
      `recipe: accumulate ${accumulate} never changes a weight, as the run has ${steps * epochs} batches; give fewer, or more epochs`,
    );
  const { stepsAtOnce = device === 'cpu' ? 1 : 16 } = options;
  let { state: start, progress } = await keeper.begin(step);
  const saveEvery = options.saveEvery * 1000;
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
        if (ends || performance.now() - saved >= saveEvery) {
          await keeper.saveStep(await run.state(), { ...progress, seconds: secondsSoFar() });
          saved = performance.now();
        }
        if (ends) return;
      }
      const means = meansOf(progress.sums, steps);
      const seconds = secondsSoFar();
      const state = await run.state();
      const validated = await validate?.(averagesIn([...step.state, ...step.fixed], state));
      if (validate) requireWatched(validated, recipe);
      const result: EpochResult = {
        epoch: epoch + 1,
        learningRate: rateAt(progress.step - 1),
        seconds,
        ...means,
        ...validated,
      };
      progress = { step: progress.step, sums: {}, history: [...progress.history, result] };
      const isBest = recipe.checkpoint !== 'last' && bestEpoch(progress.history, recipe) === epoch + 1;
      await keeper.saveEpoch(state, progress, isBest);
      yield result;
      if (signal?.aborted) return;
    }
  } finally {
    await run.close();
  }
}

/** Throws a RecipeError when the validation lacks a figure that the recipe looks at. */
function requireWatched(validated: Record<string, number> | undefined, recipe: Recipe) {
  const missing = watchedFigures(recipe).find((name) => typeof validated?.[name] !== 'number');
  if (missing !== undefined)
    throw new RecipeError(
      `recipe: ${needsValidation(recipe)} looks at ${missing}, which validate must give (got ${Object.keys(validated ?? {}).join(', ') || 'nothing'})`,
    );
}

const diverged = (loss: number, step: number, epoch: number, learningRate: number) =>
  new DivergedError(
    `train: the loss is ${loss} at step ${step + 1} (epoch ${epoch + 1}) with a learning rate of ` +
      `${learningRate.toPrecision(3)}; try a tenth of it, a longer warm-up, clipNorm, or look at the data`,
  );
