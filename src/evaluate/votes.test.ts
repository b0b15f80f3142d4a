import { describe, expect, it } from 'vitest';
import type { Faces } from '../data';
import {
  distanceBetweenPeople,
  distanceToVotes,
  errorsSpared,
  groupSlicesOf,
  jensenShannon,
  readingBesideVotes,
  riskCoverage,
  slicesOf,
  voteCalibration,
  wilson,
} from './index';

/** Faces without pictures: counts of FER+'s ten columns, and shares of its eight emotions. */
const voted = (rows: { counts: number[]; shares: number[] }[]): Faces => ({
  pixels: new Uint8Array(rows.length * 48 * 48),
  labels: new Uint8Array(rows.length),
  rows: Uint32Array.from(rows, (_, i) => i),
  votes: {
    counts: Uint8Array.from(rows.flatMap(({ counts }) => counts)),
    shares: Float32Array.from(rows.flatMap(({ shares }) => shares)),
    majority: new Int8Array(rows.length),
  },
});

describe('beside the votes', () => {
  it('a reading has the votes for its seven emotions beside it, without contempt', () => {
    const faces = voted([
      // neutral, happiness, surprise, sadness, anger, disgust, fear, contempt
      { counts: [4, 4, 0, 0, 0, 0, 0, 2, 0, 0], shares: [0.4, 0.4, 0, 0, 0, 0, 0, 0.2] },
      { counts: [0, 0, 0, 0, 0, 0, 0, 10, 0, 0], shares: [0, 0, 0, 0, 0, 0, 0, 1] },
    ]);
    const emotions = Float32Array.from([0, 0, 0, 0.5, 0, 0, 0.5, 1, 0, 0, 0, 0, 0, 0]);
    const { probabilities, shares } = readingBesideVotes({ emotions }, faces);
    // Only the first face has votes for one of the seven; happy is the fourth, neutral the last.
    expect([...shares]).toEqual([0, 0, 0, 0.5, 0, 0, 0.5]);
    expect(probabilities.length).toBe(7);
  });

  it('calibration error, worked out by hand', () => {
    // Two faces that are 0.9 sure; eight and ten of ten people saw it. Two classes.
    const { ece, perClass, bins } = voteCalibration({
      classes: ['a', 'b'],
      probabilities: Float32Array.of(0.9, 0.1, 0.9, 0.1),
      shares: Float32Array.of(0.8, 0.2, 1, 0),
    });
    expect(ece).toBeCloseTo(0, 6);
    expect(perClass[1]).toBeCloseTo(0, 6);
    expect(bins.filter(({ count }) => count > 0)).toHaveLength(2);
    const off = voteCalibration({
      classes: ['a', 'b'],
      probabilities: Float32Array.of(0.9, 0.1, 0.6, 0.4),
      shares: Float32Array.of(0.7, 0.3, 0.7, 0.3),
    });
    // |0.9 − 0.7| and |0.6 − 0.7|, half of the faces each
    expect(off.ece).toBeCloseTo(0.15, 6);
  });

  it('distances: none from itself, one between what has nothing in common, and a textbook value', () => {
    expect(jensenShannon([0.5, 0.5], [0.5, 0.5])).toBe(0);
    expect(jensenShannon([1, 0], [0, 1])).toBeCloseTo(1, 6);
    // scipy.spatial.distance.jensenshannon([1, 0], [0.5, 0.5], 2) = 0.5579230452841438
    expect(jensenShannon([1, 0], [0.5, 0.5])).toBeCloseTo(0.55792, 5);
    expect(
      distanceToVotes({
        classes: ['a', 'b'],
        probabilities: Float32Array.of(1, 0, 1, 0),
        shares: Float32Array.of(0, 1, 1, 0),
      }),
    ).toBeCloseTo(0.5, 6);
  });

  it('people who all agree are not apart; those who are split are', () => {
    const agreed = voted([{ counts: [10, 0, 0, 0, 0, 0, 0, 0, 0, 0], shares: [] }]);
    expect(distanceBetweenPeople(agreed)).toBe(0);
    const split = voted(Array.from({ length: 50 }, () => ({ counts: [5, 5, 0, 0, 0, 0, 0, 0, 0, 0], shares: [] })));
    expect(distanceBetweenPeople(split)).toBeGreaterThan(0.1);
  });
});

describe('refusing the least sure', () => {
  // Ten answers, the two least sure of which are wrong, and one of the surest.
  const probabilities = Float32Array.from(
    Array.from({ length: 10 }, (_, i) => [0.95 - i * 0.04, 0.05 + i * 0.04]).flat(),
  );
  const labels = [1, 0, 0, 0, 0, 0, 0, 0, 1, 1];
  const judged = { classes: ['a', 'b'], probabilities, labels };

  it('leaves the errors that it leaves', () => {
    const curve = riskCoverage(judged);
    expect(curve.at(-1)).toEqual({ coverage: 1, risk: 0.3 });
    expect(curve[79]).toEqual({ coverage: 0.8, risk: 1 / 8 });
    // One of three errors goes with the least sure tenth.
    expect(errorsSpared(judged, 0.1)).toBeCloseTo(1 / 3, 6);
  });

  it('slices are thirds, with their intervals', () => {
    const slices = slicesOf(judged, { order: Float32Array.from({ length: 10 }, (_, i) => i) });
    expect(slices.map(({ part, n }) => [part, n])).toEqual([
      ['low', 3],
      ['middle', 3],
      ['high', 4],
    ]);
    expect(slices.map(({ accuracy }) => accuracy)).toEqual([2 / 3, 1, 0.5]);
    // Rows 10 to 19 of the file; two have no group, one group has none of them.
    const rows = Uint32Array.from({ length: 10 }, (_, i) => i + 10);
    const ages = new Map(
      [10, 11, 12, 13, 14, 15, 16, 17].map((row) => [row, row < 12 ? '9' : '10'] as [number, string]),
    );
    const groups = groupSlicesOf(judged, { rows }, new Map([['age', ages.set(3, 'none')]]));
    expect(groups.map(({ by, part, n, accuracy }) => [by, part, n, accuracy])).toEqual([
      ['age', '9', 2, 0.5],
      ['age', '10', 6, 1],
    ]);
    // Wilson's interval for 8 of 10, as R's binom package gives it: 0.4902 to 0.9433
    expect(wilson(8, 10)[0]).toBeCloseTo(0.4902, 3);
    expect(wilson(8, 10)[1]).toBeCloseTo(0.9433, 3);
    // A share is never below none or above all: tables would say "-0.0 %".
    for (let n = 1; n <= 500; n++) expect([n, wilson(0, n)[0], wilson(n, n)[1]]).toEqual([n, 0, 1]);
  });
});
