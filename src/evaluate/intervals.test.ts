import { expect, it } from 'vitest';
import { intervalsOf } from './intervals';
import type { Judged } from './judge';
import { computeMetrics } from './metrics';

/** Faces by label and prediction, each sure. */
function judgedOf(classes: string[], faces: readonly (readonly [label: number, predicted: number])[]): Judged {
  const probabilities = new Float32Array(faces.length * classes.length);
  faces.forEach(([, predicted], i) => {
    probabilities[i * classes.length + predicted] = 1;
  });
  return { classes, probabilities, labels: faces.map(([label]) => label) };
}

it('keeps a rare class in every sample, so that macro F1 is a mean over the same classes', () => {
  // Twenty faces of the first class, all right; one of the second, which is read as the first.
  const faces = [...Array.from({ length: 20 }, () => [0, 0] as const), [1, 0] as const];
  const judged = judgedOf(['happy', 'disgust', 'fear'], faces);
  // F1 of the first is 40 / 41, of the second 0; the third does not occur.
  const whole = 20 / 41;
  expect(computeMetrics(judged.probabilities, judged.labels, 3).macroF1).toBeCloseTo(whole, 10);
  const { macroF1, accuracy } = intervalsOf(judged, 200);
  // Without the one face of the second class it would be 1, in a third of samples drawn from all faces.
  expect(macroF1[0]).toBeCloseTo(whole, 10);
  expect(macroF1[1]).toBeCloseTo(whole, 10);
  expect(accuracy[0]).toBeLessThan(accuracy[1]);
});

it('is as wide as the normal approximation says where there are many faces', () => {
  const faces = Array.from({ length: 400 }, (_, i) => [i % 2, i % 5 === 0 ? 1 - (i % 2) : i % 2] as const);
  const [low, high] = intervalsOf(judgedOf(['happy', 'sad'], faces)).accuracy;
  // 80 % right: ± 1.96 · √(0.8 · 0.2 / 400) = 3.9 points.
  expect(low).toBeGreaterThan(0.8 - 0.05);
  expect(low).toBeLessThan(0.8 - 0.028);
  expect(high).toBeGreaterThan(0.8 + 0.028);
  expect(high).toBeLessThan(0.8 + 0.05);
});

it.each([
  // As R's binom.confint(method = "wilson") gives them.
  [2, 2, 0.3424, 1],
  [0, 2, 0, 0.6576],
  [8, 10, 0.4902, 0.9433],
  [60, 60, 0.9398, 1],
])('says of %i right of %i as much as so few can', (hits, n, low, high) => {
  const faces = Array.from({ length: n }, (_, i) => [i % 2, i < hits ? i % 2 : 1 - (i % 2)] as const);
  const { accuracy } = intervalsOf(judgedOf(['happy', 'sad'], faces));
  expect(accuracy[0]).toBeCloseTo(low, 4);
  expect(accuracy[1]).toBeCloseTo(high, 4);
  expect(Object.is(accuracy[0], -0) || accuracy[0] < 0 || accuracy[1] > 1).toBe(false);
});
