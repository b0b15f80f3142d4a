/** Everything that decides what a training run computes: two runs with equal recipes give equal numbers. */
import * as v from 'valibot';
import { cameraAugmentation, kerasAugmentation } from '../data';
import { emotions } from '../emotion';
import { nearest } from '../options';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const positive = v.pipe(v.number(), v.gtValue(0));
const notNegative = v.pipe(v.number(), v.minValue(0));
const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
const belowOne = v.pipe(v.number(), v.minValue(0), v.ltValue(1));

/** An entry with what it means, for the table of all entries. */
const entry = <S extends v.GenericSchema>(schema: S, meaning: string) => v.pipe(schema, v.description(meaning));

export const recipeSchema = v.strictObject({
  model: entry(v.string(), 'the network: its name, or an .mjs file of your own'),
  seed: entry(whole(0), 'seed of everything random'),
  epochs: entry(whole(1), 'passes over the training faces'),
  batchSize: entry(whole(1), 'faces in a batch'),
  accumulate: entry(
    whole(1),
    'batches whose gradients are averaged before the weights change: as a batch so many times larger, but for batch normalisation',
  ),
  optimizer: entry(v.picklist(['sgd', 'adamw']), 'gradient descent with momentum, or AdamW'),
  momentum: entry(share, 'of sgd: share of the last velocity that is kept'),
  nesterov: entry(v.boolean(), 'of sgd: looks ahead by the velocity'),
  beta1: entry(belowOne, 'of adamw: share of the running mean of gradients that is kept'),
  beta2: entry(belowOne, 'of adamw: share of the running mean of their squares that is kept'),
  sharpness: entry(
    notNegative,
    'radius of sharpness-aware minimisation (Foret et al. 2021), around either optimizer; 0 for none',
  ),
  learningRate: entry(positive, 'the highest rate'),
  schedule: entry(
    v.picklist(['constant', 'step', 'cosine', 'oneCycle', 'plateau']),
    'how the rate changes: step is times decay every stepEpochs; cosine falls to 0 at the last epoch; oneCycle rises from a 25th for 30 % of the run and falls to a 10,000th of that (Smith 2018); plateau is times decay when the watched figure has not improved for patience epochs',
  ),
  warmupEpochs: entry(notNegative, 'the rate rises to its full value over these'),
  stepEpochs: entry(whole(1), 'of schedule step'),
  decay: entry(share, 'of schedules step and plateau: what the rate is multiplied by'),
  patience: entry(whole(1), 'of schedule plateau: epochs without an improvement'),
  cooldown: entry(whole(0), 'of schedule plateau: epochs after a change that do not count'),
  earlyStopping: entry(
    whole(0),
    'ends the run when the watched figure has not improved for so many epochs; 0 for never',
  ),
  monitor: entry(
    v.picklist(['valLoss', 'valAccuracy', 'valMacroF1']),
    'the figure that plateau and earlyStopping watch',
  ),
  minDelta: entry(notNegative, 'by how much the watched figure must improve to count'),
  checkpoint: entry(v.picklist(['last', 'bestLoss', 'bestAccuracy']), "which epoch's weights become the model"),
  weightDecay: entry(
    notNegative,
    'on weights, not on offsets and normalisation: an L2 penalty with sgd, decoupled with adamw',
  ),
  clipNorm: entry(notNegative, 'longest that all gradients together may be; 0 for no limit'),
  labelSmoothing: entry(share, 'share of each label that goes to all classes alike'),
  focal: entry(
    notNegative,
    'how much less faces count that are right already: γ of the focal loss (Lin et al. 2017), on the labels; 0 for cross-entropy',
  ),
  classWeights: entry(
    v.union([
      v.picklist(['none', 'balanced']),
      v.pipe(
        v.array(notNegative),
        v.length(emotions.length),
        v.someItem((weight) => weight > 0),
      ),
    ]),
    'how much faces of each class count: all alike, balanced against their number, or a factor each',
  ),
  votesWeight: entry(
    notNegative,
    "how much the loss on FER+'s votes counts beside that on the labels, for networks with a head for them",
  ),
  notFaces: entry(
    share,
    "share of an epoch's faces in whose place a non-face is shown, for networks with a head for that",
  ),
  ema: entry(
    share,
    'share of the moving average of weights, which is judged and shipped, that is kept at a step; 0 for the weights themselves',
  ),
  detail: entry(
    v.boolean(),
    "pictures of folders as large and as colourful as the network's input, where that is more than 48 × 48 grey; false for 48 × 48 grey ones",
  ),
  dedupe: entry(v.boolean(), 'leaves out training faces that occur in a test split'),
  init: entry(
    v.string(),
    "weights to start from: a network that ships, a run's folder, or a .h5, .safetensors or .onnx file; empty for random ones",
  ),
  teacher: entry(v.string(), 'a model whose reading of each training face is part of what is learned; empty for none'),
  teacherShare: entry(share, "how much of each target is the teacher's; the rest is what people said"),
  freeze: entry(v.array(v.pipe(v.string(), v.minLength(1))), 'layers whose names begin so stay as they are'),
  augmentation: v.strictObject({
    rotation: entry(v.pipe(v.number(), v.minValue(0), v.maxValue(180)), 'turned by up to so many degrees'),
    zoom: entry(v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)), 'larger or smaller by up to this share'),
    shift: entry(share, 'moved by up to this share of the side'),
    shear: entry(share, 'sheared by up to this'),
    flip: entry(share, 'probability of the mirror image'),
    brightness: entry(
      v.pipe(v.number(), v.minValue(0), v.maxValue(255)),
      'lighter or darker by up to so many grey values',
    ),
    contrast: entry(share, 'more or less contrast by up to this share'),
    erasing: entry(share, 'probability that a rectangle is replaced by noise'),
    glasses: entry(share, 'probability of drawn glasses'),
    hand: entry(share, 'probability of a drawn hand before the face'),
    sidelight: entry(share, 'strength of light from one side, at most'),
    blur: entry(share, 'probability of blur'),
    noise: entry(share, 'probability of noise'),
    mixup: entry(share, 'α of the mixing of two faces and their labels (Zhang et al. 2018); 0 for none'),
  }),
});

export type Recipe = v.InferOutput<typeof recipeSchema>;

export const defaultRecipe: Recipe = {
  model: 'compact',
  seed: 1,
  epochs: 30,
  batchSize: 64,
  accumulate: 1,
  optimizer: 'sgd',
  momentum: 0.9,
  nesterov: true,
  beta1: 0.9,
  beta2: 0.999,
  sharpness: 0,
  learningRate: 0.05,
  schedule: 'cosine',
  warmupEpochs: 1,
  stepEpochs: 10,
  decay: 0.1,
  patience: 5,
  cooldown: 0,
  earlyStopping: 0,
  monitor: 'valLoss',
  minDelta: 0,
  checkpoint: 'last',
  weightDecay: 5e-4,
  clipNorm: 0,
  labelSmoothing: 0.1,
  focal: 0,
  classWeights: 'none',
  votesWeight: 1,
  notFaces: 0.1,
  ema: 0.999,
  detail: true,
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
    throw new RecipeError(`recipe: must be an object of settings (got ${JSON.stringify(given)})`);
  const { model = defaultRecipe.model, augmentation = {} } = given as Partial<Recipe>;
  const filled = {
    ...defaultRecipe,
    ...byNetwork[model],
    ...given,
    ...(typeof augmentation === 'object' && { augmentation: { ...defaultRecipe.augmentation, ...augmentation } }),
  };
  const result = v.safeParse(recipeSchema, filled);
  if (result.success) return result.output;
  throw new RecipeError(result.issues.map((issue) => describeIssue(issue, filled)).join('\n'));
}

function describeIssue(issue: v.BaseIssue<unknown>, given: object): string {
  const [name = '', inner] = issue.path?.map((p) => String(p.key)) ?? [];
  const isAugmentation = name === 'augmentation' && inner !== undefined;
  const path = isAugmentation ? `${name}.${inner}` : name;
  const about = recipeEntries().find((e) => e.name === path);
  if (!about && (issue.expected === 'never' || isAugmentation)) return unknownEntry(path);
  const value = (isAugmentation ? (given as Recipe).augmentation : given) as Record<string, unknown>;
  return `recipe: ${path} must be ${about?.allowed ?? 'an object of settings'} (got ${JSON.stringify(value[isAugmentation ? inner : name])})`;
}

function unknownEntry(path: string): string {
  const inside = path.startsWith('augmentation.') ? 'augmentation.' : '';
  const known = Object.keys(inside ? defaultRecipe.augmentation : defaultRecipe);
  const meant = nearest(path.slice(inside.length), known);
  const hint = meant === undefined ? '' : `did you mean "${inside}${meant}"? `;
  return `recipe: there is no entry "${path}"; ${hint}${known.join(', ')} are known`;
}

export interface RecipeEntry {
  /** "epochs", "augmentation.flip" */
  name: string;
  /** "a whole number from 1" */
  allowed: string;
  /** What it is where nothing else suits the network. */
  usual: unknown;
  meaning: string;
}

/** Every entry of a recipe, from the schema that checks it. */
export function recipeEntries(): RecipeEntry[] {
  const { augmentation, ...plain } = recipeSchema.entries;
  const list = (prefix: string, entries: Record<string, v.GenericSchema>, usual: object) =>
    Object.entries(entries).map(([name, schema]) => ({
      name: `${prefix}${name}`,
      allowed: allowedIn(schema),
      usual: (usual as Record<string, unknown>)[name],
      meaning: v.getDescription(schema) ?? '',
    }));
  return [
    ...list('', plain, defaultRecipe),
    ...list('augmentation.', augmentation.entries, defaultRecipe.augmentation),
  ];
}

/** What is looked at of a schema of valibot's. */
interface Described {
  type: string;
  options?: readonly (string | Described)[];
  pipe?: readonly { kind: string; type: string; requirement?: unknown }[];
  item?: Described;
}

/** What a schema allows, in words. */
function allowedIn(schema: v.GenericSchema | Described): string {
  const { type, options = [], item } = schema as Described;
  const rules = rulesIn(schema as Described);
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'picklist':
      return options.join(', ');
    case 'union':
      return options.map((option) => allowedIn(option as Described)).join(', or ');
    case 'array': {
      const count = rules.get('length');
      const list = count === undefined ? `a list of ${several(item)}` : `${count} ${several(item)}`;
      return rules.has('some_item') ? `${list}, not all 0` : list;
    }
    case 'number': {
      const [least, most, above, below] = ['min_value', 'max_value', 'gt_value', 'lt_value'].map((r) => rules.get(r));
      const what = rules.has('integer') ? 'a whole number' : 'a number';
      if (above !== undefined) return `${what} above ${above}`;
      if (below !== undefined) return `${what} from ${least} to below ${below}`;
      return most === undefined ? `${what} from ${least}` : `${what} from ${least} to ${most}`;
    }
    default:
      return 'text';
  }
}

const several = (item: Described | undefined) =>
  item && item.type === 'number' ? allowedIn(item).replace(/^a (whole )?number/, '$1numbers') : 'texts';

/** Rules of a schema and of the schemas that it wraps. */
function rulesIn({ pipe = [] }: Described): Map<string, unknown> {
  const rules = new Map<string, unknown>();
  for (const part of pipe) {
    if (part.kind === 'validation') rules.set(part.type, part.requirement);
    else if (part.kind === 'schema' && part !== pipe[0]) continue;
    else if (part.kind === 'schema' && 'pipe' in part)
      for (const [type, requirement] of rulesIn(part as unknown as Described)) rules.set(type, requirement);
  }
  return rules;
}
