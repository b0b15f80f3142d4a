/** Everything that decides what a training run computes: two runs with equal recipes give equal numbers. */
import * as v from 'valibot';
import { cameraAugmentation } from '../data';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const notNegative = v.pipe(v.number(), v.minValue(0));
const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));

const recipeSchema = v.strictObject({
  model: v.string(),
  seed: whole(0),
  epochs: whole(1),
  batchSize: whole(1),
  /** Highest rate; it rises to it linearly over `warmupEpochs`, then falls along a cosine to 0. */
  learningRate: positive,
  warmupEpochs: notNegative,
  /** Nesterov momentum. */
  momentum: share,
  /** L2 penalty on weights; offsets and normalisation have none. */
  weightDecay: notNegative,
  labelSmoothing: share,
  /** How much the loss on FER+'s votes counts beside that on FER2013's labels. */
  votesWeight: notNegative,
  /** Decay a step of the moving average of weights that is evaluated and shipped. */
  averageDecay: share,
  /** Leaves out training faces that occur in a test split. */
  dedupe: v.boolean(),
  augmentation: v.strictObject({
    rotation: v.pipe(v.number(), v.minValue(0), v.maxValue(180)),
    zoom: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
    shift: share,
    shear: share,
    flip: share,
    brightness: v.pipe(v.number(), v.minValue(0), v.maxValue(255)),
    contrast: share,
    erasing: share,
    blur: share,
    noise: share,
  }),
});

export type Recipe = v.InferOutput<typeof recipeSchema>;

export const defaultRecipe: Recipe = {
  model: 'compact',
  seed: 1,
  epochs: 30,
  batchSize: 64,
  learningRate: 0.05,
  warmupEpochs: 1,
  momentum: 0.9,
  weightDecay: 5e-4,
  labelSmoothing: 0.1,
  votesWeight: 1,
  averageDecay: 0.999,
  dedupe: true,
  augmentation: cameraAugmentation,
};

/** A recipe that cannot be followed; the message names the entry, its value and what is allowed. */
export class RecipeError extends Error {
  override name = 'RecipeError';
}

/** Fills in what `given` leaves out. Throws a RecipeError that names every bad entry. */
export function parseRecipe(given: unknown): Recipe {
  const object = typeof given === 'object' && given !== null ? given : {};
  const result = v.safeParse(recipeSchema, { ...defaultRecipe, ...object });
  if (result.success) return result.output;
  throw new RecipeError(
    result.issues
      .map(
        (issue) =>
          `recipe: ${issue.path?.map((p) => p.key).join('.') ?? ''} is ${issue.received} where ${issue.expected ?? 'no such entry'} is allowed`,
      )
      .join('\n'),
  );
}

/** The rate at a step that need not be whole epochs. */
export function learningRateAt(step: number, stepsPerEpoch: number, recipe: Recipe): number {
  const warmup = recipe.warmupEpochs * stepsPerEpoch;
  const total = recipe.epochs * stepsPerEpoch;
  if (step < warmup) return (recipe.learningRate * (step + 1)) / warmup;
  return (recipe.learningRate / 2) * (1 + Math.cos((Math.PI * (step - warmup)) / Math.max(1, total - warmup)));
}
