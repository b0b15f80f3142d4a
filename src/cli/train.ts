/** `feeling train`: trains a network on FER2013 or a folder of pictures, a folder a run. */
import type { Command } from 'commander';
import { defaultRecipe, namedRecipes } from '../train';
import { withDataOptions, withStoryOption } from './labelled/dataOptions';
import { expressionNetwork, trainableNetwork } from './networkNames';
import { wholeNumber } from './options';
import { UsageError } from './output';
import { planOf, type TrainOptions } from './training/plan';
import { findRate } from './training/rateFinder';
import { trainRepeats } from './training/repeats';
import { trainRun } from './training/run';

export function addTrain(program: Command) {
  const command = program
    .command('train')
    .description('train a network on FER2013 or a folder of pictures')
    .option('--data <fer2013.csv[.gz]|folder>', 'the faces; a run that goes on knows them');
  withStoryOption(withDataOptions(command, { seed: false }))
    .option(
      '--model <name|file.mjs>',
      `the network (${defaultRecipe.model}), by name or in a file of your own`,
      trainableNetwork,
    )
    .option(
      '--recipe <name|file.json>',
      `settings that differ from the network's default: ${Object.keys(namedRecipes).join(', ')}, or a file`,
    )
    .option('--epochs <n>', `passes over the faces (${defaultRecipe.epochs}); a run that goes on may have more`)
    .option('--seed <n>', `seed of everything random, splits among it (${defaultRecipe.seed})`)
    .option('--validate-on <split>', 'the split that is judged after each epoch (PublicTest)')
    .option('--dedupe', 'leave out training faces that have a copy in a test split (the default)')
    .option('--no-dedupe', 'train on them too')
    .option(
      '--init <name|run|file>',
      'start from these weights: compact, a run, or a file .h5, .safetensors, .onnx by layer name',
      expressionNetwork,
    )
    .option('--init-map <map.json>', 'with --init: {"our layer": "the file\'s"} where names differ')
    .option('--teacher <name|file|run>', "learn from this model's reading of the faces as well", expressionNetwork)
    .option('--freeze <prefix...>', 'layers whose names begin so stay as they are')
    .option('--device <cpu|webgpu>', 'what computes', 'cpu')
    .option('--out <dir>', "the run's folder (runs/MODEL)")
    .option('--resume [run]', 'go on with the run in this folder, or in --out; it needs nothing else')
    .option('--save-every <minutes>', 'how often the checkpoint is written besides after each epoch', '5')
    .option('--keep-every <epochs>', 'keep a checkpoint of every n-th epoch for good, as epoch-0010.safetensors')
    .option('--repeats <n>', 'so many runs with different seeds, with mean and spread')
    .option(
      '--find-learning-rate [steps]',
      'instead of training, try so many rates (100), each higher, and plot the loss: which are worth training with',
    )
    .option('--json', 'one line of JSON an epoch')
    .action(async (options: TrainOptions) => {
      const repeats = options.repeats === undefined ? undefined : wholeNumber('--repeats', options.repeats, 2);
      if (repeats !== undefined && options.resume !== undefined)
        throw new UsageError('--repeats goes on by itself; leave --resume out');
      const steps = rateSteps(options);
      const plan = await planOf(options);
      if (steps !== undefined) return findRate(plan, steps);
      await (repeats === undefined ? trainRun(plan) : trainRepeats(plan, repeats));
    });
}

/** How many rates are tried; undefined where none are. */
function rateSteps({ findLearningRate, repeats, resume }: TrainOptions): number | undefined {
  if (findLearningRate === undefined) return undefined;
  if (repeats !== undefined || resume !== undefined)
    throw new UsageError('--find-learning-rate trains nothing; leave --repeats and --resume out');
  return findLearningRate === true ? 100 : wholeNumber('--find-learning-rate', findLearningRate, 2);
}
