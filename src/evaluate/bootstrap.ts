/** How far figures would move with other faces of the same kind. */
import { strongest } from '../emotion';
import { seededRandom } from '../graph';
import type { Judged } from './judge';
import { metricsOfConfusion } from './metrics';

export type Interval = readonly [low: number, high: number];

export interface Intervals {
  accuracy: Interval;
  macroF1: Interval;
}

/**
 * 95 % intervals by the percentile bootstrap (Efron 1979): the figures of `resamples` samples, each of as many faces
 * drawn with replacement.
 */
export function bootstrap({ classes, probabilities, labels }: Judged, resamples = 1000, seed = 1): Intervals {
  const width = classes.length;
  /** Label and prediction of each face that counts, as a place in the confusion matrix. */
  const cells: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (label >= 0) cells.push(label * width + strongest(probabilities.subarray(i * width, (i + 1) * width)));
  }
  const random = seededRandom(seed, 5);
  const accuracies: number[] = [];
  const macroF1s: number[] = [];
  for (let r = 0; r < resamples; r++) {
    const flat = new Uint32Array(width * width);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[Math.floor(random.uniform() * cells.length)] as number;
      flat[cell] = (flat[cell] as number) + 1;
    }
    const confusion = classes.map((_, row) => Array.from(flat.subarray(row * width, (row + 1) * width)));
    const { accuracy, macroF1 } = metricsOfConfusion(confusion);
    accuracies.push(accuracy);
    macroF1s.push(macroF1);
  }
  return { accuracy: middle95(accuracies), macroF1: middle95(macroF1s) };
}

/** What the middle 95 % of the values lie between. */
export function middle95(values: number[]): Interval {
  const sorted = values.sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}
