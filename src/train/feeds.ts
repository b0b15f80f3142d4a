/** What a training step is fed. */
import { adamCorrectionAt } from '../graph';
import type { Values } from '../runtime';
import type { PreparedStep } from './prepare';
import type { Recipe } from './recipe';
import type { TrainingStep } from './step';

/** What a step is told besides its state and its batch. */
export interface StepSettings {
  recipe: Recipe;
  learningRate: number;
  /** Steps done before. */
  step: number;
}

/** Everything a step is fed besides its state: pixels and targets, rates and masks. */
export function stepFeeds(
  training: TrainingStep,
  { pixels, targets, masks }: PreparedStep,
  { recipe, learningRate, step }: StepSettings,
): Record<string, Values<Float32Array>> {
  const { batchSize } = recipe;
  /** How often the weights changed before. */
  const updates = Math.floor(step / recipe.accumulate);
  const scalar = (value: number) => ({ dims: [], data: Float32Array.of(value) });
  const feeds: Record<string, Values<Float32Array>> = {
    pixels: { dims: training.pixels, data: pixels },
    learningRate: scalar(learningRate),
    // A young average forgets faster, so that it does not remember the random start.
    averageDecay: scalar(Math.min(recipe.ema, (1 + updates) / (10 + updates))),
  };
  if (recipe.accumulate > 1) feeds['changes'] = scalar((step + 1) % recipe.accumulate === 0 ? 1 : 0);
  if (recipe.optimizer === 'adamw') feeds['adamCorrection'] = scalar(adamCorrectionAt(updates + 1, recipe));
  for (const [head, { targets: distribution, weights }] of Object.entries(targets)) {
    feeds[`${head}:targets`] = { dims: [batchSize, distribution.length / batchSize], data: distribution };
    feeds[`${head}:weights`] = { dims: [batchSize], data: weights };
  }
  training.masks.forEach(({ name, shape }, i) => {
    feeds[name] = { dims: shape, data: masks[i] as Float32Array };
  });
  return feeds;
}
