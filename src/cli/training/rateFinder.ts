/** `feeling train --find-learning-rate`: which rates are worth training with, before anything is trained. */
import { join } from 'node:path';
import { countOf } from '../../data';
import { checkFolder, makeFolder, writeWhole } from '../../files/node';
import { networkTitle } from '../../nets/node';
import { findLearningRate } from '../../train';
import { interruption } from '../interruption';
import { counted, print, progress, table, tell } from '../output';
import { refuseInputs, tellReplaced } from '../targets';
import type { Plan } from './plan';
import { prepareTraining } from './prepared';

/** Tries `steps` learning rates and leaves a page with the plot in the run's folder; nothing is trained for good. */
export async function findRate(plan: Plan, steps: number) {
  const { run, recipe, recipeFile, record, initMap, json } = plan;
  const files = { report: join(run, 'learningRate.html'), figures: join(run, 'learningRate.json') };
  const outputs = Object.values(files).map((path) => ({ what: '--out', path }));
  await refuseInputs(outputs, [record.data, record.votes, recipeFile, initMap, recipe.init, recipe.teacher]);
  await checkFolder(run);
  const { net, faces, options } = await prepareTraining(plan);
  await tellReplaced(...outputs);
  tell(`${networkTitle(recipe.model)}: ${counted(steps, 'learning rate')} on ${counted(countOf(faces), 'face')}`);
  const interrupt = interruption('finishing this step …');
  const bar = progress('learning rate', steps);
  let done = 0;
  const found = await findLearningRate(net, faces, {
    ...options,
    steps,
    signal: interrupt.signal,
    onStep: ({ learningRate, smoothed }) =>
      bar.update(++done, `${learningRate.toExponential(1)}: loss ${smoothed.toFixed(3)}`),
  }).finally(() => {
    bar.stop();
    interrupt.end();
  });
  if (interrupt.signal.aborted) return tell('stopped; nothing was written');
  const { rateReport, rateText } = await import('../../report');
  const { tried, steepest, tenthOfLowest } = found;
  const choices = [
    ...(steepest === undefined ? [] : [{ name: 'where the loss falls fastest', learningRate: steepest }]),
    ...(Number.isFinite(tenthOfLowest) ? [{ name: 'a tenth of where it is lowest', learningRate: tenthOfLowest }] : []),
  ];
  await makeFolder(run);
  await writeWhole(files.figures, `${JSON.stringify(found)}\n`);
  await writeWhole(
    files.report,
    rateReport({ name: networkTitle(recipe.model), tried, choices, recipe: recipe.learningRate }),
  );
  if (json) print(JSON.stringify(found));
  else {
    const rows = [...choices, { name: "the recipe's own", learningRate: recipe.learningRate }];
    print(
      table(
        ['learning rate', ''],
        rows.map(({ name, learningRate }) => [rateText(learningRate), name]),
      ),
    );
  }
  tell(
    steepest === undefined
      ? `the loss never falls at any of these rates: look at the data, or try more of them. The plot is ${files.report}`
      : `train with "learningRate": ${rateText(steepest)} in a --recipe file. The plot is ${files.report}`,
  );
}
