import { expect, it } from 'vitest';
import { createSession } from '../runtime/node';
import { emit, input, movingAverage, sgd, writeOnnx } from './index';

const vector = (...values: number[]) => ({ dims: [values.length], data: Float32Array.from(values) });
const scalar = (value: number) => ({ dims: [], data: Float32Array.of(value) });

it.each([
  // gradient 2, weight decay 0.1 · 3: full gradient 2.3; velocity 0.9 · 1 + 2.3 = 3.2;
  // parameter 3 − 0.5 · (2.3 + 0.9 · 3.2) = 0.41
  [true, 3.2, 0.41],
  // without decay: velocity 2.9, parameter 3 − 0.5 · (2 + 0.9 · 2.9) = 0.695
  [false, 2.9, 0.695],
])('SGD with Nesterov momentum, decayed: %j', async (decayed, velocity, parameter) => {
  const next = sgd(input('p', [1]), input('g', [1]), input('v', [1]), input('rate', []), decayed, {
    momentum: 0.9,
    weightDecay: 0.1,
  });
  const session = await createSession(writeOnnx(emit(next)));
  const result = await session.run({ p: vector(3), g: vector(2), v: vector(1), rate: scalar(0.5) });
  expect(result.velocity?.data[0]).toBeCloseTo(velocity, 5);
  expect(result.parameter?.data[0]).toBeCloseTo(parameter, 5);
});

it('a moving average keeps its decay and takes the rest of the value', async () => {
  const average = movingAverage(input('average', [2]), input('value', [2]), input('decay', []));
  const session = await createSession(writeOnnx(emit({ average_: average })));
  const result = await session.run({ average: vector(10, -1), value: vector(0, 1), decay: scalar(0.75) });
  expect([...(result.average_?.data ?? [])]).toEqual([7.5, -0.5]);
});
