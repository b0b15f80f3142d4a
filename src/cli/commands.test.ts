import { type Argument, Command, CommanderError, type Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { addCommands, withDefaults } from './commands';
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
