/**
 * The learning rate range test: the rate rises from step to step, and where the loss falls fastest is a good one (Smith 2017,
 * "Cyclical Learning Rates for Training Neural Networks", arXiv:1506.01186, section 3.3), as fastai's `lr_find` and
 * PyTorch Lightning's have it.
 */
import * as v from 'valibot';
import type { Faces } from '../data';
import type { Network } from '../graph';
import { stepFeeds } from './feeds';
import { readReport } from './step';
import { createTrainer, type TrainerOptions } from './trainer';
import { aFunction, aSignal, requireTraining, trainerEntries } from './trainerOptions';

export interface RateFinderOptions extends TrainerOptions {
  /** Changes of the weights from the lowest rate to the highest, 100 if not given. */
  steps?: number;
  /** 1e-6 if not given. */
  lowest?: number;
  /** 1 if not given. */
  highest?: number;
  /** Called after each change of the weights. */
  onStep?(tried: TriedRate): void;
  /** Ends the test; what was tried so far counts. */
  signal?: AbortSignal;
}

/** Numbers are checked together, below. */
const finderEntries = {
  ...trainerEntries,
  steps: v.optional(v.unknown()),
  lowest: v.optional(v.unknown()),
  highest: v.optional(v.unknown()),
  onStep: v.optional(aFunction),
  signal: v.optional(aSignal),
} satisfies Record<keyof RateFinderOptions, v.GenericSchema>;

export interface TriedRate {
  learningRate: number;
  loss: number;
  /** The loss without the noise of single batches. */
  smoothed: number;
}

export interface FoundRate {
  tried: TriedRate[];
  /** Where the smoothed loss falls fastest over the rate's logarithm; undefined where it never falls. */
  steepest: number | undefined;
  /** A tenth of the rate of the lowest smoothed loss, the other usual choice. */
  tenthOfLowest: number;
}

/** Share of the running mean of losses that is kept, as in fastai and Lightning. */
const kept = 0.98;
/** The test ends when the smoothed loss is so many times the lowest. */
const diverged = 4;

/**
 * Trains `net` with a rate that rises exponentially, until the loss is four times the lowest. Nothing of it is kept: the
 * recipe's own learning rate and schedule do not matter.
 *
 * Throws what `fit` throws for what does not fit, and a RangeError for steps or rates that make no test.
 *
 * @example
 * import { createSession, findLearningRate, findNetwork, parseRecipe, readFaces } from 'feeling/train';
 * const { Training } = await readFaces('fer2013.csv');
 * const recipe = parseRecipe({ model: 'tiny', batchSize: 4 });
 * const { tried } = await findLearningRate(findNetwork('tiny'), Training, { recipe, createSession, steps: 5 });
 * tried[0]?.learningRate; // → 0.000001
 */
export async function findLearningRate(net: Network, faces: Faces, options: RateFinderOptions): Promise<FoundRate> {
  requireTraining('findLearningRate', finderEntries, { net, faces, options });
  const { recipe, signal, steps = 100, lowest = 1e-6, highest = 1 } = options;
  if (!Number.isInteger(steps) || steps < 2)
    throw new RangeError(`findLearningRate: steps must be a whole number from 2 (got ${steps})`);
  if (!(lowest > 0 && highest > lowest && Number.isFinite(highest)))
    throw new RangeError(`findLearningRate: lowest must be above 0 and below highest (got ${lowest} and ${highest})`);
  const { accumulate, seed } = recipe;
  const trainer = await createTrainer(net, faces, options);
  const { step } = trainer;
  const run = await trainer.begin(step.initialState(seed, options.initial));
  const tried: TriedRate[] = [];
  let mean = 0;
  try {
    const batchAt = run.batches(0, steps * accumulate);
    for (let change = 0; change < steps && !signal?.aborted; change++) {
      const learningRate = lowest * (highest / lowest) ** (change / (steps - 1));
      let loss = 0;
      for (let at = change * accumulate; at < (change + 1) * accumulate; at++)
        await run.step(stepFeeds(step, await batchAt(at), { recipe, learningRate, step: at }));
      for (const report of await run.reports()) loss += readReport(step, report).loss / accumulate;
      // At this rate nothing is left to learn from.
      if (!Number.isFinite(loss)) break;
      mean = kept * mean + (1 - kept) * loss;
      const smoothed = mean / (1 - kept ** (change + 1));
      tried.push({ learningRate, loss, smoothed });
      options.onStep?.({ learningRate, loss, smoothed });
      if (smoothed > diverged * Math.min(...tried.map((t) => t.smoothed))) break;
    }
  } finally {
    await run.close();
  }
  return { tried, ...suggested(tried) };
}

/** The first losses say little, as the mean has hardly begun; the last are those of the divergence. */
const [skippedFirst, skippedLast] = [0.1, 1];

/** Suggestions from a test; exported for its tests. */
export function suggested(tried: readonly TriedRate[]): Pick<FoundRate, 'steepest' | 'tenthOfLowest'> {
  const from = Math.min(Math.floor(tried.length * skippedFirst), Math.max(0, tried.length - 2 - skippedLast));
  const counted = tried.slice(from, Math.max(from + 2, tried.length - skippedLast));
  const lowest = counted.reduce((best, t) => (t.smoothed < best.smoothed ? t : best), counted[0] as TriedRate);
  let [steepest, slope] = [undefined as number | undefined, 0];
  for (let i = 1; i < counted.length - 1; i++) {
    const [before, here, after] = [counted[i - 1], counted[i], counted[i + 1]] as [TriedRate, TriedRate, TriedRate];
    const own = (after.smoothed - before.smoothed) / Math.log(after.learningRate / before.learningRate);
    if (own < slope) [steepest, slope] = [here.learningRate, own];
  }
  return { steepest, tenthOfLowest: lowest ? lowest.learningRate / 10 : Number.NaN };
}
