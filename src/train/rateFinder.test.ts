import { describe, expect, it } from 'vitest';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { readFaces } from '../data/node';
import { globalAveragePool, network, relu, standardise } from '../graph';
import { createSession } from '../runtime/node';
import { findLearningRate, suggested, type TriedRate } from './rateFinder';
import { parseRecipe } from './recipe';

/** Losses that fall as a logistic curve around `middle` and rise from `end` on, at 100 rates from 1e-6 to 1. */
const curve = (middle: number, end: number): TriedRate[] =>
  Array.from({ length: 100 }, (_, i) => {
    const learningRate = 1e-6 * 1e6 ** (i / 99);
    const x = Math.log10(learningRate);
    const fallen = 1 / (1 + Math.exp(-4 * (x - middle)));
    const smoothed = 2 - fallen + 3 * Math.max(0, x - end) ** 2;
    return { learningRate, loss: smoothed, smoothed };
  });

describe('suggestions', () => {
  it('are where a logistic fall is steepest, which is its middle, and a tenth of the lowest', () => {
    const { steepest, tenthOfLowest } = suggested(curve(-3, -1.5));
    expect(Math.log10(steepest as number)).toBeCloseTo(-3, 1);
    // The fall is nearly done at the end, from where the loss rises.
    expect(Math.log10(tenthOfLowest)).toBeGreaterThan(-2.6);
    expect(Math.log10(tenthOfLowest)).toBeLessThan(-2.3);
  });

  it('finds no rate where the loss only rises', () => {
    const rising = curve(-3, -1).map((t, i) => ({ ...t, smoothed: 1 + i / 100 }));
    expect(suggested(rising).steepest).toBeUndefined();
  });
});

describe('the test', async () => {
  const { Training } = await readFaces((await fakeFer(temporaryFolder(), 42)).data);
  const small = network('small', { input: [1, 48, 48] }, ({ conv, dense }, pixels) => ({
    fer2013: dense(globalAveragePool(relu(conv(standardise(pixels), 4, { stride: 4 }))), 7),
  }));
  const recipe = parseRecipe({ batchSize: 14, accumulate: 2 });

  it('multiplies the rate from one change of the weights to the next, and ends where the loss explodes', async () => {
    const { tried } = await findLearningRate(small, Training, { recipe, createSession, steps: 30, highest: 1e6 });
    expect(tried[0]?.learningRate).toBeCloseTo(1e-6, 12);
    for (const [i, { learningRate }] of tried.slice(1).entries())
      expect(learningRate / (tried[i] as TriedRate).learningRate).toBeCloseTo(1e12 ** (1 / 29), 6);
    expect(tried.length).toBeLessThan(30);
    // Seven classes, before anything is learned.
    expect(tried[0]?.loss).toBeGreaterThan(Math.log(7) * 0.8);
  });

  it('names what makes no test', async () => {
    const test = (more: object) => findLearningRate(small, Training, { recipe, createSession, ...more });
    await expect(test({ steps: 1 })).rejects.toThrow('steps must be a whole number from 2 (got 1)');
    await expect(test({ lowest: 2 })).rejects.toThrow('lowest must be above 0 and below highest (got 2 and 1)');
    await expect(test({ rate: 2 })).rejects.toThrow('findLearningRate has no option "rate"');
  });
});
