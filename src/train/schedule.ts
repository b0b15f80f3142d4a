/** The learning rate over a run, and what a run's validation so far decides: all worked out from its history. */
import type { EpochResult } from './history';
import type { Recipe } from './recipe';

/** Fractions of `oneCycle` as PyTorch has them. */
const oneCycle = { rising: 0.3, start: 1 / 25, end: 1 / 25 / 1e4 };

const cosineBetween = (from: number, to: number, share: number) =>
  to + ((from - to) / 2) * (1 + Math.cos(Math.PI * Math.min(1, share)));

/** The rate at a step that need not be whole epochs; `history` has the epochs before it. */
export function learningRateAt(
  step: number,
  stepsPerEpoch: number,
  recipe: Recipe,
  history: readonly EpochResult[] = [],
): number {
  const { learningRate, schedule, epochs, warmupEpochs, stepEpochs, decay } = recipe;
  const total = epochs * stepsPerEpoch;
  if (schedule === 'oneCycle') {
    const rising = oneCycle.rising * total;
    const factor =
      step < rising
        ? cosineBetween(oneCycle.start, 1, step / rising)
        : cosineBetween(1, oneCycle.end, (step - rising) / (total - rising));
    return learningRate * factor;
  }
  const warmup = warmupEpochs * stepsPerEpoch;
  if (step < warmup) return (learningRate * (step + 1)) / warmup;
  switch (schedule) {
    case 'constant':
      return learningRate;
    case 'step':
      return learningRate * decay ** Math.floor(step / stepsPerEpoch / stepEpochs);
    case 'cosine':
      return learningRate * cosineBetween(1, 0, (step - warmup) / Math.max(1, total - warmup));
    case 'plateau':
      return learningRate * decay ** plateaus(history, recipe);
  }
}

type Watched = Pick<Recipe, 'monitor' | 'minDelta'>;

/** A judge of one epoch after the other: whether the watched figure improved by enough on the best so far. */
function improvements({ monitor, minDelta }: Watched) {
  const sign = monitor === 'valLoss' ? -1 : 1;
  let best = Number.NEGATIVE_INFINITY;
  return (result: EpochResult): boolean => {
    const value = sign * (result[monitor] as number);
    if (!(value > best + (Number.isFinite(best) ? minDelta : 0))) return false;
    best = value;
    return true;
  };
}

/** How often the watched figure stood still for `patience` epochs, counted anew after each time and its cooldown. */
function plateaus(
  history: readonly EpochResult[],
  { patience, cooldown, ...watched }: Watched & Pick<Recipe, 'patience' | 'cooldown'>,
): number {
  const improved = improvements(watched);
  let [waited, cooling, count] = [0, 0, 0];
  for (const result of history) {
    const better = improved(result);
    if (cooling > 0) {
      cooling--;
      waited = 0;
    } else waited = better ? 0 : waited + 1;
    if (waited < patience) continue;
    count++;
    waited = 0;
    cooling = cooldown;
  }
  return count;
}

/** Whether early stopping ends the run after these epochs. */
export function stopsEarly(history: readonly EpochResult[], { earlyStopping, ...watched }: Recipe): boolean {
  if (earlyStopping === 0 || history.length === 0) return false;
  const improved = improvements(watched);
  let last = 0;
  for (const [i, result] of history.entries()) if (improved(result)) last = i;
  return history.length - 1 - last >= earlyStopping;
}

/** The epoch whose weights become the model, counted from 1; the first of equals, the last one without a choice. */
export function bestEpoch(history: readonly EpochResult[], { checkpoint }: Recipe): number {
  if (checkpoint === 'last') return history.length;
  const values = history.map(({ valLoss, valAccuracy }) =>
    checkpoint === 'bestLoss' ? -(valLoss as number) : (valAccuracy as number),
  );
  return values.indexOf(Math.max(...values)) + 1;
}

/** Figures of a validation that the recipe looks at. */
export const watchedFigures = ({ schedule, earlyStopping, checkpoint, monitor }: Recipe): string[] => [
  ...(schedule === 'plateau' || earlyStopping > 0 ? [monitor] : []),
  ...(checkpoint === 'bestLoss' ? ['valLoss'] : checkpoint === 'bestAccuracy' ? ['valAccuracy'] : []),
];

/** Entries of a recipe that need a validation after each epoch. */
export const needsValidation = ({ schedule, earlyStopping, checkpoint }: Recipe): string | undefined =>
  schedule === 'plateau'
    ? 'schedule "plateau"'
    : earlyStopping > 0
      ? `earlyStopping ${earlyStopping}`
      : checkpoint !== 'last'
        ? `checkpoint "${checkpoint}"`
        : undefined;
