import { expect, it } from 'vitest';
import { createSession } from '../runtime/node';
import {
  adamCorrectionAt,
  adamw,
  clipByGlobalNorm,
  emit,
  input,
  movingAverage,
  type Optimizer,
  sgd,
  type Tensor,
  uphill,
  writeOnnx,
} from './index';

const vector = (...values: number[]) => ({ dims: [values.length], data: Float32Array.from(values) });
const scalar = (value: number) => ({ dims: [], data: Float32Array.of(value) });

const inputs = { learningRate: input('rate', []), adamCorrection: input('correction', []) };

/** Runs one step for the parameter 3 with gradient 2 and each slot at 1. */
async function step(optimizer: Optimizer, decayed: boolean, correction?: number) {
  const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, input(slot, [1])]));
  const next = optimizer.update(input('p', [1]), input('g', [1]), slots, inputs, decayed);
  const outputs = Object.fromEntries(Object.entries(next.state).map(([slot, t]) => [`next:${slot}`, t]));
  const session = await createSession(writeOnnx(emit({ parameter: next.parameter, ...outputs })));
  const result = await session.run({
    p: vector(3),
    g: vector(2),
    ...Object.fromEntries(optimizer.slots.map((slot) => [slot, vector(1)])),
    rate: scalar(0.5),
    ...(correction !== undefined && { correction: scalar(correction) }),
  });
  return (name: string) => result[name]?.data[0];
}

it.each([
  // gradient 2, weight decay 0.1 · 3: full gradient 2.3; velocity 0.9 · 1 + 2.3 = 3.2;
  // parameter 3 − 0.5 · (2.3 + 0.9 · 3.2) = 0.41
  [true, true, 3.2, 0.41],
  // without decay: velocity 2.9, parameter 3 − 0.5 · (2 + 0.9 · 2.9) = 0.695
  [false, true, 2.9, 0.695],
  // without Nesterov: 3 − 0.5 · 2.9
  [false, false, 2.9, 1.55],
])('SGD with momentum, decayed: %j, Nesterov: %j', async (decayed, nesterov, velocity, parameter) => {
  const next = await step(sgd({ momentum: 0.9, nesterov, weightDecay: 0.1 }), decayed);
  expect(next('next:velocity')).toBeCloseTo(velocity, 5);
  expect(next('parameter')).toBeCloseTo(parameter, 5);
});

it('AdamW: mean and mean square of gradients, decay beside them', async () => {
  const options = { beta1: 0.9, beta2: 0.99, epsilon: 0, weightDecay: 0.1 };
  // mean 0.9 · 1 + 0.1 · 2 = 1.1; square 0.99 + 0.01 · 4 = 1.03; step 1.1 / √1.03 · 0.5 + 0.1 · 3 = 0.84193;
  // parameter 3 − 0.5 · 0.84193
  const next = await step(adamw(options), true, 0.5);
  expect(next('next:mean')).toBeCloseTo(1.1, 5);
  expect(next('next:square')).toBeCloseTo(1.03, 5);
  expect(next('parameter')).toBeCloseTo(2.57904, 4);
  // Without decay: 3 − 0.5 · 0.54193
  expect((await step(adamw(options), false, 0.5))('parameter')).toBeCloseTo(2.72904, 4);
});

it("Adam's correction makes the first step as long as the rate", () => {
  // In step 1 mean = (1 − β₁)·g and √square = √(1 − β₂)·g.
  const betas = { beta1: 0.9, beta2: 0.999 };
  expect((adamCorrectionAt(1, betas) * 0.1) / Math.sqrt(0.001)).toBeCloseTo(1, 6);
  expect(adamCorrectionAt(100_000, betas)).toBeCloseTo(1, 6);
});

it('clips gradients by their common length', async () => {
  // Lengths 3 and 4 make 5; at most 1 leaves a fifth, at most 10 everything.
  const gradients = [input('a', [1]), input('b', [2])];
  const run = async (most: number) => {
    const [a, b] = clipByGlobalNorm(gradients, most);
    const session = await createSession(writeOnnx(emit({ a_: a as Tensor, b_: b as Tensor })));
    const result = await session.run({ a: vector(3), b: vector(0, -4) });
    return [...(result.a_?.data ?? []), ...(result.b_?.data ?? [])].map((v) => Math.round(v * 1e5) / 1e5 + 0);
  };
  expect(await run(1)).toEqual([0.6, 0, -0.8]);
  expect(await run(10)).toEqual([3, 0, -4]);
});

it('sharpness-aware minimisation looks at the loss one step uphill', async () => {
  const [a, b] = uphill([input('a', [1]), input('b', [1])], [input('ga', [1]), input('gb', [1])], 0.5);
  const session = await createSession(writeOnnx(emit({ a_: a as Tensor, b_: b as Tensor })));
  const result = await session.run({ a: vector(1), b: vector(1), ga: vector(3), gb: vector(-4) });
  expect(result.a_?.data[0]).toBeCloseTo(1.3, 5);
  expect(result.b_?.data[0]).toBeCloseTo(0.6, 5);
});

it('a moving average keeps its decay and takes the rest of the value', async () => {
  const average = movingAverage(input('average', [2]), input('value', [2]), input('decay', []));
  const session = await createSession(writeOnnx(emit({ average_: average })));
  const result = await session.run({ average: vector(10, -1), value: vector(0, 1), decay: scalar(0.75) });
  expect([...(result.average_?.data ?? [])]).toEqual([7.5, -0.5]);
});
