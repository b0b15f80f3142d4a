/** `feeling recipe`: what training would do, and what can be said. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { networks } from '../../nets';
import { isNetworkFile, loadNetwork } from '../../nets/node';
import { namedRecipes, parseRecipe, recipeEntries } from '../../train';
import { markdownTable, print, table, UsageError } from '../output';
import { givenEntries } from '../training/recipe';

interface Options {
  entries?: boolean;
  markdown?: boolean;
}

export function addRecipe(program: Command) {
  program
    .command('recipe')
    .description('the whole recipe of a network, of a named recipe or of a file, as JSON')
    .argument('[name|file.json]', `a network, ${Object.keys(namedRecipes).join(', ')}, or a recipe of your own`)
    .option('--entries', 'a table of every entry instead: what is allowed, what is usual, what it means')
    .option('--markdown', 'that table in Markdown')
    .addHelpText('after', () => `\nA recipe's entries:\n\n${entriesTable(false)}`)
    .action(recipe);
}

async function recipe(name: string | undefined, { entries, markdown }: Options) {
  if (entries || markdown) {
    if (name !== undefined) throw new UsageError('--entries takes no name: it is of every recipe');
    print(entriesTable(markdown ?? false));
    return;
  }
  print(JSON.stringify(parseRecipe(await meant(name ?? 'compact')), null, 2));
}

async function meant(name: string) {
  if (isNetworkFile(name)) return { model: (await loadNetwork(name)) && name };
  if (networks.some((net) => net.name === name)) return { model: name };
  if (!/[/\\.]/.test(name) && !Object.hasOwn(namedRecipes, name) && !existsSync(name)) {
    const known = [...networks.map((net) => net.name), ...Object.keys(namedRecipes)];
    throw new UsageError(`unknown network or recipe "${name}"; available: ${known.join(', ')}, or a file`);
  }
  return givenEntries({ recipe: name });
}

function entriesTable(markdown: boolean): string {
  const header = ['entry', 'allowed', 'usual', 'meaning'];
  const usual = (value: unknown) => (value === '' || String(value) === '' ? '–' : String(value));
  const rows = recipeEntries().map((entry) => [entry.name, entry.allowed, usual(entry.usual), entry.meaning]);
  return markdown ? markdownTable(header, rows, false) : table(header, rows);
}
