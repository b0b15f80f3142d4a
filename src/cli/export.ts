/** `feeling export`: a model as a file for other runtimes. */
import type { Command } from 'commander';
import { countOf, faceAt, requireFaces } from '../data';
import { type OnnxModel, seededRandom, shuffled } from '../graph';
import { exportFormats, exportModel, knownRanges, opsets, precisions } from '../model';
import { loadAnyModel } from '../model/node';
import { described } from '../options';
import { createSession } from '../runtime/node';
import { type DataOptions, readDataset, withDataOptions, withStoryOption } from './labelled/dataOptions';
import { type NetworkOptions, networkDescription, withNetworkOptions } from './labelled/networkOptions';
import { exportableNetwork } from './networkNames';
import { endingOf, oneOf, wholeNumber } from './options';
import { tell, UsageError } from './output';
import { modelInputs, targets, tellReplaced } from './targets';

interface Options extends DataOptions, NetworkOptions {
  model: string;
  format?: string;
  precision: string;
  opset?: string;
  data?: string;
  faces?: string;
  out: string;
}

export function addExport(program: Command) {
  const command = program
    .command('export')
    .description('a model as TensorFlow Lite or ONNX, for phones, browsers and other runtimes')
    .option(
      '--model <name|file|run>',
      'the model: its name, an .onnx or .tflite file, a training run',
      exportableNetwork,
      'compact',
    )
    .option(`--format <${exportFormats.join('|')}>`, "the file's format; that of --out if not given")
    .option(`--precision <${precisions.join('|')}>`, 'numbers of 32 bits, weights of 16, or 8 throughout', 'fp32')
    .option(`--opset <${opsets.join('|')}>`, `of ONNX; 17 is for older runtimes, ${opsets.at(-1)} if not given`)
    .option(
      '--data <fer2013.csv[.gz]|folder>',
      'for int8: training faces that show which numbers occur, where the model does not know',
    );
  withNetworkOptions(withStoryOption(withDataOptions(command, { seed: false })))
    .option('--faces <n>', 'for int8: how many of them (500)')
    .option('--seed <n>', 'for int8: which of them (1)')
    .requiredOption('--out <file>', 'the file')
    .action(runExport);
}

const formatOfEnding = { '.tflite': 'tflite', '.onnx': 'onnx' } as const;
const endings = Object.keys(formatOfEnding) as (keyof typeof formatOfEnding)[];

async function runExport(options: Options, command: Command) {
  const format = formatOf(options);
  const precision = oneOf('--precision', options.precision, precisions);
  if (options.opset !== undefined && format !== 'onnx')
    throw new UsageError(`--opset goes with onnx only (got ${described(options.out)}, to be ${format})`);
  refuseUnused(command, precision);
  const opset = oneOf('--opset', options.opset ?? '21', opsets.map(String)) === '17' ? 17 : 21;
  const drawn = {
    count: wholeNumber('--faces', options.faces ?? '500', 1),
    seed: wholeNumber('--seed', options.seed ?? '1', 0),
  };
  const description = networkDescription(options);
  const { out } = await targets({ out: options.out }, [options.data, options.votes, ...modelInputs(options.model)], {
    endings: endings.filter((ending) => formatOfEnding[ending] === format),
  });
  const model = await loadAnyModel(options.model, description);
  if (precision === 'int8' && options.data === undefined && !knownRanges(model))
    throw new UsageError(`--precision int8 needs training faces for ${model.name}, --data fer2013.csv.gz`);
  const calibration =
    precision === 'int8' && options.data !== undefined ? await calibrationFaces(model, options, drawn) : undefined;
  await tellReplaced(out);
  try {
    const bytes = await exportModel(model, { format, precision, opset, ...(calibration && { calibration }) });
    await out.write(bytes);
    tell(`${options.out}: ${model.name} as ${format}, ${precision}, ${(bytes.length / 1e6).toFixed(2)} MB`);
  } catch (error) {
    throw new Error(`${options.model}: ${(error as Error).message}`);
  }
}

/** As wished, or as the file's ending says; `targets` sees to it that they agree. */
const formatOf = ({ format, out }: Options) =>
  format === undefined ? formatOfEnding[endingOf('--out', out, endings)] : oneOf('--format', format, exportFormats);

/** Options that say which faces show what numbers occur. */
const ofFaces = ['data', 'votes', 'classes', 'without', 'splitShares', 'split', 'limit', 'faces', 'seed'];

/** Throws a UsageError for an option that would change nothing. */
function refuseUnused(command: Command, precision: string) {
  const given = (name: string) => command.getOptionValueSource(name) === 'cli';
  const unused = precision === 'int8' && given('data') ? undefined : ofFaces.find(given);
  if (unused === undefined) return;
  const flag = command.options.find((option) => option.attributeName() === unused)?.long;
  throw new UsageError(
    precision === 'int8' ? `${flag} goes with --data` : `${flag} goes with --precision int8 only (got ${precision})`,
  );
}

/** Faces of the training split, by the seed. */
async function calibrationFaces(
  { name, inputs, outputs }: OnnxModel,
  options: Options,
  { count, seed }: { count: number; seed: number },
) {
  const { data = '' } = options;
  if (!outputs.some((output) => output.name === 'emotions'))
    throw new UsageError(`--precision int8: ${name} reads no expressions, and --data has single faces`);
  const [, channels, height, width] = inputs[0]?.dims ?? [];
  if ((channels !== 1 && channels !== 3) || height !== width)
    throw new UsageError(`--precision int8: ${name} does not read faces, which are square pictures`);
  const { sets } = await readDataset(data, options);
  requireFaces(sets, 'Training', data);
  const places = shuffled(countOf(sets.Training), seededRandom(seed, 5)).subarray(0, count);
  return {
    faces: [...places].map((place) => Float32Array.from(faceAt(sets.Training, place))),
    record: JSON.stringify({ split: 'Training', rows: [...places].map((place) => sets.Training.rows[place]) }),
    createSession,
  };
}
