/** What `fit` and `findLearningRate` are given, checked where it enters. */
import * as v from 'valibot';
import { requireOneSplit } from '../data';
import { requireNetwork } from '../graph';
import { checkedOptions } from '../options';
import { type Recipe, recipeSchema } from './recipe';
import type { TrainerOptions } from './trainer';

export const aFunction = v.custom<never>((value) => typeof value === 'function', 'must be a function');

export const aSignal = v.custom<AbortSignal>(
  (value) => typeof (value as AbortSignal | undefined)?.aborted === 'boolean',
  'must be an AbortSignal',
);

/** Those that both take. */
export const trainerEntries = {
  recipe: v.custom<Recipe>((value) => v.is(recipeSchema, value), 'must be a whole recipe, as parseRecipe gives it'),
  createSession: aFunction,
  device: v.optional(v.picklist(['cpu', 'webgpu'], 'must be cpu or webgpu')),
  createResidentSession: v.optional(aFunction),
  createPreparer: v.optional(aFunction),
  initial: v.optional(
    v.custom((value) => value instanceof Map, 'must be a Map of weights by parameter, as averagedWeights gives it'),
  ),
  teacher: v.optional(v.custom((value) => typeof value === 'object' && value !== null, 'must be an object')),
} satisfies Record<keyof TrainerOptions, v.GenericSchema>;

/** Throws a TypeError that names what is no network, what are no faces, and every option that is unknown, missing or bad. */
export function requireTraining(
  taker: string,
  entries: typeof trainerEntries & v.ObjectEntries,
  given: { net: unknown; faces: unknown; options: unknown },
) {
  requireNetwork(taker, given.net);
  requireOneSplit(taker, given.faces);
  checkedOptions(taker, entries, given.options);
}
