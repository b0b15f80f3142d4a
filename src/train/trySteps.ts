/** The first two steps of a run, to see what a device makes of them. */
import type { Faces } from '../data';
import type { Network } from '../graph';
import { stepFeeds } from './feeds';
import { readReport } from './step';
import { createTrainer, type TrainerOptions } from './trainer';

/** The first step's loss, and how long the second took, when everything is loaded. Throws what `createTrainer` throws. */
export async function trySteps(net: Network, faces: Faces, options: TrainerOptions) {
  const { step, begin } = await createTrainer(net, faces, options);
  const { recipe } = options;
  const run = await begin(step.initialState(recipe.seed, options.initial));
  try {
    const batches = run.batches(0, 1);
    const batch = await batches(0);
    const losses: number[] = [];
    let milliseconds = 0;
    for (let at = 0; at < 2; at++) {
      const started = performance.now();
      await run.step(stepFeeds(step, batch, { recipe, learningRate: recipe.learningRate, step: at }));
      for (const report of await run.reports()) losses.push(readReport(step, report).loss);
      milliseconds = performance.now() - started;
    }
    return { loss: losses[0] as number, milliseconds };
  } finally {
    await run.close();
  }
}
