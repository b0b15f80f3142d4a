/** A sweep: which recipes are tried, and which are given up early. The words are those of Weights & Biases' sweeps. */
import * as v from 'valibot';
import { type Random, seededRandom } from '../graph';
import { described, didYouMean, ruleOf } from '../options';
import { median } from '../statistics';
import type { EpochResult } from './history';
import { parseRecipe, type Recipe, RecipeError, recipeEntries } from './recipe';

const metrics = ['valAccuracy', 'valMacroF1', 'valLoss', 'valFerplusAccuracy'] as const;
/** Figure of an epoch that trials are judged by. */
export type SweepMetric = (typeof metrics)[number];

const whole = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
/** More than anybody trains, and few enough to be listed. */
const mostTrials = 10_000;
const values = v.strictObject({ values: v.pipe(v.array(v.unknown()), v.minLength(1)) });
const range = v.strictObject({
  min: v.number(),
  max: v.number(),
  distribution: v.optional(v.picklist(['uniform', 'logUniform', 'intUniform']), 'uniform'),
});

const schema = v.strictObject({
  method: v.picklist(['grid', 'random']),
  /** Of random. */
  trials: v.optional(v.pipe(whole(1), v.maxValue(mostTrials))),
  metric: v.optional(v.picklist(metrics), 'valAccuracy'),
  /** What all trials have in common. */
  recipe: v.optional(v.looseObject({}), {}),
  /** Entries of the recipe that differ, "augmentation.mixup" among them. */
  parameters: v.record(v.string(), v.union([values, range])),
  /** Gives trials up that are worse than the median of those before them. */
  medianStopping: v.optional(
    v.union(
      [v.literal(false), v.strictObject({ minEpochs: v.optional(whole(1), 1), minTrials: v.optional(whole(1), 4) })],
      'must be false or { "minEpochs": …, "minTrials": … }',
    ),
    {},
  ),
  seed: v.optional(whole(0), 1),
});

/** A sweep as its file has it, with what it leaves out filled in. */
export type Sweep = v.InferOutput<typeof schema>;

/** One recipe of a sweep. */
export interface Trial {
  /** From 1. */
  number: number;
  /** What differs, by entry. */
  values: Record<string, unknown>;
  recipe: Recipe;
}

/**
 * The sweep that `given` describes, with every trial's recipe checked.
 *
 * Throws a RecipeError that names the entry, its value and what is allowed.
 *
 * @example
 * import { parseSweep } from 'feeling/train';
 * const { trials } = parseSweep({ method: 'grid', parameters: { learningRate: { values: [0.01, 0.1] } } });
 * trials.map(({ recipe }) => recipe.learningRate); // → [0.01, 0.1]
 */
export function parseSweep(given: unknown): { sweep: Sweep; trials: Trial[] } {
  const result = v.safeParse(schema, given);
  if (!result.success) throw new RecipeError(`sweep: ${describe(result.issues[0], given)}`);
  const sweep = result.output;
  const names = Object.keys(sweep.parameters);
  if (names.length === 0) throw new RecipeError('sweep: parameters must name at least one entry of a recipe');
  for (const name of names) requireEntry(name);
  if (sweep.method === 'grid' && sweep.trials !== undefined)
    throw new RecipeError('sweep: trials goes with "method": "random"; a grid tries all of its values');
  if (sweep.method === 'random' && sweep.trials === undefined)
    throw new RecipeError('sweep: trials is missing: how many recipes are drawn');
  const drawn = sweep.method === 'grid' ? gridOf(sweep) : randomOf(sweep);
  return { sweep, trials: drawn.map((own, i) => trialOf(sweep, i + 1, own)) };
}

function requireEntry(name: string) {
  const known = recipeEntries().map((entry) => entry.name);
  if (known.includes(name)) return;
  const hint = [didYouMean(name, known), 'feeling recipe --entries lists them'].filter(Boolean).join(' ');
  throw new RecipeError(`sweep: a recipe has no entry "${name}"; ${hint}`);
}

function trialOf({ recipe }: Sweep, number: number, own: Record<string, unknown>): Trial {
  const given: Record<string, unknown> = { ...recipe };
  const augmentation: Record<string, unknown> = { ...(recipe['augmentation'] as object | undefined) };
  for (const [name, value] of Object.entries(own)) {
    if (name.startsWith('augmentation.')) augmentation[name.slice('augmentation.'.length)] = value;
    else given[name] = value;
  }
  try {
    return { number, values: own, recipe: parseRecipe({ ...given, augmentation }) };
  } catch (error) {
    if (error instanceof RecipeError) throw new RecipeError(`sweep, trial ${number}: ${error.message}`);
    throw error;
  }
}

/** Every combination, the last parameter changing fastest. */
function gridOf({ parameters }: Sweep): Record<string, unknown>[] {
  const size = Object.values(parameters).reduce((n, one) => n * ('values' in one ? one.values.length : 1), 1);
  if (size > mostTrials)
    throw new RecipeError(
      `sweep: the grid must have at most ${mostTrials.toLocaleString('en')} trials (got ${size.toLocaleString('en')}); give fewer values, or draw some of them with "method": "random"`,
    );
  let all: Record<string, unknown>[] = [{}];
  for (const [name, parameter] of Object.entries(parameters)) {
    if (!('values' in parameter))
      throw new RecipeError(
        `sweep: parameters.${name} needs "values" in a grid; min and max go with "method": "random"`,
      );
    all = all.flatMap((before) => parameter.values.map((value) => ({ ...before, [name]: value })));
  }
  return all;
}

/** More trials of the same sweep begin with the same ones. */
function randomOf({ parameters, trials = 0, seed }: Sweep): Record<string, unknown>[] {
  return Array.from({ length: trials }, (_, t) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, parameter], i) => [
        name,
        drawFrom(name, parameter, seededRandom(seed, 8, t, i)),
      ]),
    ),
  );
}

function drawFrom(name: string, parameter: Sweep['parameters'][string], random: Random): unknown {
  if ('values' in parameter) return parameter.values[Math.floor(random.uniform() * parameter.values.length)];
  const { min, max, distribution } = parameter;
  if (!(max > min)) throw new RecipeError(`sweep: parameters.${name}: max must be above min (got ${min} and ${max})`);
  switch (distribution) {
    case 'uniform':
      return Number((min + random.uniform() * (max - min)).toPrecision(4));
    case 'intUniform':
      if (!Number.isInteger(min) || !Number.isInteger(max))
        throw new RecipeError(`sweep: parameters.${name}: min and max must be whole numbers (got ${min} and ${max})`);
      return min + Math.floor(random.uniform() * (max - min + 1));
    case 'logUniform':
      if (!(min > 0))
        throw new RecipeError(`sweep: parameters.${name}: min must be above 0 for logUniform (got ${min})`);
      return Number((min * (max / min) ** random.uniform()).toPrecision(4));
  }
}

/** Whether more of the metric is better. */
const signOf = (metric: SweepMetric) => (metric === 'valLoss' ? -1 : 1);

/** The better of two figures first; what is missing last. */
export const byMetric = (metric: SweepMetric) => (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? Number(a === undefined) - Number(b === undefined) : signOf(metric) * (b - a);

/**
 * The median stopping rule (Golovin et al. 2017, "Google Vizier: A Service for Black-Box Optimization"): a trial ends when its best figure so far is
 * worse than the median of the other trials' means up to the same epoch.
 *
 * others of the trials that ended before it, whose histories may be shorter
 */
export function medianStops(
  history: readonly EpochResult[],
  others: readonly (readonly EpochResult[])[],
  { metric, medianStopping }: Pick<Sweep, 'metric' | 'medianStopping'>,
): boolean {
  if (medianStopping === false || history.length < medianStopping.minEpochs) return false;
  const sign = signOf(metric);
  const figures = (some: readonly EpochResult[]) =>
    some.slice(0, history.length).flatMap(({ [metric]: value }) => (value === undefined ? [] : [sign * value]));
  const means = others
    .map(figures)
    .flatMap((own) => (own.length === 0 ? [] : [own.reduce((a, b) => a + b) / own.length]));
  if (means.length < medianStopping.minTrials) return false;
  return Math.max(...figures(history)) < median(means);
}

function describe(issue: v.BaseIssue<unknown>, given: unknown): string {
  const path = issue.path?.map(({ key }) => String(key)) ?? [];
  const name = path.join('.');
  if (name === '') return 'must be an object with method and parameters';
  if (issue.received === 'undefined') return `${name} is missing; feeling sweep needs method and parameters`;
  if (issue.expected === 'never')
    return `there is no entry "${name}"; ${Object.keys(schema.entries).join(', ')} are known`;
  if (path[0] === 'parameters' && path.length > 1)
    return `parameters.${path[1]} must be { "values": […] } or { "min": …, "max": …, "distribution": "uniform", "logUniform" or "intUniform" } (got ${JSON.stringify((given as Sweep).parameters[path[1] as string])})`;
  return `${name} ${ruleOf(issue)} (got ${described(issue.input)})`;
}
