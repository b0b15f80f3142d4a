/** Networks that recipes name, looked for before anything is trained. */
import { existsSync } from 'node:fs';
import { layersOf } from '../../graph';
import { models } from '../../model';
import { requireModelName } from '../../model/node';
import { loadNetwork, networkTitle } from '../../nets/node';
import { type Recipe, RecipeError, type Trial } from '../../train';

/** What is wrong with these names of layers: undefined where a layer of the network begins with each. */
export async function missingLayer(model: string, prefixes: readonly string[]): Promise<string | undefined> {
  if (prefixes.length === 0) return undefined;
  const layers = layersOf(await loadNetwork(model)).map(({ name }) => name);
  const missing = prefixes.find((prefix) => !layers.some((name) => name.startsWith(prefix) || prefix.startsWith(name)));
  if (missing === undefined) return undefined;
  return `no layer of ${networkTitle(model)} begins with "${missing}" (feeling summary lists them)`;
}

/** Throws a RecipeError that names the first trial whose network, layers, start or teacher there are not. */
export async function requireNetworks(trials: readonly Trial[]) {
  const known = new Set<string>();
  for (const { number, recipe } of trials) {
    const { model, freeze, init, teacher } = recipe;
    const key = JSON.stringify([model, freeze, init, teacher]);
    if (known.has(key)) continue;
    known.add(key);
    const problem = await problemOf(recipe);
    if (problem !== undefined) throw new RecipeError(`sweep, trial ${number}: ${problem}`);
  }
}

function requireModel(nameOrFile: string) {
  if (nameOrFile === '' || existsSync(nameOrFile) || models.some(({ name }) => name === nameOrFile)) return;
  requireModelName(nameOrFile, 'expression');
  throw new Error(`${nameOrFile}: there is no such file`);
}

async function problemOf({ model, freeze, init, teacher }: Recipe): Promise<string | undefined> {
  try {
    await loadNetwork(model);
    for (const name of [init, teacher]) requireModel(name);
    return await missingLayer(model, freeze);
  } catch (error) {
    return (error as Error).message;
  }
}
