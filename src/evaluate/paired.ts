/** Two models on the same faces. */
import { strongest } from '../emotion';
import { seededRandom } from '../graph';
import { type Interval, middle95, sampler } from './intervals';
import type { Judged } from './judge';
import { metricsOfConfusion } from './metrics';

export interface Paired {
  /** Faces that only the first gets right, and only the second. */
  onlyFirst: number;
  onlySecond: number;
  /**
   * Two-sided p of McNemar's exact test (McNemar 1947): how often a difference like this or a larger one comes by chance, if
   * both are right equally often.
   */
  p: number;
  /** First minus second, with 95 % intervals by the paired percentile bootstrap. */
  accuracy: { difference: number; interval: Interval };
  macroF1: { difference: number; interval: Interval };
}

/**
 * Both judged by the same labels.
 *
 * Throws an Error when they have other classes or faces.
 */
export function paired(first: Judged, second: Judged, resamples = 1000, seed = 1): Paired {
  if (first.classes.join() !== second.classes.join() || first.labels.length !== second.labels.length)
    throw new Error('evaluate: two models are compared on the same faces and classes alone');
  const width = first.classes.length;
  const counted = Array.from(first.labels).flatMap((label, i) => (label >= 0 ? [{ label, i }] : []));
  const predicted = ({ probabilities }: Judged, i: number) =>
    strongest(probabilities.subarray(i * width, (i + 1) * width));
  const faces = counted.map(({ label, i }) => ({ label, a: predicted(first, i), b: predicted(second, i) }));
  const figures = (some: Iterable<(typeof faces)[number]>) => {
    const flat = { a: new Uint32Array(width * width), b: new Uint32Array(width * width) };
    for (const face of some)
      for (const which of ['a', 'b'] as const) {
        const cell = face.label * width + face[which];
        flat[which][cell] = (flat[which][cell] as number) + 1;
      }
    const [a, b] = [flat.a, flat.b].map((counts) =>
      metricsOfConfusion(first.classes.map((_, row) => Array.from(counts.subarray(row * width, (row + 1) * width)))),
    );
    return {
      accuracy: (a?.accuracy ?? 0) - (b?.accuracy ?? 0),
      macroF1: (a?.macroF1 ?? 0) - (b?.macroF1 ?? 0),
    };
  };
  const draw = sampler(faces, seededRandom(seed, 6));
  const drawn = Array.from({ length: resamples }, () => ({
    accuracy: figures(draw.all()).accuracy,
    macroF1: figures(draw.byClass()).macroF1,
  }));
  const whole = figures(faces);
  const onlyFirst = faces.filter(({ label, a, b }) => a === label && b !== label).length;
  const onlySecond = faces.filter(({ label, a, b }) => a !== label && b === label).length;
  const spread = (name: 'accuracy' | 'macroF1') => ({
    difference: whole[name],
    interval: middle95(drawn.map((figure) => figure[name])),
  });
  return {
    onlyFirst,
    onlySecond,
    p: mcnemar(onlyFirst, onlySecond),
    accuracy: spread('accuracy'),
    macroF1: spread('macroF1'),
  };
}

/** Two-sided exact test on the faces on which two models differ: 2 · P(X ≤ the fewer), X of a fair coin, at most 1. */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  // Logarithms of binomial coefficients, one from the other.
  let log = -n * Math.LN2;
  let sum = Math.exp(log);
  for (let k = 1; k <= fewer; k++) {
    log += Math.log((n - k + 1) / k);
    sum += Math.exp(log);
  }
  return Math.min(1, 2 * sum);
}
