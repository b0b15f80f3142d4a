import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochResult } from './history';
import { byMetric, medianStops, parseSweep } from './sweep';

describe('parseSweep', () => {
  it('takes every combination of a grid, the last parameter changing fastest', () => {
    const { trials } = parseSweep({
      method: 'grid',
      recipe: { model: 'tiny', augmentation: { flip: 0 } },
      parameters: { optimizer: { values: ['sgd', 'adamw'] }, 'augmentation.mixup': { values: [0, 0.2] } },
    });
    expect(trials.map(({ recipe }) => [recipe.optimizer, recipe.augmentation.mixup, recipe.augmentation.flip])).toEqual(
      [
        ['sgd', 0, 0],
        ['sgd', 0.2, 0],
        ['adamw', 0, 0],
        ['adamw', 0.2, 0],
      ],
    );
    expect(trials.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it('tries no more than can be trained', () => {
    const values = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
    const rates = { learningRate: { values }, momentum: { values }, weightDecay: { values } };
    expect(() => parseSweep({ method: 'grid', parameters: rates })).toThrow(
      'sweep: the grid must have at most 10,000 trials (got 997,002,999); give fewer values, or draw some',
    );
    expect(() => parseSweep({ method: 'random', trials: 1e9, parameters: rates })).toThrow(
      'sweep: trials must be at most 10,000 (got 1000000000)',
    );
  });

  it('draws within the bounds, the same for the same seed, and more trials begin with the same ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 12 }), (seed, trials) => {
        const sweep = (n: number) =>
          parseSweep({
            method: 'random',
            trials: n,
            seed,
            parameters: {
              learningRate: { min: 1e-4, max: 0.1, distribution: 'logUniform' },
              batchSize: { min: 8, max: 64, distribution: 'intUniform' },
              labelSmoothing: { min: 0, max: 0.3 },
            },
          }).trials;
        const drawn = sweep(trials);
        for (const { recipe } of drawn) {
          expect(recipe.learningRate).toBeGreaterThanOrEqual(1e-4);
          expect(recipe.learningRate).toBeLessThanOrEqual(0.1);
          expect([recipe.batchSize >= 8, recipe.batchSize <= 64]).toEqual([true, true]);
          expect(recipe.labelSmoothing).toBeLessThanOrEqual(0.3);
        }
        expect(sweep(trials + 3).slice(0, trials)).toEqual(drawn);
      }),
      { numRuns: 20 },
    );
  });

  it('draws as many below the geometric middle as above it where rates are logarithmic', () => {
    const { trials } = parseSweep({
      method: 'random',
      trials: 400,
      parameters: { learningRate: { min: 1e-4, max: 1e-2, distribution: 'logUniform' } },
    });
    const low = trials.filter(({ recipe }) => recipe.learningRate < 1e-3).length;
    // Three standard deviations of 400 fair coins.
    expect(Math.abs(low - 200)).toBeLessThan(30);
  });

  it.each([
    [{ parameters: {} }, 'sweep: method is missing'],
    [{ method: 'best', parameters: {} }, 'sweep: method must be grid or random (got "best")'],
    [{ method: 'random', trials: 0, parameters: {} }, 'sweep: trials must be at least 1 (got 0)'],
    [
      { method: 'grid', parameters: {}, medianStopping: true },
      'sweep: medianStopping must be false or { "minEpochs": …, "minTrials": … } (got true)',
    ],
    [{ method: 'grid', parameters: {} }, 'sweep: parameters must name at least one entry of a recipe'],
    [
      { method: 'grid', parameters: { learnRate: { values: [1] } } },
      'sweep: a recipe has no entry "learnRate"; did you mean "learningRate"?',
    ],
    [
      { method: 'grid', parameters: { learningRate: [0.1] } },
      'sweep: parameters.learningRate must be { "values": […] }',
    ],
    [{ method: 'grid', parameters: { learningRate: { min: 0.1, max: 1 } } }, 'needs "values" in a grid'],
    [{ method: 'random', parameters: { learningRate: { values: [0.1] } } }, 'sweep: trials is missing'],
    [
      { method: 'random', trials: 1, parameters: { learningRate: { min: 0, max: 1, distribution: 'logUniform' } } },
      'parameters.learningRate: min must be above 0 for logUniform (got 0)',
    ],
    [
      { method: 'grid', parameters: { momentum: { values: [0.9, 2] } } },
      'sweep, trial 2: recipe: momentum must be a number from 0 to 1 (got 2)',
    ],
    [
      { method: 'grid', parameters: { momentum: { values: [0.9] } }, early: 1 },
      'there is no entry "early"; method, trials,',
    ],
  ])('names what is wrong in %j', (given, message) => {
    expect(() => parseSweep(given)).toThrow(message);
  });
});

describe('medianStops', () => {
  const history = (...accuracies: number[]): EpochResult[] =>
    accuracies.map((valAccuracy, i) => ({
      epoch: i + 1,
      learningRate: 0.1,
      seconds: 1,
      loss: 1,
      accuracy: 0.5,
      valAccuracy,
    }));
  const sweep = { metric: 'valAccuracy', medianStopping: { minEpochs: 1, minTrials: 3 } } as const;
  // Means of the first two epochs: 0.25, 0.45, 0.65.
  const others = [history(0.2, 0.3, 0.9), history(0.4, 0.5, 0.6), history(0.6, 0.7)];

  it('ends a trial whose best figure is below the median of the means of the others so far', () => {
    expect(medianStops(history(0.1, 0.44), others, sweep)).toBe(true);
    expect(medianStops(history(0.46, 0.1), others, sweep)).toBe(false);
  });

  it('waits for enough epochs and enough trials, and can be turned off', () => {
    expect(medianStops(history(0), others.slice(1), sweep)).toBe(false);
    const patient = { minEpochs: 3, minTrials: 3 };
    expect(medianStops(history(0, 0), others, { ...sweep, medianStopping: patient })).toBe(false);
    expect(medianStops(history(0), others, { ...sweep, medianStopping: false })).toBe(false);
  });
});

it('byMetric ranks the higher accuracy and the lower loss first, and what is missing last', () => {
  expect([0.2, undefined, 0.5].sort(byMetric('valAccuracy'))).toEqual([0.5, 0.2, undefined]);
  const losses = [{ v: 1.5 }, { v: undefined }, { v: 0.5 }].sort((a, b) => byMetric('valLoss')(a.v, b.v));
  expect(losses.map(({ v }) => v)).toEqual([0.5, 1.5, undefined]);
});
