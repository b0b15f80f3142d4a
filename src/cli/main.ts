#!/usr/bin/env node
/** The `feeling` command. */
import { existsSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCommands, asksForVersion, withDefaults } from './commands';
import { withCsvStyle } from './csvOption';
import { refuseEmptyValues } from './emptyValues';
import { wasInterrupted } from './interruption';
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
    )
    .replace(/^(feeling: unknown option '(-.+)').*$/m, (told, begin, word) =>
      isFileName(word) ? begin + behindDashes(word) : told,
    );

/** Whether a word that begins with a dash is meant as a file. */
const isFileName = (word: string) => existsSync(word) || /\.\w+$/.test(word);
const behindDashes = (name: string) => `; a file of that name is written ./${name}, or stands behind --`;

const exitStatus = `
Exit status:
  0    done
  1    something failed: a file, a network, a device, a server; the rest was done
  2    wrong usage: an option, a name or a value that there is not, or an output
       that is read or would replace earlier work
  130  stopped with Ctrl-C before it was done`;

const program = new Command('feeling')
  .description('Reads what faces express, on your own device.')
  .version(version(), '-V, --version')
  .addHelpText('after', exitStatus)
  .exitOverride()
  .hook('preAction', (_, command) => refuseEmptyValues(command))
  .configureOutput({ outputError: (text, write) => write(inOneLine(text)) });

try {
  const words = withDefaults(withCsvStyle(process.argv.slice(2)));
  const [first = ''] = words;
  if (!asksForVersion(words)) await addCommands(program, first);
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
if (wasInterrupted()) process.exitCode = 130;
