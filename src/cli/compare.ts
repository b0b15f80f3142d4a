/** `feeling compare`: training runs side by side. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Faces, faceAt, requireFaces, type Split } from '../data';
import { type Intervals, intervalsOf, judged, judgePredictions, whatIsJudged } from '../evaluate';
import { readMetadata } from '../graph';
import { type NetworkDescription, runOnFaces } from '../model';
import { loadModel, needsDescription } from '../model/node';
import type { ComparedRun } from '../report';
import { createSession } from '../runtime/node';
import { median } from '../statistics';
import {
  type AskedFaces,
  type DataOptions,
  facesFor,
  labelsName,
  readDataset,
  splitOption,
  withDataOptions,
  withSplitOption,
} from './labelled/dataOptions';
import { type NetworkOptions, networkDescription, withNetworkOptions } from './labelled/networkOptions';
import { predictAll } from './labelled/predictAll';
import { shortNames } from './names';
import { expressionNetworks } from './networkNames';
import { complain, counted, markdownTable, percent, print, table, tell, UsageError } from './output';
import { targets, tellReplaced } from './targets';
import { readHistory } from './training/history';
import { isBarelyBegun } from './training/room';
import { isRun, runFiles } from './training/runFiles';
import { refuseSeen, trainedOnOf } from './training/trainedOn';

interface CompareOptions extends DataOptions, NetworkOptions {
  data: string;
  split: string;
  report?: string;
  markdown?: boolean;
  json?: boolean;
}

export function addCompare(program: Command) {
  const command = program
    .command('compare')
    .description('training runs side by side')
    .argument('<run...>', "runs' folders, or models' files", expressionNetworks)
    .requiredOption('--data <fer2013.csv[.gz]|folder>', 'the faces');
  withNetworkOptions(withSplitOption(withDataOptions(command)))
    .option('--report <file.html>', 'a page with plots')
    .option('--markdown', 'the table in Markdown')
    .option('--json', 'JSON')
    .action(compare);
}

interface Comparison {
  name: string;
  epochs?: number;
  parameters: number;
  macs: number;
  bytes: number;
  msPerFace: number;
  accuracy: number;
  macroF1: number;
  /** Of 95 %. */
  intervals: Intervals;
  ferplusAccuracy?: number;
}

async function compare(runs: string[], options: CompareOptions) {
  const split = splitOption(options.split);
  if (options.markdown && options.json) throw new UsageError('--markdown and --json exclude each other');
  const description = networkDescription(options);
  const runInputs = runs.flatMap((run) => [run, join(run, 'model.onnx'), join(run, 'history.jsonl')]);
  const { report } = await targets({ report: options.report }, [options.data, options.votes, ...runInputs]);
  const finished = runs.filter(isFinished);
  if (finished.length === 0) throw new Error('there is nothing to compare yet');
  await tellReplaced(report);
  const compared = await comparedRuns(finished, description, options);
  // Each was told why it cannot be.
  if (compared.length === 0) return;
  const rows = compared.map(({ comparison }) => ({ name: comparison.name, figures: figuresOf(comparison) }));
  if (report) {
    const { comparisonReport } = await import('../report');
    const views = compared.map(({ view }, i): ComparedRun => ({ ...view, figures: rows[i]?.figures ?? {} }));
    await report.write(comparisonReport(whatIsJudged(split, 'fer2013', 'own', await labelsName(options.data)), views), {
      secret: true,
    });
    tell(`the report is ${report.path}`);
  }
  if (options.json) {
    print(JSON.stringify(compared.map(({ comparison }) => comparison)));
    return;
  }
  const columns = Object.keys(rows[0]?.figures ?? {});
  const cells = rows.map(({ name, figures }) => [name, ...columns.map((c) => figures[c] as string)]);
  print(options.markdown ? markdownTable(['', ...columns], cells) : table(['', ...columns], cells));
}

/** One that cannot be compared is told with why, and the others are compared. */
async function comparedRuns(
  runs: readonly string[],
  description: NetworkDescription | undefined,
  options: CompareOptions,
): Promise<ComparedOnFaces[]> {
  const split = splitOption(options.split);
  const facesIn = facesByForm(options, split);
  const names = shortNames(runs);
  const compared: ComparedOnFaces[] = [];
  const failed = (error: unknown): undefined => {
    complain(error);
    process.exitCode = 1;
  };
  for (const [i, run] of runs.entries()) {
    const bytes = await loadCompared(run, description).catch(failed);
    if (!bytes) continue;
    const faces = await facesIn(bytes);
    const told = await compareOn(faces, { run, bytes, name: names[i] as string, split }).catch(failed);
    if (told) compared.push(told);
  }
  return compared;
}

/** The faces in each form that a model may want, read once; their splits are those of the first model. */
function facesByForm(options: CompareOptions, split: Split) {
  const known = new Map<string, Faces>();
  let trained: AskedFaces['trained'];
  return async (model: Uint8Array): Promise<Faces> => {
    const { form, trained: own } = facesFor(model);
    if (known.size === 0) trained = own;
    const key = JSON.stringify(form ?? null);
    let faces = known.get(key);
    if (!faces) {
      const { sets } = await readDataset(options.data, options, { trained, form });
      requireFaces(sets, split, options.data);
      faces = sets[split];
      known.set(key, faces);
    }
    return faces;
  };
}

/** False for a run that has no model yet, and for any other folder without one, which is told. */
function isFinished(run: string): boolean {
  const { model, checkpoint } = runFiles(run);
  if (isRun(run)) {
    if (existsSync(model)) return true;
    tell(
      isBarelyBegun(run)
        ? `${run}: passed over, as it has no checkpoint yet; if it was stopped, start it again as it was begun`
        : `${run}: passed over, as it is not finished; go on with: feeling train --resume ${run}`,
    );
    return false;
  }
  if (!statSync(run, { throwIfNoEntry: false })?.isDirectory() || [model, checkpoint].some(existsSync)) return true;
  const runs = readdirSync(run).filter((name) => isRun(join(run, name)));
  const instead = runs.length > 0 ? `; its ${counted(runs.length, 'run')} are ${join(run, '*')}` : '';
  tell(`${run}: passed over, as there is no trained model in this folder${instead}`);
  return false;
}

/** The model of a run or of a file; those that describe themselves need no description. */
async function loadCompared(run: string, description: NetworkDescription | undefined): Promise<Uint8Array> {
  const isOther = description !== undefined && (await needsDescription(run));
  return loadModel(run, 'expression', isOther ? description : undefined);
}

/** A run's folder, or a model by its name or file, judged on the faces that are given for its bytes. */
export async function compareRun(run: string, facesIn: (model: Uint8Array) => Promise<Faces>) {
  const bytes = await loadModel(run, 'expression');
  return compareOn(await facesIn(bytes), { run, bytes, name: shortNames([run])[0] as string });
}

interface ComparedModel {
  /** Its folder, file or name. */
  run: string;
  bytes: Uint8Array;
  /** What it is called. */
  name: string;
  /** That the faces are of, to refuse a model that was trained on them. */
  split?: Split;
}

interface ComparedOnFaces {
  comparison: Comparison;
  view: Omit<ComparedRun, 'figures'>;
}

async function compareOn(faces: Faces, { run, bytes, name, split }: ComparedModel): Promise<ComparedOnFaces> {
  if (split) refuseSeen(name, trainedOnOf(bytes), faces, split);
  const history = await readHistory(run);
  const { parameters, macs } = readMetadata(bytes);
  const msPerFace = await timeOneFace(bytes, faces);
  const predictions = await predictAll(bytes, faces, name, false);
  const { classes, ...metrics } = judgePredictions(predictions, faces, 'fer2013', 'own');
  const { accuracy, macroF1 } = metrics;
  const comparison: Comparison = {
    name,
    ...(history.length > 0 && { epochs: history.length }),
    parameters: Number(parameters),
    macs: Number(macs),
    bytes: bytes.length,
    msPerFace,
    accuracy,
    macroF1,
    intervals: intervalsOf(judged(predictions, faces, 'fer2013', 'own')),
    ...(faces.votes && {
      ferplusAccuracy: judgePredictions(predictions, faces, 'ferplus', predictions.ferplus ? 'own' : 'reading')
        .accuracy,
    }),
  };
  return { comparison, view: { name, history, evaluation: { classes, metrics } } };
}

/** A comparison as the cells of a table. */
export const figuresOf = (c: Comparison): Record<string, string> => ({
  epochs: c.epochs === undefined ? '–' : String(c.epochs),
  parameters: c.parameters.toLocaleString('en'),
  MMAC: Number.isNaN(c.macs) ? '–' : (c.macs / 1e6).toFixed(1),
  MB: (c.bytes / 1e6).toFixed(1),
  'ms a face': c.msPerFace.toFixed(2),
  accuracy: percent(c.accuracy, 2),
  '95 % interval': c.intervals.accuracy.map((end) => percent(end)).join(' to '),
  'macro F1': c.macroF1.toFixed(3),
  ...(c.ferplusAccuracy !== undefined && { 'FER+': percent(c.ferplusAccuracy, 2) }),
});

/** Median milliseconds for one face at a time, after warming up. */
async function timeOneFace(bytes: Uint8Array, faces: Faces): Promise<number> {
  const [warmups, runs] = [5, 41];
  const session = await createSession(bytes);
  const face = [Float32Array.from(faceAt(faces, 0))];
  const times: number[] = [];
  for (let i = 0; i < warmups + runs; i++) {
    const started = performance.now();
    await runOnFaces(session, face);
    if (i >= warmups) times.push(performance.now() - started);
  }
  await session.close();
  return median(times);
}
