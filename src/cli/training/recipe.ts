/** The recipe that `feeling train` was asked for. */
import { existsSync } from 'node:fs';
import { readJson } from '../../files/node';
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

/** The entries that were given, by file, name or option; options count more. */
export async function givenEntries(options: RecipeOptions): Promise<Partial<Recipe>> {
  const { recipe, model, epochs, seed, dedupe, init, teacher, freeze } = options;
  return {
    ...(recipe !== undefined && (namedRecipes[recipe] ?? (await readRecipe(recipe)))),
    ...(model !== undefined && { model }),
    ...(epochs !== undefined && { epochs: wholeNumber('--epochs', epochs, 1) }),
    ...(seed !== undefined && { seed: wholeNumber('--seed', seed, 0) }),
    ...(dedupe !== undefined && { dedupe }),
    ...(init !== undefined && { init }),
    ...(teacher !== undefined && { teacher }),
    ...(freeze !== undefined && { freeze }),
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
