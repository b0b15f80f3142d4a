/** Everything that decides what a training run computes: two runs with equal recipes give equal numbers. */
import * as v from 'valibot';
import { cameraAugmentation, kerasAugmentation } from '../data';
import { emotions } from '../emotion';
import { nearest } from '../options';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const notNegative = v.pipe(v.number(), v.minValue(0));
const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));

export const recipeSchema = v.strictObject({
  /** The network, by its name. */
  model: v.string(),
  /** Seed of everything random: first weights, order of faces, augmentation, dropout. */
  seed: whole(0),
  /** Passes over the faces. */
  epochs: whole(1),
  /** Faces a step. */
  batchSize: whole(1),
  /** `sgd` with momentum, or `adamw`. */
  optimizer: v.picklist(['sgd', 'adamw']),
  /** Of `sgd`: share of the last velocity that is kept. */
  momentum: share,
  /** Of `sgd`: looks ahead along the velocity (Nesterov 1983). */
  nesterov: v.boolean(),
  /** Radius of sharpness-aware minimisation (Foret et al. 2021), around either optimizer; 0 for none. */
  sharpness: notNegative,
  /** Highest rate. */
  learningRate: positive,
  /**
   * How the rate changes: `constant`; `step`: times `decay` every `stepEpochs`; `cosine` to 0 at the last epoch;
   * `oneCycle`: up from a 25th and down to a 10,000th (Smith 2018, arXiv:1803.09820, rising for 30 % of the run);
   * `plateau`: times `decay` when the validation loss has not fallen for `patience` epochs.
   */
  schedule: v.picklist(['constant', 'step', 'cosine', 'oneCycle', 'plateau']),
  /** The rate rises to its full value over these. */
  warmupEpochs: notNegative,
  /** Of the schedule `step`: epochs between two falls of the rate. */
  stepEpochs: whole(1),
  /** Of the schedules `step` and `plateau`: what the rate is multiplied by. */
  decay: share,
  /** Of the schedule `plateau`: epochs without a lower validation loss. */
  patience: whole(1),
  /** Ends the run when the validation loss has not fallen for so many epochs; 0 for never. */
  earlyStopping: whole(0),
  /** Which epoch's weights become the model. */
  checkpoint: v.picklist(['last', 'bestLoss', 'bestAccuracy']),
  /** On weights; offsets and normalisation have none. An L2 penalty with `sgd`, decoupled with `adamw`. */
  weightDecay: notNegative,
  /** Longest that all gradients together may be; 0 for no limit. */
  clipNorm: notNegative,
  /** Share of each target that is spread evenly over all classes (Szegedy et al. 2016, arXiv:1512.00567). */
  labelSmoothing: share,
  /** How much faces of each class count: all alike, `balanced` against their number, or seven factors. */
  classWeights: v.union([v.picklist(['none', 'balanced']), v.pipe(v.array(notNegative), v.length(emotions.length))]),
  /** How much the loss on FER+'s votes counts beside that on FER2013's labels, for networks that have a head for them. */
  votesWeight: notNegative,
  /**
   * Share of an epoch's faces in whose place something that is no face is shown, for networks that have a head for that.
   */
  notFaces: share,
  /** Decay a step of the moving average of weights that is evaluated and shipped; 0 for the weights themselves. */
  ema: share,
  /** Leaves out training faces that occur in a test split. */
  dedupe: v.boolean(),
  /** Weights to start from: a .h5 (Keras), .safetensors or .onnx file; empty for random ones. */
  init: v.string(),
  /** A model (.onnx) whose reading of each training face is part of what is learned; empty for none. */
  teacher: v.string(),
  /** How much of each target is the teacher's; the rest is what people said. */
  teacherShare: share,
  /** Layers whose names begin so stay as they are. */
  freeze: v.array(v.pipe(v.string(), v.minLength(1))),
  augmentation: v.strictObject({
    rotation: v.pipe(v.number(), v.minValue(0), v.maxValue(180)),
    zoom: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
    shift: share,
    shear: share,
    flip: share,
    brightness: v.pipe(v.number(), v.minValue(0), v.maxValue(255)),
    contrast: share,
    erasing: share,
    glasses: share,
    hand: share,
    sidelight: share,
    blur: share,
    noise: share,
    mixup: share,
  }),
});

export type Recipe = v.InferOutput<typeof recipeSchema>;

export const defaultRecipe: Recipe = {
  model: 'compact',
  seed: 1,
  epochs: 30,
  batchSize: 64,
  optimizer: 'sgd',
  momentum: 0.9,
  nesterov: true,
  sharpness: 0,
  learningRate: 0.05,
  schedule: 'cosine',
  warmupEpochs: 1,
  stepEpochs: 10,
  decay: 0.1,
  patience: 5,
  earlyStopping: 0,
  checkpoint: 'last',
  weightDecay: 5e-4,
  clipNorm: 0,
  labelSmoothing: 0.1,
  classWeights: 'none',
  votesWeight: 1,
  notFaces: 0.1,
  ema: 0.999,
  dedupe: true,
  init: '',
  teacher: '',
  teacherShare: 0.5,
  freeze: [],
  augmentation: cameraAugmentation,
};

/** Networks without normalisation between layers do not stand the default rate. */
const unnormalised: Partial<Recipe> = { optimizer: 'adamw', learningRate: 1e-3, weightDecay: 0.01, clipNorm: 1 };

/** What else suits a network. */
const byNetwork: Record<string, Partial<Recipe>> = {
  lightface: unnormalised,
  squeezenet: unnormalised,
  mobilenet: { optimizer: 'adamw', learningRate: 2e-3, weightDecay: 0.01 },
  'vggface-altered': { ...unnormalised, learningRate: 1e-4, batchSize: 32 },
  vggface: { ...unnormalised, learningRate: 1e-4, batchSize: 8 },
};

/** Recipes by name, for `--recipe`. */
export const namedRecipes: Record<string, Partial<Recipe>> = {
  /** The project's first: stochastic gradient descent with 0.001, batches of 32, 90 epochs, Keras's augmentation. */
  original: {
    model: 'vggface-altered',
    epochs: 90,
    batchSize: 32,
    optimizer: 'sgd',
    momentum: 0,
    nesterov: false,
    learningRate: 1e-3,
    schedule: 'constant',
    warmupEpochs: 0,
    weightDecay: 0,
    clipNorm: 0,
    labelSmoothing: 0,
    votesWeight: 0,
    ema: 0,
    dedupe: false,
    augmentation: kerasAugmentation,
  },
};

/**
 * A recipe that cannot be followed; the message names the entry, its value and what is allowed.
 *
 * @example
 * import { parseRecipe, RecipeError } from 'feeling/train';
 * try {
 *   parseRecipe({ epochs: -1 });
 * } catch (error) {
 *   error instanceof RecipeError; // → true
 * }
 */
export class RecipeError extends Error {
  override name = 'RecipeError';
}

/**
 * Fills in what `given` leaves out. Throws a RecipeError that names every bad entry.
 *
 * @example
 * import { parseRecipe } from 'feeling/train';
 * const recipe = parseRecipe({ model: 'tiny', epochs: 3 });
 * recipe.epochs; // → 3
 * recipe.optimizer; // → 'sgd'
 */
export function parseRecipe(given: unknown): Recipe {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new RecipeError(`recipe: ${JSON.stringify(given)} where an object of settings is needed`);
  const { model = defaultRecipe.model, augmentation = {} } = given as Partial<Recipe>;
  const filled = {
    ...defaultRecipe,
    ...byNetwork[model],
    ...given,
    ...(typeof augmentation === 'object' && { augmentation: { ...defaultRecipe.augmentation, ...augmentation } }),
  };
  const result = v.safeParse(recipeSchema, filled);
  if (result.success) return result.output;
  throw new RecipeError(result.issues.map(describeIssue).join('\n'));
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const entry = issue.path?.map((p) => p.key).join('.') ?? '';
  if (issue.expected === 'never') return unknownEntry(entry);
  return `recipe: ${entry} is ${issue.received} where ${allowed(issue)} is allowed`;
}

const allowed = ({ expected }: v.BaseIssue<unknown>) =>
  (expected ?? 'something else').replaceAll(/^\(|\)$/g, '').replaceAll(' | ', ', ');

function unknownEntry(entry: string): string {
  const inside = entry.startsWith('augmentation.') ? 'augmentation.' : '';
  const known = Object.keys(inside ? defaultRecipe.augmentation : defaultRecipe);
  const meant = inside + nearest(entry.slice(inside.length), known);
  return `recipe: there is no entry "${entry}"; did you mean "${meant}"? ${known.join(', ')} are known`;
}
