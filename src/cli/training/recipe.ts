/** The recipe that `feeling train` was asked for. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readJson } from '../../files/node';
import { models } from '../../model';
import { isNetworkFile } from '../../nets/node';
import { described } from '../../options';
import { namedRecipes, type Recipe, RecipeError } from '../../train';
import { wholeNumber } from '../options';
import { UsageError } from '../output';

export interface RecipeOptions {
  recipe?: string;
  model?: string;
  epochs?: string;
  seed?: string;
  dedupe?: boolean;
  init?: string;
  teacher?: string;
  freeze?: string[];
}

/**
 * The entries that were given, by file, name or option; options count more. Files are named from everywhere, so that a run
 * goes on by its folder alone.
 */
export async function givenEntries(options: RecipeOptions): Promise<Partial<Recipe>> {
  const { recipe, model, epochs, seed, dedupe, init, teacher, freeze } = options;
  return fromEverywhere({
    ...(recipe !== undefined && (namedRecipes[recipe] ?? (await readRecipe(recipe)))),
    ...(model !== undefined && { model }),
    ...(epochs !== undefined && { epochs: wholeNumber('--epochs', epochs, 1) }),
    ...(seed !== undefined && { seed: wholeNumber('--seed', seed, 0) }),
    ...(dedupe !== undefined && { dedupe }),
    ...(init !== undefined && { init }),
    ...(teacher !== undefined && { teacher }),
    ...(freeze !== undefined && { freeze }),
  });
}

/** The same entries with whole paths for the files that they name. */
export function fromEverywhere<R extends Partial<Recipe>>(recipe: R): R {
  const { model, init, teacher } = recipe;
  const isFile = (name: unknown): name is string =>
    typeof name === 'string' && name !== '' && !models.some((one) => one.name === name) && existsSync(name);
  return {
    ...recipe,
    ...(typeof model === 'string' && isNetworkFile(model) && { model: resolve(model) }),
    ...(isFile(init) && { init: resolve(init) }),
    ...(isFile(teacher) && { teacher: resolve(teacher) }),
  };
}

async function readRecipe(file: string): Promise<object> {
  const isName = !/[/\\.]/.test(file);
  if (isName && !existsSync(file))
    throw new UsageError(
      `${file}: there is no such file, and no recipe of that name (${Object.keys(namedRecipes).join(', ')})`,
    );
  const given = await readJson(file);
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw new RecipeError(`${file}: must be an object of settings (got ${described(given)})`);
}
