import { Command } from 'commander';
import { expect, it } from 'vitest';
import { addCommands } from './commands';

const namesWith = async (firstWord: string) => {
  const program = new Command('feeling');
  await addCommands(program, firstWord);
  return program.commands.map((command) => command.name());
};

it('adds only the command that is asked for, and all where none is', async () => {
  const all = await namesWith('--help');
  expect(all.length).toBeGreaterThan(15);
  expect(await namesWith('analyse')).toEqual(all);
  for (const name of all) expect(await namesWith(name)).toEqual([name]);
});
