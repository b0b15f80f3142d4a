import { describe, expect, it } from 'vitest';
import { defaultRecipe, parseRecipe } from './index';
import { learningRateAt } from './recipe';

describe('recipes', () => {
  it('fills in what is left out', () => {
    expect(parseRecipe({ epochs: 3 })).toEqual({ ...defaultRecipe, epochs: 3 });
  });

  it.each([
    [{ epochs: 0 }, /recipe: epochs is 0 where >=1 is allowed/],
    [{ momentum: 1.5 }, /recipe: momentum is 1.5 where <=1 is allowed/],
    [{ learningRate: 'fast' }, /recipe: learningRate is "fast" where number is allowed/],
    [
      { augmentation: { ...defaultRecipe.augmentation, rotation: 200 } },
      /recipe: augmentation.rotation is 200 where <=180/,
    ],
    [{ learningrate: 0.1 }, /recipe: learningrate is "learningrate" where never is allowed|recipe: learningrate/],
  ])('names a bad entry, its value and what is allowed: %j', (given, message) => {
    expect(() => parseRecipe(given)).toThrow(message);
  });
});

describe('the learning rate', () => {
  const recipe = parseRecipe({ epochs: 11, warmupEpochs: 1, learningRate: 0.08 });
  const at = (step: number) => learningRateAt(step, 10, recipe);

  it('rises over the warm-up, then falls along a cosine to 0', () => {
    expect(at(0)).toBeCloseTo(0.008);
    expect(at(4)).toBeCloseTo(0.04);
    expect(at(9)).toBeCloseTo(0.08);
    expect(at(10)).toBeCloseTo(0.08);
    // Half way down, and at a third (cos 60° = ½): 0.08 / 2 · (1 + ½)
    expect(at(60)).toBeCloseTo(0.04);
    expect(at(10 + 100 / 3)).toBeCloseTo(0.06);
    expect(at(110)).toBeCloseTo(0);
  });
});
