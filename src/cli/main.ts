#!/usr/bin/env node
/** The `feeling` command. */
import { Command, CommanderError } from 'commander';
import { addCommands, defaultCommand } from './commands';
import { withCsvStyle } from './csvOption';
import { complain, UsageError } from './output';
import { version } from './version';

// Libraries talk to developers through these; people are told by `output.ts`.
console.error = console.warn = () => {};

/** "error: unknown command 'analyz'⏎(Did you mean analyze?)" as every other complaint is written. */
const inOneLine = (text: string) =>
  text
    .replace(/^error: /, 'feeling: ')
    .replace(
      /\n\(Did you mean (one of )?(.+)\?\)/,
      (_, several, words) => `; did you mean ${several ? 'one of ' : ''}${words}?`,
    );

const help = ['-h', '--help'];
const versionOptions = ['-V', '--version'];
const withDefaultCommand = (words: readonly string[]) => {
  const [first] = words;
  const named = first !== undefined && (!first.startsWith('-') || [...help, ...versionOptions].includes(first));
  return named ? words : [defaultCommand, ...words];
};

const program = new Command('feeling')
  .description('Reads what faces express, on your own device.')
  .version(version(), '-V, --version')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(inOneLine(text)) });

try {
  const words = withDefaultCommand(withCsvStyle(process.argv.slice(2)));
  const [first = defaultCommand] = words;
  if (!versionOptions.includes(first)) await addCommands(program, first);
  // Subcommands do not inherit these.
  for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);
  await program.parseAsync(words, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    complain(error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
