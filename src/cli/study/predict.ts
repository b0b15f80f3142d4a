/** `feeling predict`: what a model gives for each labelled face. */
import type { Command } from 'commander';
import { countOf, type Faces, requireFaces } from '../../data';
import { emotions, ferplusEmotions, mixture, readableFrom } from '../../emotion';
import type { Predictions } from '../../evaluate';
import { deviceFor } from '../../evaluate/node';
import { type CsvCell, csvLine, decimal, exactly } from '../../files';
import { loadModel } from '../../model/node';
import {
  type DataOptions,
  facesFor,
  readDataset,
  splitNameIn,
  splitOption,
  withAskedSplit,
  withDataOptions,
} from '../labelled/dataOptions';
import { type NetworkOptions, networkDescription, withNetworkOptions } from '../labelled/networkOptions';
import { predictAll } from '../labelled/predictAll';
import { expressionNetwork } from '../networkNames';
import { readingDevice, withDeviceOption } from '../options';
import { printData, tell, UsageError } from '../output';
import { jsonLine } from '../reading/rows';
import { byteOrderMark, spreadsheetStyle } from '../reading/spreadsheet';
import { modelInputs, targets, tellReplaced } from '../targets';

interface Options extends DataOptions, NetworkOptions {
  model: string;
  split?: string;
  device: string;
  flip?: boolean;
  json?: boolean;
  csv?: string;
  out?: string;
}

export function addPredict(program: Command) {
  const command = program
    .command('predict')
    .description("each labelled face's probabilities, as rows of CSV or JSON")
    .argument('<fer2013.csv[.gz]|folder>', 'the faces');
  withNetworkOptions(
    withDeviceOption(
      withAskedSplit(withDataOptions(command)).option(
        '--model <name|file|run>',
        'the model',
        expressionNetwork,
        'compact',
      ),
    ),
  )
    .option('--flip', 'average each face with its mirror image')
    .option('--csv [excel]', 'comma-separated values (the default); excel: as spreadsheets of your country open them')
    .option('--json', 'a line of JSON a face')
    .option('--out <file.csv|.jsonl>', 'write them here instead of printing them')
    .action(predictFaces);
}

async function predictFaces(path: string, options: Options) {
  if (options.json && options.csv !== undefined) throw new UsageError('--json and --csv exclude each other');
  if (options.csv !== undefined && options.csv !== 'plain' && options.csv !== 'excel')
    throw new UsageError(`unknown --csv "${options.csv}"; available: excel`);
  const asked = options.split === undefined ? undefined : splitOption(options.split);
  const wished = await readingDevice(options);
  const { out } = await targets({ out: options.out }, [path, options.votes, ...modelInputs(options.model)], {
    endings: options.json ? ['.jsonl', '.json'] : ['.csv'],
  });
  const bytes = await loadModel(options.model, 'expression', networkDescription(options));
  const wanted = { ...facesFor(bytes), drawsSplits: asked !== undefined };
  const { sets, notes } = await readDataset(path, options, wanted);
  const hasSplits = asked !== undefined || notes.hasSplits || options.splitShares !== undefined;
  const place = hasSplits ? (asked ?? 'PublicTest') : 'Training';
  requireFaces(sets, place, path);
  const faces = sets[place];
  await tellReplaced(out);
  const split = hasSplits ? splitNameIn(place, notes) : undefined;
  const predictions = await predictAll(
    bytes,
    faces,
    split ?? path,
    options.flip ?? false,
    await deviceFor(bytes, wished),
  );
  const rows = rowsOf(predictions, faces, split, notes.paths);
  const excel = options.csv === 'excel';
  const lines = options.json ? rows.map(jsonLine) : csvOf(rows, excel);
  const text = `${excel ? byteOrderMark : ''}${lines.join('\n')}`;
  if (!out) return printData(text);
  await out.write(`${text}\n`, { secret: true });
  tell(`${rows.length.toLocaleString('en')} faces are in ${out.path}`);
}

/** One face: probabilities by name, those of the heads and of the reading that people see. */
interface FaceRow {
  /** Of data that has splits, or whose splits were asked for. */
  split?: string;
  /** Row in the file, 0 for the first face; of a folder the place among its pictures. */
  row: number;
  /** Of a folder. */
  file?: string;
  label: string;
  predicted: string;
  named: string[];
  readable?: number;
  emotions: Record<string, number>;
  fer2013: Record<string, number>;
  ferplus?: Record<string, number>;
}

function rowsOf(
  predictions: Predictions,
  faces: Faces,
  split: string | undefined,
  paths: readonly string[] | undefined,
): FaceRow[] {
  const { fer2013, ferplus, emotions: reading, face } = predictions;
  const named = (names: readonly string[], values: Float32Array, i: number) =>
    Object.fromEntries(names.map((name, c) => [name, Number((values[i * names.length + c] as number).toFixed(6))]));
  return Array.from({ length: countOf(faces) }, (_, i): FaceRow => {
    const row = faces.rows[i] as number;
    const file = paths?.[row];
    const own = named(emotions, fer2013, i);
    const readable = face && (face[2 * i + 1] as number);
    const shown = reading.subarray(i * emotions.length, (i + 1) * emotions.length);
    return {
      ...(split !== undefined && { split }),
      row,
      ...(file !== undefined && { file }),
      label: emotions[faces.labels[i] as number] as string,
      predicted: Object.entries(own).reduce((best, next) => (next[1] > best[1] ? next : best))[0],
      named: readable !== undefined && readable < readableFrom ? [] : mixture(shown),
      ...(readable !== undefined && { readable: Number(readable.toFixed(6)) }),
      emotions: named(emotions, reading, i),
      fer2013: own,
      ...(ferplus && { ferplus: named(ferplusEmotions, ferplus, i) }),
    };
  });
}

function csvOf(rows: readonly FaceRow[], excel: boolean): string[] {
  const style = excel ? spreadsheetStyle() : undefined;
  const hasFiles = rows.some(({ file }) => file !== undefined);
  const hasSplit = rows.some(({ split }) => split !== undefined);
  const hasVotes = rows.some(({ ferplus }) => ferplus);
  const hasReadable = rows.some(({ readable }) => readable !== undefined);
  const header = [
    ...[...(hasSplit ? ['split'] : []), 'row', ...(hasFiles ? ['file'] : []), 'label', 'predicted', 'named'],
    ...(hasReadable ? ['readable'] : []),
    ...emotions,
    ...emotions.map((name) => `fer2013_${name}`),
    ...(hasVotes ? ferplusEmotions.map((name) => `ferplus_${name}`) : []),
  ];
  const shares = (values: Record<string, number> | undefined): CsvCell[] =>
    Object.values(values ?? {}).map((value) => decimal(value, 6));
  return [
    csvLine(header, style),
    ...rows.map((row) =>
      csvLine(
        [
          ...[
            ...(hasSplit ? [row.split] : []),
            row.row,
            ...(hasFiles ? [row.file === undefined ? undefined : exactly(row.file)] : []),
            row.label,
            row.predicted,
          ],
          row.named.length === 0 ? 'not sure' : row.named.join(' and '),
          ...(hasReadable ? [row.readable === undefined ? undefined : decimal(row.readable, 6)] : []),
          ...shares(row.emotions),
          ...shares(row.fer2013),
          ...(hasVotes ? shares(row.ferplus) : []),
        ],
        style,
      ),
    ),
  ];
}
