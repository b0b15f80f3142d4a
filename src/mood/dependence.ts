/**
 * How much a person's days hang together, from the deviations of days up to four apart.
 *
 * The sum of days that hang together varies more than that of independent ones, by the long-run variance 1 + 2 Σ wₖ ρₖ
 * (weights that sink with the distance, as in Newey and West 1987, Econometrica 55:703). What a day says counts as much less.
 */
import { clamp } from '../statistics';

/** Plain data: the latest days, and by distance how many pairs of days there were and the sum of their products. */
export interface Dependence {
  readonly latest: readonly { day: number; deviation: number }[];
  readonly lags: readonly { pairs: number; products: number }[];
}

/** Weights of days that are one, two, three and four days apart. */
const weights = [1, 0.8, 0.6, 0.4] as const;
/** A correlation is believed half after so many pairs, and a deviation counts for at most so much in it. */
const halfBelieved = 20;
const mostInPair = 3;
/** However much days hang together, a day counts for so much. */
const leastWeight = 0.1;

export const noDependence: Dependence = { latest: [], lags: weights.map(() => ({ pairs: 0, products: 0 })) };

/** With another day, later than those before; `counts` is false for days that tell nothing of usual ones. */
export function withDeviation(
  { latest, lags }: Dependence,
  { day, deviation, counts }: { day: number; deviation: number; counts: boolean },
): Dependence {
  const own = clamp(deviation, -mostInPair, mostInPair);
  const paired = lags.map(({ pairs, products }, i) => {
    const earlier = counts ? latest.find((other) => other.day === day - i - 1) : undefined;
    return earlier ? { pairs: pairs + 1, products: products + own * earlier.deviation } : { pairs, products };
  });
  const near = latest.filter((other) => other.day >= day - weights.length);
  return { latest: [...near, { day, deviation: own }], lags: paired };
}

/** What a day's evidence counts, 0.1 … 1: 1 where days do not hang together. */
export function weightOf({ lags }: Dependence): number {
  const sum = lags.reduce((all, { pairs, products }, i) => {
    return all + (weights[i] as number) * (products / (pairs + halfBelieved));
  }, 0);
  return clamp(1 / Math.max(1, 1 + 2 * sum), leastWeight, 1);
}
