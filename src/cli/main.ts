#!/usr/bin/env node
/** The `feeling` command. */
import { Command, CommanderError } from 'commander';
import { addAnalyze } from './analyze';
import { addCompare } from './compare';
import { withCsvStyle } from './csv';
import { addData } from './data';
import { addEvaluate } from './evaluate';
import { addExplain } from './explain';
import { addExport } from './export';
import { addLearn } from './learn';
import { addLive } from './live';
import { addModels } from './models';
import { addMood } from './mood';
import { complain, UsageError } from './output';
import { addPage } from './page';
import { addQueue } from './queue';
import { addSummary } from './study/layers';
import { addNetworks } from './study/networks';
import { addPredict } from './study/predict';
import { addRecipe } from './study/recipe';
import { addSweep } from './sweep';
import { addTrain } from './train';
import { version } from './version';
import { addWorker } from './worker';

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

/** Without a command the page opens. */
const withDefaultCommand = ([node = '', script = '', ...words]: readonly string[]) => {
  const [first] = words;
  const named = first !== undefined && (!first.startsWith('-') || ['-h', '--help', '-V', '--version'].includes(first));
  return [node, script, ...(named ? [] : ['live']), ...words];
};

const program = new Command('feeling')
  .description('Reads what faces express, on your own device.')
  .version(version(), '-V, --version')
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(inOneLine(text)) });
addLive(program);
addAnalyze(program);
addLearn(program);
addData(program);
addTrain(program);
addEvaluate(program);
addSweep(program);
addCompare(program);
addPredict(program);
addExplain(program);
addExport(program);
addNetworks(program);
addSummary(program);
addRecipe(program);
addModels(program);
addMood(program);
addPage(program);
addWorker(program);
addQueue(program);
// Subcommands do not inherit these.
for (const command of program.commands) command.exitOverride().copyInheritedSettings(program);

try {
  await program.parseAsync(withDefaultCommand(withCsvStyle(process.argv)));
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    complain(error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
