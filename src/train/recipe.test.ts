import { describe, expect, it } from 'vitest';
import { defaultRecipe, type EpochResult, namedRecipes, parseRecipe, recipeEntries } from './index';
import { bestEpoch, learningRateAt, stopsEarly } from './schedule';

describe('recipes', () => {
  it('fills in what is left out', () => {
    expect(parseRecipe({ epochs: 3 })).toEqual({ ...defaultRecipe, epochs: 3 });
  });

  it('takes what suits the network, unless told otherwise', () => {
    expect(parseRecipe({ model: 'lightface' })).toMatchObject({ optimizer: 'adamw', learningRate: 0.001 });
    expect(parseRecipe({ model: 'lightface', learningRate: 0.1 })).toMatchObject({ learningRate: 0.1 });
    expect(parseRecipe({ augmentation: { flip: 0 } }).augmentation).toEqual({ ...defaultRecipe.augmentation, flip: 0 });
  });

  it("knows the project's first recipe", () => {
    expect(parseRecipe(namedRecipes.original)).toMatchObject({
      optimizer: 'sgd',
      learningRate: 0.001,
      batchSize: 32,
      epochs: 90,
      schedule: 'constant',
      augmentation: { rotation: 40, shift: 0.2, shear: 0.2, zoom: 0.2, flip: 0.5, brightness: 0, mixup: 0 },
    });
  });

  it.each([
    [{ epochs: 0 }, /recipe: epochs must be a whole number from 1 \(got 0\)/],
    [{ momentum: 1.5 }, /recipe: momentum must be a number from 0 to 1 \(got 1.5\)/],
    [{ learningRate: 'fast' }, /recipe: learningRate must be a number above 0 \(got "fast"\)/],
    [{ optimizer: 'adam' }, /recipe: optimizer must be sgd, adamw \(got "adam"\)/],
    [
      { classWeights: [1, 2] },
      /recipe: classWeights must be none, balanced, or 7 numbers from 0, not all 0 \(got \[1,2\]\)/,
    ],
    [{ classWeights: [0, 0, 0, 0, 0, 0, 0] }, /recipe: classWeights must be .*, not all 0 \(got \[0,0,0,0,0,0,0\]\)/],
    [{ augmentation: { rotation: 200 } }, /recipe: augmentation.rotation must be a number from 0 to 180 \(got 200\)/],
    [
      { learningrate: 0.1 },
      /recipe: there is no entry "learningrate"; did you mean "learningRate"\? model, seed, epochs, .* are known/,
    ],
    [{ augmentation: { turn: 1 } }, /recipe: there is no entry "augmentation.turn"; rotation, zoom, .* are known/],
    [['epochs'], /recipe: must be an object of settings \(got \["epochs"\]\)/],
  ])('names a bad entry, its value and what is allowed: %j', (given, message) => {
    expect(() => parseRecipe(given)).toThrow(message);
  });
});

it('every entry of a recipe says what it means, what is allowed and what is usual', () => {
  const entries = recipeEntries();
  const { augmentation, ...plain } = defaultRecipe;
  expect(entries.map(({ name }) => name)).toEqual([
    ...Object.keys(plain),
    ...Object.keys(augmentation).map((name) => `augmentation.${name}`),
  ]);
  for (const { meaning, allowed } of entries) expect([meaning.length > 5, allowed.length > 3]).toEqual([true, true]);
  expect(entries.find(({ name }) => name === 'beta2')).toMatchObject({
    allowed: 'a number from 0 to below 1',
    usual: 0.999,
  });
});

describe('the learning rate', () => {
  const at = (step: number, given: object, history: EpochResult[] = []) =>
    learningRateAt(step, 10, parseRecipe({ epochs: 11, learningRate: 0.08, ...given }), history);

  it('rises over the warm-up, then falls along a cosine to 0', () => {
    expect(at(0, {})).toBeCloseTo(0.008);
    expect(at(4, {})).toBeCloseTo(0.04);
    expect(at(9, {})).toBeCloseTo(0.08);
    expect(at(10, {})).toBeCloseTo(0.08);
    // Half way down, and at a third (cos 60° = ½): 0.08 / 2 · (1 + ½)
    expect(at(60, {})).toBeCloseTo(0.04);
    expect(at(10 + 100 / 3, {})).toBeCloseTo(0.06);
    expect(at(110, {})).toBeCloseTo(0);
  });

  it('stays, or falls in steps', () => {
    const constant = { schedule: 'constant', warmupEpochs: 0 };
    expect([at(0, constant), at(109, constant)]).toEqual([0.08, 0.08]);
    const steps = { schedule: 'step', warmupEpochs: 0, stepEpochs: 4, decay: 0.5 };
    expect([at(39, steps), at(40, steps), at(80, steps)]).toEqual([0.08, 0.04, 0.02]);
  });

  it('goes through one cycle: from a 25th up over 30 %, then down to a 10,000th of that', () => {
    const cycle = { schedule: 'oneCycle' };
    expect(at(0, cycle)).toBeCloseTo(0.0032);
    expect(at(33, cycle)).toBeCloseTo(0.08);
    expect(at(110, cycle)).toBeCloseTo(3.2e-7, 10);
  });

  it('falls when the validation loss stands still', () => {
    const plateau = { schedule: 'plateau', warmupEpochs: 0, patience: 2, decay: 0.1 };
    const losses = (...values: number[]) => values.map((valLoss, i) => epochOf(i + 1, { valLoss }));
    expect(at(0, plateau)).toBeCloseTo(0.08);
    expect(at(30, plateau, losses(2, 1, 1.1))).toBeCloseTo(0.08);
    expect(at(40, plateau, losses(2, 1, 1.1, 1))).toBeCloseTo(0.008);
    expect(at(60, plateau, losses(2, 1, 1.1, 1, 1.2, 1.3))).toBeCloseTo(0.0008);
    // Two epochs after the first fall do not count.
    expect(at(60, { ...plateau, cooldown: 2 }, losses(2, 1, 1.1, 1, 1.2, 1.3))).toBeCloseTo(0.008);
    expect(at(80, { ...plateau, cooldown: 2 }, losses(2, 1, 1.1, 1, 1.2, 1.3, 1, 1))).toBeCloseTo(0.0008);
  });
});

const epochOf = (epoch: number, values: Record<string, number>): EpochResult =>
  ({ epoch, learningRate: 0.1, seconds: 1, ...values }) as EpochResult;

describe('validation', () => {
  const history = [
    { valLoss: 1.5, valAccuracy: 0.4 },
    { valLoss: 1.2, valAccuracy: 0.5 },
    { valLoss: 1.3, valAccuracy: 0.55 },
    { valLoss: 1.25, valAccuracy: 0.55 },
  ].map((values, i) => epochOf(i + 1, values));

  it('ends a run early when the loss has not fallen for so many epochs', () => {
    expect(stopsEarly(history, parseRecipe({ earlyStopping: 2 }))).toBe(true);
    expect(stopsEarly(history, parseRecipe({ earlyStopping: 3 }))).toBe(false);
    expect(stopsEarly(history, parseRecipe({}))).toBe(false);
  });

  it('watches the figure that is asked for, and counts improvements that are large enough', () => {
    expect(stopsEarly(history, parseRecipe({ earlyStopping: 1, monitor: 'valAccuracy' }))).toBe(true);
    expect(stopsEarly(history.slice(0, 3), parseRecipe({ earlyStopping: 1, monitor: 'valAccuracy' }))).toBe(false);
    // 0.55 after 0.5 is too little.
    const picky = parseRecipe({ earlyStopping: 1, monitor: 'valAccuracy', minDelta: 0.06 });
    expect(stopsEarly(history.slice(0, 3), picky)).toBe(true);
  });

  it('chooses the epoch that becomes the model', () => {
    expect(bestEpoch(history, parseRecipe({ checkpoint: 'bestLoss' }))).toBe(2);
    expect(bestEpoch(history, parseRecipe({ checkpoint: 'bestAccuracy' }))).toBe(3);
    expect(bestEpoch(history, parseRecipe({}))).toBe(4);
  });
});
