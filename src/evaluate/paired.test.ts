import { expect, it } from 'vitest';
import type { Judged } from './judge';
import { mcnemar, paired } from './paired';

it('McNemar’s exact test', () => {
  // By hand: 2 · (1 + 10) / 2¹⁰, and R's binom.test(9, 30)$p.value.
  expect(mcnemar(1, 9)).toBeCloseTo(22 / 1024, 10);
  expect(mcnemar(21, 9)).toBeCloseTo(0.04277, 4);
  expect([mcnemar(0, 0), mcnemar(5, 5)]).toEqual([1, 1]);
  // Far more faces than a factorial could count.
  expect(mcnemar(2000, 2200)).toBeGreaterThan(0.001);
  expect(mcnemar(2000, 2200)).toBeLessThan(0.004);
});

/** Predictions of two classes as probabilities. */
const judged = (labels: number[], predicted: number[]): Judged => ({
  classes: ['a', 'b'],
  labels,
  probabilities: Float32Array.from(predicted.flatMap((p) => (p === 0 ? [0.9, 0.1] : [0.1, 0.9]))),
});

it('models are compared face by face, so that what both get wrong does not count', () => {
  const labels = Array.from({ length: 200 }, (_, i) => i % 2);
  // Both wrong on 60 faces, the second on 12 more; the last has no label.
  const first = labels.map((label, i) => (i < 60 ? 1 - label : label));
  const second = first.map((p, i) => (i >= 100 && i < 112 ? 1 - p : p));
  const result = paired(judged([...labels, -1], [...first, 0]), judged([...labels, -1], [...second, 1]));
  expect(result).toMatchObject({ onlyFirst: 12, onlySecond: 0 });
  expect(result.p).toBeCloseTo(2 / 2 ** 12, 10);
  expect(result.accuracy.difference).toBeCloseTo(0.06, 10);
  // The normal approximation: 0.06 ± 1.96 · √(0.06 · 0.94 / 200).
  expect(result.accuracy.interval[0]).toBeCloseTo(0.06 - 0.033, 2);
  expect(result.accuracy.interval[1]).toBeCloseTo(0.06 + 0.033, 2);
  expect(() => paired(judged([0], [0]), judged([0, 1], [0, 1]))).toThrow('same faces');
});
