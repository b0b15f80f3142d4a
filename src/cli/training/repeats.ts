/** The same run with several seeds: how much of a difference is chance. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../files/node';
import { deviation, mean } from '../../statistics';
import { bestEpoch, type EpochResult } from '../../train';
import { counted, print, table, tell } from '../output';
import { readHistory, runFiles } from './folder';
import type { Plan } from './plan';
import { trainRun } from './run';

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
  const histories: EpochResult[][] = [];
  for (const seed of seeds) {
    const run = join(plan.run, `seed-${seed}`);
    const files = runFiles(run);
    if (existsSync(files.report)) tell(`${run} is finished already`);
    else {
      const { stopped } = await trainRun({
        ...plan,
        run,
        resume: existsSync(files.checkpoint),
        recipe: { ...plan.recipe, seed },
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
  await writeWhole(join(plan.run, 'repeats.json'), `${JSON.stringify({ seeds, ...spreads }, null, 2)}\n`);
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

export const spreadOf = (values: number[]): Spread => ({
  mean: mean(values),
  deviation: deviation(values),
  values,
});
