/** The same run with several seeds: how much of a difference is chance. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { readJson, writeWhole } from '../../files/node';
import { deviation, mean } from '../../statistics';
import { bestEpoch, CheckpointError, type EpochResult } from '../../train';
import { counted, print, table, tell } from '../output';
import { refuseInputs, tellReplaced } from '../targets';
import { readHistory } from './history';
import type { Plan } from './plan';
import { readDataRecord } from './record';
import { requireNone } from './room';
import { checkRun, trainRun } from './run';
import { runFiles } from './runFiles';

interface Spread {
  mean: number;
  /** Of one run from another (n − 1). */
  deviation: number;
  values: number[];
}

/**
 * Trains `repeats` runs, with the recipe's seed and those after it, each in a folder of its own; the splits stay the same.
 * What was finished before is kept, so the same command goes on after Ctrl-C.
 */
export async function trainRepeats(plan: Plan, repeats: number) {
  const seeds = Array.from({ length: repeats }, (_, i) => plan.recipe.seed + i);
  const summary = join(plan.run, 'repeats.json');
  const ownOf = (seed: number): Plan => {
    const run = join(plan.run, `seed-${seed}`);
    return { ...plan, run, resume: existsSync(runFiles(run).checkpoint), recipe: { ...plan.recipe, seed } };
  };
  await checkSummary(summary, plan);
  for (const seed of seeds) if (!(await isFinished(ownOf(seed)))) await checkRun(ownOf(seed));
  await tellReplaced({ what: '--out', path: summary });
  const histories: EpochResult[][] = [];
  for (const seed of seeds) {
    const own = ownOf(seed);
    const { run } = own;
    if (await isFinished(own)) tell(`${run} is finished already`);
    else {
      const { stopped } = await trainRun(own).catch((error: unknown) => {
        if (!(error instanceof CheckpointError)) throw error;
        throw new CheckpointError(`${error.message}, or choose another folder with --out`);
      });
      if (stopped) return;
    }
    histories.push(await readHistory(run));
  }
  const figures = ['valAccuracy', 'valMacroF1', 'valLoss', 'valFerplusAccuracy'];
  const shown = histories.map((history) => history[bestEpoch(history, plan.recipe) - 1] as EpochResult);
  const spreads = Object.fromEntries(
    figures.flatMap((name) => {
      const values = shown.flatMap((result) => (result[name] === undefined ? [] : [result[name]]));
      return values.length === repeats ? [[name, spreadOf(values)]] : [];
    }),
  );
  await writeWhole(summary, `${JSON.stringify({ seeds, ...spreads }, null, 2)}\n`);
  if (plan.json) return print(JSON.stringify({ seeds, ...spreads }));
  print(
    `\n${counted(repeats, 'run')}, seeds ${seeds.join(', ')}:\n\n${table(
      ['', 'mean', 'deviation', 'least', 'most'],
      Object.entries(spreads).map(([name, { mean, deviation, values }]) => [
        name,
        ...[mean, deviation, Math.min(...values), Math.max(...values)].map((v) => v.toFixed(4)),
      ]),
    )}`,
  );
}

/** Throws a UsageError when the summary would replace what is read, or a file of its name that is none. */
async function checkSummary(path: string, { record, recipeFile, initMap, recipe }: Plan) {
  await refuseInputs(
    [{ what: '--out', path }],
    [record.data, record.votes, recipeFile, initMap, recipe.init, recipe.teacher],
  );
  const before = existsSync(path) ? await readJson(path).catch(() => undefined) : undefined;
  if (!v.is(v.object({ seeds: v.array(v.number()) }), before)) requireNone([path]);
}

/** Whether this very run was trained to its end. One of other settings or faces is told to be that where it would go on. */
async function isFinished({ run, recipe, record }: Plan): Promise<boolean> {
  const { report, recipe: file } = runFiles(run);
  if (!existsSync(report) || !existsSync(file)) return false;
  return isDeepStrictEqual(await readJson(file), recipe) && isDeepStrictEqual(await readDataRecord(run), record);
}

export const spreadOf = (values: number[]): Spread => ({
  mean: mean(values),
  deviation: deviation(values),
  values,
});
