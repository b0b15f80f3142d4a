/** The trials of a sweep, one after another, in one folder. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { FaceSet, Split } from '../../data';
import { checkFolder, makeFolder, writeWhole } from '../../files/node';
import { loadNetwork } from '../../nets/node';
import type { Device } from '../../runtime';
import {
  bestEpoch,
  byMetric,
  CheckpointError,
  DivergedError,
  type EpochResult,
  medianStops,
  RecipeError,
  type Sweep,
  type Trial,
} from '../../train';
import { interruption } from '../interruption';
import { counted, print, table, tell, UsageError } from '../output';
import { refuseInputs, tellReplaced } from '../targets';
import { readHistory } from './history';
import type { Plan } from './plan';
import { formFor, readTrainingFaces } from './prepared';
import type { DataRecord } from './record';
import { requireNone } from './room';
import { checkRun, trainRun } from './run';
import { runFiles } from './runFiles';

export interface TrialsOptions {
  folder: string;
  /** The sweep's file. */
  file: string;
  record: DataRecord;
  validation: Split;
  device: Device;
  json: boolean;
}

const resultSchema = v.object({
  trial: v.number(),
  values: v.record(v.string(), v.unknown()),
  /**
   * `stopped` by the median of those before it; `diverged` where the loss was no number any more; `failed` where
   * its recipe cannot be followed with these faces.
   */
  status: v.picklist(['finished', 'stopped', 'diverged', 'failed']),
  epochs: v.number(),
  /** The sweep's metric of the epoch whose weights are the model. */
  figure: v.optional(v.number()),
});
export type TrialResult = v.InferOutput<typeof resultSchema>;

const filesOf = (folder: string) => ({
  begun: join(folder, 'begun.json'),
  results: join(folder, 'trials.json'),
  best: join(folder, 'best.json'),
  report: join(folder, 'report.html'),
});
const runOf = (folder: string, trial: number) => join(folder, `trial-${String(trial).padStart(3, '0')}`);

/**
 * Trains what was not trained before, and writes the results after each trial.
 *
 * Throws a UsageError when the folder is of another sweep, or of other faces, a CheckpointError when it is damaged.
 */
export async function runTrials(sweep: Sweep, trials: readonly Trial[], options: TrialsOptions) {
  const { folder, record, json } = options;
  const files = filesOf(folder);
  await refuseInputs(
    Object.values(files).map((path) => ({ what: '--out', path })),
    [options.file, record.data, record.votes],
  );
  await checkFolder(folder);
  await requireSameSweep(sweep, options);
  if (!existsSync(files.begun)) requireNone(Object.values(files));
  const results = await readResults(files.results);
  const missing = trials.filter(({ number }) => !results.some(({ trial }) => trial === number));
  for (const trial of missing) await checkRun(planOf(trial, options));
  await tellReplaced(...[files.best, files.report].map((path) => ({ what: '--out', path })));
  await makeFolder(folder);
  await writeWhole(files.begun, `${JSON.stringify(begunOf(sweep, record), null, 2)}\n`);
  if (results.length > 0)
    tell(
      `${counted(results.length, 'trial')} of ${trials.length} ${results.length === 1 ? 'was' : 'were'} tried before`,
    );
  const read = new Map<string, FaceSet>();
  // A trial stops at its next step; Ctrl-C may also come between two of them.
  const interrupt = interruption();
  try {
    for (const trial of missing) {
      const result = interrupt.signal.aborted ? undefined : await runTrial(sweep, trial, results, read, options);
      if (!result) return tell(`stopped; the same command goes on with trial ${trial.number}`);
      results.push(result);
      await writeWhole(files.results, `${JSON.stringify(results, null, 2)}\n`);
      if (json) print(JSON.stringify(result));
    }
  } finally {
    interrupt.end();
  }
  await conclude(sweep, trials, results, options);
}

/**
 * undefined when somebody stopped it.
 *
 * read the faces so far, by the form that a network wants them in
 */
async function runTrial(
  sweep: Sweep,
  trial: Trial,
  before: readonly TrialResult[],
  read: Map<string, FaceSet>,
  options: TrialsOptions,
): Promise<TrialResult | undefined> {
  const { number, values, recipe } = trial;
  const { folder, record } = options;
  tell(`\ntrial ${number}: ${described(values)}`);
  const others = await Promise.all(before.filter(hasCourse).map(({ trial }) => readHistory(runOf(folder, trial))));
  const form = formFor(recipe, await loadNetwork(recipe.model));
  const key = JSON.stringify(form ?? null);
  const sets = read.get(key) ?? (await readTrainingFaces({ record }, form));
  read.set(key, sets);
  let isWorse = false;
  try {
    const { history, stopped } = await trainRun(planOf(trial, options), {
      sets,
      tellEpoch: tell,
      endsAfter: (history) => {
        isWorse = history.length < recipe.epochs && medianStops(history, others, sweep);
        return isWorse;
      },
    });
    if (stopped) return undefined;
    const figure = (history[bestEpoch(history, recipe) - 1] as EpochResult)[sweep.metric];
    const status = isWorse ? 'stopped' : 'finished';
    if (isWorse)
      tell(`given up after ${counted(history.length, 'epoch')}: worse than the median of the trials before it`);
    return { trial: number, values, status, epochs: history.length, ...(figure !== undefined && { figure }) };
  } catch (error) {
    const isDiverged = error instanceof DivergedError;
    if (!isDiverged && !(error instanceof RecipeError)) throw error;
    tell(error.message);
    const status = isDiverged ? 'diverged' : 'failed';
    return { trial: number, values, status, epochs: (await readHistory(runOf(folder, number))).length };
  }
}

function planOf({ number, recipe }: Trial, { folder, file, record, validation, device }: TrialsOptions): Plan {
  const run = runOf(folder, number);
  return {
    run,
    resume: existsSync(runFiles(run).checkpoint),
    recipe,
    recipeFile: file,
    record,
    validation,
    device,
    saveEvery: 300,
    initMap: undefined,
    keepEvery: 0,
    json: false,
  };
}

/** Whether its epochs tell how good a trial is at each of them. */
const hasCourse = ({ status }: TrialResult) => status === 'finished' || status === 'stopped';

/** "learningRate 0.01, optimizer sgd" */
const described = (values: Record<string, unknown>) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** Prints the trials, the best first, and leaves the best recipe and a page. */
async function conclude(
  sweep: Sweep,
  trials: readonly Trial[],
  results: readonly TrialResult[],
  { folder, validation, json }: TrialsOptions,
) {
  const files = filesOf(folder);
  const better = byMetric(sweep.metric);
  const rank = ({ status }: TrialResult) => Number(status !== 'finished');
  const ranked = [...results].sort((a, b) => rank(a) - rank(b) || better(a.figure, b.figure));
  const [best] = ranked;
  if (best?.status !== 'finished')
    throw new Error(
      `${folder}: no trial was finished; ${best?.status === 'failed' ? 'give other recipes' : 'try lower learning rates'}`,
    );
  const { recipe } = trials.find(({ number }) => number === best.trial) as Trial;
  await writeWhole(files.best, `${JSON.stringify(recipe, null, 2)}\n`);
  const { sweepReport } = await import('../../report');
  const views = await Promise.all(
    ranked.map(async (result) => ({ ...result, history: await readHistory(runOf(folder, result.trial)) })),
  );
  await writeWhole(
    files.report,
    sweepReport({
      metric: sweep.metric,
      split: validation,
      parameters: Object.entries(sweep.parameters).map(([name, parameter]) => ({
        name,
        logarithmic: 'distribution' in parameter && parameter.distribution === 'logUniform',
      })),
      trials: views,
    }),
  );
  if (!json) {
    const names = Object.keys(sweep.parameters);
    print(
      table(
        ['trial', sweep.metric, 'epochs', '', ...names],
        ranked.map(({ trial, figure, epochs, status, values }) => [
          String(trial),
          figure === undefined ? '–' : figure.toFixed(4),
          String(epochs),
          status === 'finished' ? '' : status,
          ...names.map((name) => described({ '': values[name] }).trim()),
        ]),
      ),
    );
  }
  tell(
    `the best recipe is ${files.best}; train it longer with: feeling train --recipe ${files.best}. The report is ${files.report}`,
  );
}

const begunOf = (
  { trials: _, ...sweep }: Sweep,
  record: DataRecord,
): Record<'sweep' | 'data', Record<string, unknown>> => ({
  sweep,
  data: { ...record },
});

/** More random trials of the same sweep are the same sweep. */
async function requireSameSweep(sweep: Sweep, { folder, record }: TrialsOptions) {
  const { begun } = filesOf(folder);
  if (!existsSync(begun)) return;
  const before = v.safeParse(
    v.pipe(
      v.string(),
      v.parseJson(),
      v.object({ sweep: v.record(v.string(), v.unknown()), data: v.record(v.string(), v.unknown()) }),
    ),
    await readFile(begun, 'utf8'),
  );
  if (!before.success) throw new CheckpointError(`${begun}: damaged; choose another folder with --out`);
  const now = begunOf(sweep, record);
  for (const [part, what] of [
    ['sweep', 'another sweep'],
    ['data', 'other faces'],
  ] as const) {
    const old = before.output[part];
    const differing = [...new Set([...Object.keys(now[part]), ...Object.keys(old)])].filter(
      (name) => JSON.stringify(now[part][name]) !== JSON.stringify(old[name]),
    );
    if (differing.length > 0)
      throw new UsageError(
        `${folder}: was begun with ${what} (${differing.join(', ')} ${differing.length === 1 ? 'differs' : 'differ'}); choose another folder with --out`,
      );
  }
}

async function readResults(file: string): Promise<TrialResult[]> {
  if (!existsSync(file)) return [];
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), v.array(resultSchema)), await readFile(file, 'utf8'));
  if (!read.success) throw new CheckpointError(`${file}: damaged; choose another folder with --out`);
  return read.output;
}
