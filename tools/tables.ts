/**
 * Pages of the documentation that are written from the code they describe, so that they are never out of date: the recipe
 * from its schema, options from what checks them, operators from the tables that convert them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { addAnalyze } from '../src/cli/analyze';
import { addCompare } from '../src/cli/compare';
import { addData } from '../src/cli/data';
import { addEvaluate } from '../src/cli/evaluate';
import { addExplain } from '../src/cli/explain';
import { addExport } from '../src/cli/export';
import { addLive } from '../src/cli/live';
import { addModels } from '../src/cli/models';
import { addMood } from '../src/cli/mood';
import { addQueue } from '../src/cli/queue';
import { addSummary } from '../src/cli/study/layers';
import { addNetworks } from '../src/cli/study/networks';
import { addPredict } from '../src/cli/study/predict';
import { addRecipe } from '../src/cli/study/recipe';
import { addSweep } from '../src/cli/sweep';
import { addTrain } from '../src/cli/train';
import { addWorker } from '../src/cli/worker';
import { checkOptions } from '../src/detect';
import { packageRoot } from '../src/model/node';
import { networks } from '../src/nets';
import { onnxOperators, tfliteOperators } from '../src/tflite';
import { defaultRecipe, parseRecipe, recipeEntries } from '../src/train';

const root = packageRoot();
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replace(/\s+/g, ' ').trim();
const code = (value: unknown) => (value === undefined ? 'none' : `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The doc comment before each `name:` of a piece of code. */
function commentsOf(source: string): Map<string, string> {
  const found = source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+)\??:/g);
  return new Map(
    [...found].map(([, comment = '', name = '']) => [
      name,
      comment
        .replaceAll(/^\s*\* ?/gm, '')
        .replace(/@default[\s\S]*/, '')
        .trim(),
    ]),
  );
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** The part of a file from one text to the next `}` at the start of a line. */
function part(file: string, from: string): string {
  const text = read(file);
  const start = text.indexOf(from);
  return text.slice(start, text.indexOf('\n}', start));
}

function recipePage(): string {
  const entries = recipeEntries().map(({ name, allowed, usual, meaning }) => ({
    name,
    cells: [cell(allowed), code(usual), cell(meaning)],
  }));
  const inside = 'augmentation.';
  const rows = entries
    .filter(({ name }) => !name.startsWith(inside))
    .map(({ name, cells }) => [`\`${name}\``, ...cells]);
  const augmentationRows = entries
    .filter(({ name }) => name.startsWith(inside))
    .map(({ name, cells }) => [`\`${name.slice(inside.length)}\``, ...cells]);
  const byNetwork = networks.map(({ name }) => {
    const recipe = parseRecipe({ model: name });
    const differs = Object.entries(recipe).filter(
      ([key, value]) =>
        key !== 'model' && JSON.stringify(value) !== JSON.stringify(defaultRecipe[key as keyof typeof defaultRecipe]),
    );
    return [`\`${name}\``, differs.map(([key, value]) => `\`${key}\` ${code(value)}`).join(', ') || 'nothing'];
  });
  return `# The recipe

A recipe decides everything that a training run computes. \`feeling train --recipe mine.json\` takes a JSON file with some of
these settings; what it leaves out stays as it is. Two runs with equal recipes give equal numbers.

${table(['setting', 'takes', 'default', 'what it is'], rows)}

## Augmentation

Settings inside \`"augmentation"\`.

${table(['setting', 'takes', 'default', 'what it is'], augmentationRows)}

## What each network changes

${table(['network', 'differs from the defaults in'], byNetwork)}
`;
}

/** The members of an interface, their types as written, with defaults that the checks themselves fill in. */
function interfaceTable(file: string, name: string, defaults: Readonly<Record<string, unknown>> = {}): string {
  const source = part(file, `export interface ${name}`);
  const comments = commentsOf(source);
  const rows = [...source.matchAll(/^ {2}(\w+)\?: ([^;]+);/gm)].map(([, option = '', type = '']) => [
    `\`${option}\``,
    `\`${type.replace(' | undefined', '').replace(/Known<'(\w+)'>/, '$1')}\``,
    code(defaults[option]),
    cell(comments.get(option) ?? ''),
  ]);
  return table(['option', 'type', 'default', 'what it is'], rows);
}

function commandTables(): string {
  const program = new Command('feeling');
  for (const add of [
    ...[addLive, addAnalyze, addData, addTrain, addEvaluate, addCompare, addPredict, addSweep, addExplain, addExport],
    ...[addNetworks, addSummary, addRecipe, addModels, addMood, addWorker, addQueue],
  ])
    add(program);
  const all = program.commands.flatMap((command) => [command, ...command.commands]);
  return all
    .map((command) => {
      const path = command.parent === program ? command.name() : `${command.parent?.name()} ${command.name()}`;
      const rows = command.options.map(({ flags, description, defaultValue }) => [
        `\`${flags.replaceAll('|', '\\|')}\``,
        Array.isArray(defaultValue) ? 'none' : defaultValue === undefined ? '' : code(defaultValue),
        cell(description),
      ]);
      const args = command.registeredArguments.map((a) => (a.required ? `<${a.name()}>` : `[${a.name()}]`)).join(' ');
      const usage = `\`feeling ${path}${args && ` ${args}`}\`: ${cell(command.description())}.`;
      return `### ${path}\n\n${usage}\n${rows.length > 0 ? `\n${table(['option', 'default', 'what it is'], rows)}\n` : ''}`;
    })
    .join('\n');
}

const optionsPage = () => `# Options

## \`createDetector\`

${interfaceTable('src/detect/options.ts', 'DetectorOptions', checkOptions({}) as unknown as Record<string, unknown>)}

## \`detector.detect\`

${interfaceTable('src/detect/detector.ts', 'DetectOptions')}

## \`detector.watch\`

${interfaceTable('src/detect/detector.ts', 'WatchOptions')}

## \`verdict\`

${interfaceTable('src/detect/verdict.ts', 'VerdictOptions')}

## The command line

${commandTables()}`;

/** What a quantised operator needs, in a cell. */
const versions = tfliteOperators.map(({ name, code: number, version }) => [
  `\`${name}\``,
  String(number),
  version?.int8 === undefined ? '' : `from version ${version.int8}`,
]);

const operatorsPage = () => `# Operators of TensorFlow Lite

## What is read

Operators that a \`.tflite\` file may contain. Any other is refused by name.

${table(['operator', 'number in the schema', '8-bit numbers'], versions)}

## What can be exported

Operators that an ONNX model may contain to become a \`.tflite\` file. Any other is refused by name, with the place where it
stands. Batch normalisation is folded into convolutions before, and Relu and Clip from 0 to 6 into what they follow.

${[...onnxOperators.keys()].map((name) => `\`${name}\``).join(', ')}.
`;

/** Each generated page, by its place in the documentation. */
export const tables: Readonly<Record<string, () => string>> = {
  'reference/recipe.md': recipePage,
  'reference/options.md': optionsPage,
  'reference/operators.md': operatorsPage,
};
