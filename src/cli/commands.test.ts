import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Argument, Command, CommanderError, type Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../model/node';
import { addCommands, withDefaults } from './commands';
import { withCsvStyle } from './csvOption';
import { UsageError } from './output';

async function programFor(firstWord: string) {
  const program = new Command('feeling').exitOverride().configureOutput({ writeErr() {} });
  await addCommands(program, firstWord);
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  return program;
}
const namesWith = async (firstWord: string) => (await programFor(firstWord)).commands.map((command) => command.name());

/** All commands, and their parts. */
const withParts = (commands: readonly Command[]): Command[] =>
  commands.flatMap((command) => [command, ...withParts(command.commands)]);

it('adds only the command that is asked for, and all where none is', async () => {
  const all = await namesWith('--help');
  expect(all.length).toBeGreaterThan(15);
  expect(await namesWith('analyse')).toEqual(all);
  for (const name of all) expect(await namesWith(name)).toEqual([name]);
});

it.each([
  [[], ['live']],
  [
    ['--port', '0'],
    ['live', '--port', '0'],
  ],
  [['--help'], ['--help']],
  [['models'], ['models', 'list']],
  [
    ['models', '--json'],
    ['models', 'list', '--json'],
  ],
  [
    ['models', 'foo'],
    ['models', 'foo'],
  ],
  [
    ['models', '--help'],
    ['models', '--help'],
  ],
  [
    ['analyze', '--csv'],
    ['analyze', '--csv'],
  ],
])('%j is meant as %j', (words, meant) => {
  expect(withDefaults(words)).toEqual(meant);
});

describe('wrong usage, which ends with 2,', () => {
  it('is an option that there is not, in every command and part', async () => {
    for (const name of await namesWith('--help')) {
      const program = await programFor(name);
      const [command] = program.commands;
      const parts = command?.commands.map((part) => [name, part.name()]) ?? [];
      for (const words of parts.length > 0 ? parts : [[name]]) {
        const parsed = (await programFor(name)).parseAsync([...words, '--no-such-option'], { from: 'user' });
        await expect(parsed, words.join(' ')).rejects.toBeInstanceOf(CommanderError);
      }
    }
  });

  it('is a network that there is not, wherever one is named', async () => {
    // Recipes and what is in a queue have names of their own.
    const commands = withParts((await programFor('--help')).commands).filter(
      (command) => command.name() !== 'recipe' && command.parent?.name() !== 'queue',
    );
    const names: (Option | Argument)[] = commands.flatMap((command) => [
      ...command.options.filter(({ flags, long }) => /<name\|(file|run)/.test(flags) && long !== '--recipe'),
      ...command.registeredArguments.filter((argument) => /^(name|run)/.test(argument.name())),
    ]);
    expect(names.length).toBeGreaterThan(12);
    for (const one of names)
      expect(() => one.parseArg?.('no-such-network', undefined as never) ?? one, one.description).toThrow(UsageError);
  });
});

describe('the README', () => {
  const root = packageRoot();
  const lines = readFileSync(join(root, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => /^np[mx] /.test(line))
    .map((line) => (line.split(' #')[0] ?? '').trim().split(/ +/));

  it('has commands that all parse, none of which another one of its outputs keeps from running', async () => {
    const commands = lines.filter(([program, name]) => program === 'npx' && name === 'feeling');
    expect(commands.length).toBeGreaterThan(20);
    const outputs: string[] = [];
    for (const [, , ...words] of commands) {
      const [first = '', ...rest] = withDefaults(withCsvStyle(words));
      const program = await programFor(first);
      for (const command of withParts(program.commands)) command.action(() => {});
      await expect(program.parseAsync([first, ...rest], { from: 'user' }), words.join(' ')).resolves.toBe(program);
      if (first === 'analyze' && rest.includes('--out')) outputs.push(rest[rest.indexOf('--out') + 1] as string);
    }
    expect(new Set(outputs).size).toBe(outputs.length);
  });

  it('has npm install only what the package knows as parts, and runs no install step', () => {
    const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const installs = lines.filter(([program, verb, next]) => program === 'npm' && verb === 'install' && next !== '&&');
    expect(installs).toHaveLength(1);
    for (const [, , flag, own, ...parts] of installs) {
      expect([flag, own]).toEqual(['--ignore-scripts', 'feeling']);
      for (const part of parts) expect(Object.keys(peerDependencies)).toContain(part);
    }
  });
});
