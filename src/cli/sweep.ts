/** `feeling sweep`: many recipes tried on the same faces, the bad ones given up early. */
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { readJson } from '../files/node';
import { parseSweep } from '../train';
import { type DataOptions, splitOption, withDataOptions, withStoryOption } from './labelled/dataOptions';
import { deviceOption } from './options';
import { counted, print, tell, UsageError } from './output';
import { requireNetworks } from './training/networksAsked';
import { fromEverywhere } from './training/recipe';
import { dataRecordOf } from './training/record';
import { runTrials } from './training/trials';

interface Options extends DataOptions {
  data: string;
  validateOn: string;
  device: string;
  out?: string;
  dryRun?: boolean;
  json?: boolean;
}

export function addSweep(program: Command) {
  const command = program
    .command('sweep')
    .description('try many recipes, by a grid or at random; the same command goes on after Ctrl-C')
    .argument('<sweep.json>', 'what is tried (docs/guides/sweep.md)')
    .requiredOption('--data <fer2013.csv[.gz]|folder>', 'the faces');
  withStoryOption(withDataOptions(command))
    .option('--validate-on <split>', 'the split that trials are judged by', 'PublicTest')
    .option('--device <cpu|webgpu>', 'what computes', 'cpu')
    .option('--out <dir>', "the sweep's folder (sweeps/NAME)")
    .option('--dry-run', 'print the recipes that would be tried')
    .option('--json', 'one line of JSON a trial')
    .action(sweep);
}

async function sweep(file: string, options: Options) {
  const { sweep: parsed, trials: written } = parseSweep(await readJson(file));
  const trials = written.map((trial) => ({ ...trial, recipe: fromEverywhere(trial.recipe) }));
  const {
    out = join('sweeps', basename(file).replace(/\.json$/i, '')),
    device,
    dryRun = false,
    json = false,
  } = options;
  await requireNetworks(trials);
  if (dryRun) {
    for (const { number, values } of trials) print(JSON.stringify({ trial: number, ...values }));
    return tell(`${counted(trials.length, 'trial')}; nothing was trained`);
  }
  if (parsed.metric === 'valFerplusAccuracy' && options.votes === undefined)
    throw new UsageError(`"metric": "valFerplusAccuracy" needs FER+'s file, --votes fer2013new.csv`);
  await runTrials(parsed, trials, {
    folder: out,
    file,
    record: dataRecordOf({ ...options, seed: options.seed ?? '1' }),
    validation: splitOption(options.validateOn, '--validate-on'),
    device: deviceOption(device),
    json,
  });
}
