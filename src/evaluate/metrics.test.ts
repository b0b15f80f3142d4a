import { describe, expect, it } from 'vitest';
import {
  computeMetrics,
  intervalsOf,
  judgePredictions,
  leastSureHits,
  surestMistakes,
  votesCrossEntropy,
} from './index';

/** Probabilities that are sure of the given classes. */
const sureOf = (predicted: number[], classes: number, sure = 0.9) =>
  Float32Array.from(
    predicted.flatMap((p) => Array.from({ length: classes }, (_, c) => (c === p ? sure : (1 - sure) / (classes - 1)))),
  );

describe('metrics', () => {
  // The example of scikit-learn's documentation of classification_report:
  // y_true = [0, 1, 2, 2, 2], y_pred = [0, 0, 2, 2, 1]
  const m = computeMetrics(sureOf([0, 0, 2, 2, 1], 3), [0, 1, 2, 2, 2], 3);

  it("agrees with scikit-learn's published example", () => {
    expect(m.accuracy).toBeCloseTo(0.6);
    expect(m.perClass.map((c) => [c.precision, c.recall, c.support].map((v) => Math.round(v * 100) / 100))).toEqual([
      [0.5, 1, 1],
      [0, 0, 1],
      [1, 0.67, 3],
    ]);
    expect(m.perClass.map((c) => Math.round(c.f1 * 100) / 100)).toEqual([0.67, 0, 0.8]);
    expect(m.macroF1).toBeCloseTo((2 / 3 + 0 + 0.8) / 3);
    expect(m.confusion).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [0, 1, 2],
    ]);
  });

  it('calibration error: sure of 0.9, right in 0.6 of cases', () => {
    expect(m.ece).toBeCloseTo(0.3, 5);
  });

  it('log loss: three times −ln 0.9, twice −ln 0.05', () => {
    expect(m.nll).toBeCloseTo((-3 * Math.log(0.9) - 2 * Math.log(0.05)) / 5, 5);
  });

  it('leaves out faces without a label', () => {
    expect(computeMetrics(sureOf([0, 1, 1], 2), [0, -1, 0], 2)).toMatchObject({ n: 2, accuracy: 0.5 });
  });
});

describe('judging a reading', () => {
  const none = { pixels: new Uint8Array(0), rows: new Uint32Array(3) };
  const predictions = {
    fer2013: sureOf([3, 3, 3], 7),
    ferplus: sureOf([1, 1, 7], 8),
    emotions: sureOf([3, 6, 6], 7),
  };
  const faces = {
    ...none,
    labels: Uint8Array.of(3, 3, 3),
    // FER+: happiness, happiness, contempt
    votes: { counts: new Uint8Array(30), shares: new Float32Array(24), majority: Int8Array.of(1, 1, 7) },
  };

  it('judges each head by the labels it learned', () => {
    expect(judgePredictions(predictions, faces, 'fer2013', 'own').accuracy).toBe(1);
    expect(judgePredictions(predictions, faces, 'ferplus', 'own').accuracy).toBe(1);
  });

  it('counts contempt as a class that a reading gets wrong', () => {
    const { n, accuracy } = judgePredictions(predictions, faces, 'ferplus', 'reading');
    expect([n, accuracy]).toEqual([3, 1 / 3]);
  });

  it('needs votes for FER+', () => {
    expect(() => judgePredictions(predictions, { ...none, labels: faces.labels }, 'ferplus', 'own')).toThrow('--votes');
  });
});

describe('the votes', () => {
  const faces = {
    pixels: new Uint8Array(0),
    rows: new Uint32Array(2),
    labels: Uint8Array.of(3, 6),
    votes: {
      counts: new Uint8Array(20),
      // Three quarters happiness, a quarter contempt; then nobody sees an emotion.
      shares: Float32Array.of(0, 0.75, 0, 0, 0, 0, 0, 0.25, 0, 0, 0, 0, 0, 0, 0, 0),
      majority: Int8Array.of(1, -1),
    },
  };
  const predictions = {
    fer2013: sureOf([3, 3], 7),
    emotions: sureOf([3, 3], 7, 0.4),
    ferplus: sureOf([1, 1], 8, 0.65),
  };

  it('are compared as shares with the head that learned them', () => {
    // −¾ ln 0.65 − ¼ ln 0.05 = 1.0720
    expect(votesCrossEntropy(predictions, faces)).toBeCloseTo(1.072, 3);
  });

  it('leave out contempt where there is no such head', () => {
    // All of what is left is happiness: −ln 0.4
    const { ferplus, ...single } = predictions;
    expect(votesCrossEntropy(single, faces)).toBeCloseTo(0.9163, 3);
  });
});

describe('notable faces', () => {
  const judged = {
    classes: ['a', 'b'],
    probabilities: Float32Array.of(0.9, 0.1, 0.3, 0.7, 0.45, 0.55, 0.2, 0.8),
    labels: [1, 0, 1, 1],
  };

  it('surest mistakes and least sure hits, most telling first', () => {
    expect(surestMistakes(judged, 5).map((f) => [f.index, f.label, f.predicted])).toEqual([
      [0, 'b', 'a'],
      [1, 'a', 'b'],
    ]);
    expect(leastSureHits(judged, 1).map((f) => f.index)).toEqual([2]);
  });
});

describe('intervals', () => {
  it('are as wide as a binomial share should be', () => {
    // 600 of 1,000 right: ± 1.96 · √(0.6 · 0.4 / 1000) = ± 0.0304
    const labels = Array.from({ length: 1000 }, () => 0);
    const probabilities = sureOf(
      labels.map((_, i) => (i < 600 ? 0 : 1)),
      2,
    );
    const { accuracy } = intervalsOf({ classes: ['a', 'b'], probabilities, labels });
    expect(accuracy[0]).toBeCloseTo(0.6 - 0.0304, 2);
    expect(accuracy[1]).toBeCloseTo(0.6 + 0.0304, 2);
  });

  it('are points where every sample gives the same', () => {
    const judged = { classes: ['a', 'b'], probabilities: sureOf([0, 1, 1], 2), labels: [0, 1, -1] };
    expect(intervalsOf(judged).macroF1).toEqual([1, 1]);
  });
});
