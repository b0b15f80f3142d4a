import { describe, expect, it } from 'vitest';
import { seededRandom } from '../graph';
import { noDependence, weightOf, withDeviation } from './dependence';

/** Days of a first-order autoregression, deviation 1. */
function weightAfter(days: number, correlation: number, seed: number, every = 1): number {
  const random = seededRandom(seed);
  let [dependence, deviation] = [noDependence, random.normal()];
  for (let day = 0; day < days; day++) {
    deviation = correlation * deviation + Math.sqrt(1 - correlation ** 2) * random.normal();
    dependence = withDeviation(dependence, { day: day * every, deviation, counts: true });
  }
  return weightOf(dependence);
}

const middleOf = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;
const seeds = Array.from({ length: 25 }, (_, i) => i + 1);

describe('what a day says', () => {
  it('counts in full where days are independent, and as before while little is known', () => {
    expect(weightOf(noDependence)).toBe(1);
    expect(middleOf(seeds.map((seed) => weightAfter(200, 0, seed)))).toBeGreaterThan(0.85);
  });

  it('counts less where days hang together, by what their sum varies more', () => {
    // A first-order autoregression of 0.6: its sum varies (1 + 0.6) / (1 − 0.6) = 4 times as much.
    const weight = middleOf(seeds.map((seed) => weightAfter(200, 0.6, seed)));
    expect(weight).toBeGreaterThan(0.25);
    expect(weight).toBeLessThan(0.45);
  });

  it('counts in full where no two days are near each other, however much they would hang together', () => {
    expect(weightAfter(100, 0.9, 1, 5)).toBe(1);
  });

  it('does not change by days that do not count', () => {
    const before = withDeviation(noDependence, { day: 1, deviation: -2, counts: true });
    const after = withDeviation(before, { day: 2, deviation: -2, counts: false });
    expect(weightOf(after)).toBe(1);
    expect(after.lags).toEqual(before.lags);
  });
});
