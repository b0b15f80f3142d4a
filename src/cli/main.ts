#!/usr/bin/env node
/** The `feeling` command. */
import { Command, CommanderError } from 'commander';
import { addAnalyze } from './analyze';
import { addCompare } from './compare';
import { withCsvStyle } from './csv';
import { addData } from './data';
import { addEvaluate } from './evaluate';
import { addExport } from './export';
import { addLive } from './live';
import { addModels } from './models';
import { addMood } from './mood';
import { complain, UsageError } from './output';
import { addTrain } from './train';

// Libraries talk to developers through these; people are told by `output.ts`.
console.error = console.warn = () => {};

const program = new Command('feeling')
  .description('Reads what faces express, on your own device.')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'feeling: ')) });
addLive(program);
addAnalyze(program);
addData(program);
addTrain(program);
addEvaluate(program);
addCompare(program);
addExport(program);
addModels(program);
addMood(program);
// Subcommands do not inherit these.
for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);

try {
  await program.parseAsync(withCsvStyle(process.argv));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    complain(error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
