/** The recipe that `feeling train` was asked for. */
import { readFile } from 'node:fs/promises';
import { readProblem } from '../../files/node';
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
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (/[/\\.]/.test(file)) throw new RecipeError(readProblem(file, error));
    throw new UsageError(
      `${file}: there is no such file, and no recipe of that name (${Object.keys(namedRecipes).join(', ')})`,
    );
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecipeError(`${file}: not JSON (${(error as Error).message})`);
  }
}
