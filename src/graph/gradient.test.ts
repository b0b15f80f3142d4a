import { describe, expect, it } from 'vitest';
import { convolutionBlock, type Session } from '../runtime';
import { createSession } from '../runtime/node';
import {
  add,
  averagePool,
  batchNorm,
  channelRange,
  concat,
  constant,
  conv2d,
  depthwiseConv2d,
  dropout,
  emit,
  fitPixels,
  fixedNorm,
  globalAveragePool,
  gradients,
  groupedConv2d,
  input,
  linear,
  maxPool,
  type PoolOptions,
  relu,
  relu6,
  reshape,
  type Shape,
  scale,
  seededRandom,
  shuffled,
  sizeOf,
  softmaxCrossEntropy,
  softmaxFocalLoss,
  standardise,
  subsample,
  type Tensor,
  writeOnnx,
} from './index';

const blocks = [...new Set([0, await convolutionBlock(createSession)])];
const random = seededRandom(7);
const noise = (shape: Shape) => Float32Array.from({ length: sizeOf(shape) }, () => random.normal());

/** A scalar that depends on every element of t in its own way. */
function weighted(t: Tensor): Tensor {
  const size = sizeOf(t.shape);
  const weights = constant(
    Float32Array.from({ length: size }, (_, i) => Math.cos(i * 1.7) + 0.3),
    [1, size],
  );
  return reshape(linear(reshape(t, [1, size]), weights, constant([0], [1])), []);
}

type Inputs = Record<string, Float32Array>;

/** Runs `outputs` on inputs of the given shapes. */
async function compile(outputs: Record<string, Tensor>, shapes: Record<string, Shape>, block: number) {
  const session: Session = await createSession(writeOnnx(emit(outputs, { block })), { threads: 1 });
  return async (inputs: Inputs) =>
    session.run(
      Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, { data, dims: shapes[name] as Shape }])),
    );
}

/**
 * Compares the gradient of every input with central differences (f(x + h) − f(x − h)) / 2h at up to 40 of its
 * elements.
 */
async function checkGradients(
  shapes: Record<string, Shape>,
  build: (t: Record<string, Tensor>) => Tensor,
  { step = 0.05, tolerance = 0.01, block = 0, values = {} as Inputs } = {},
) {
  const tensors = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, input(name, shape)]));
  const loss = build(tensors);
  const names = Object.keys(shapes).filter((name) => !name.startsWith('fixed'));
  const slopes = gradients(
    loss,
    names.map((name) => tensors[name] as Tensor),
  );
  const inputs: Inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, values[name] ?? noise(shape)]),
  );
  const run = await compile(
    { loss, ...Object.fromEntries(names.map((n, i) => [`d${n}`, slopes[i] as Tensor])) },
    shapes,
    block,
  );
  const analytic = await run(inputs);
  const lossOnly = await compile(
    { loss: build(Object.fromEntries(Object.entries(shapes).map(([n, s]) => [n, input(n, s)]))) },
    shapes,
    0,
  );
  const lossAt = async (name: string, i: number, delta: number) => {
    const moved = Float32Array.from(inputs[name] as Float32Array);
    moved[i] = (moved[i] as number) + delta;
    return (await lossOnly({ ...inputs, [name]: moved })).loss?.data[0] as number;
  };
  for (const name of names) {
    const slope = analytic[`d${name}`] as { data: Float32Array; dims: readonly number[] };
    expect(slope.dims).toEqual(shapes[name]);
    const norm = Math.sqrt(slope.data.reduce((sum, v) => sum + v * v, 0) / slope.data.length);
    const stride = Math.max(1, Math.floor(slope.data.length / 40));
    for (let i = 0; i < slope.data.length; i += stride) {
      const numeric = ((await lossAt(name, i, step)) - (await lossAt(name, i, -step))) / (2 * step);
      expect(
        Math.abs(numeric - (slope.data[i] as number)),
        `d${name}[${i}]: ${slope.data[i]} against ${numeric}`,
      ).toBeLessThan(tolerance * (norm + Math.abs(numeric)) + 1e-4);
    }
  }
}

describe.each(blocks)('gradients against central differences, blocks of %i', (block) => {
  const convolutions: [string, Shape, Shape, { stride?: number; padding?: number }][] = [
    ['3 × 3', [2, 3, 6, 6], [4, 3, 3, 3], { padding: 1 }],
    ['stride 2 on an odd size', [2, 16, 7, 7], [32, 16, 3, 3], { stride: 2, padding: 1 }],
    ['stride 2 on an even size', [2, 16, 8, 6], [16, 16, 3, 3], { stride: 2, padding: 1 }],
    ['stride 3, no padding', [1, 2, 11, 9], [3, 2, 3, 3], { stride: 3 }],
    ['one picture, one channel', [1, 1, 5, 5], [16, 1, 3, 3], { padding: 1 }],
    ['channels that fill no block', [3, 24, 5, 4], [16, 24, 3, 3], { padding: 1 }],
    ['1 × 1', [2, 32, 3, 3], [16, 32, 1, 1], {}],
    ['1 × 1, stride 2', [2, 16, 5, 5], [16, 16, 1, 1], { stride: 2 }],
    ['5 × 5, stride 2', [1, 2, 9, 9], [3, 2, 5, 5], { stride: 2, padding: 2 }],
    ['2 × 2', [2, 16, 4, 4], [16, 16, 2, 2], { padding: 1 }],
  ];
  it.each(convolutions)('conv2d %s', async (_, x, w, options) => {
    const bias = [w[0] as number];
    // The relu before it keeps the input a feature map, as inside a network.
    await checkGradients(
      { x, w, bias },
      (t) => weighted(conv2d(relu(t.x as Tensor), t.w as Tensor, { ...options, bias: t.bias as Tensor })),
      { block, step: 0.01, tolerance: 0.02, values: { x: noise(x).map((v) => v + Math.sign(v) * 0.05) } },
    );
  });

  it.each([[[2, 16, 5, 4]], [[1, 3, 4, 4]]])('a chain of conv, norm, relu, add on %j', async (shape) => {
    const c = shape[1] as number;
    await checkGradients(
      { x: shape, w: [c, c, 3, 3], gamma: [c], beta: [c] },
      ({ x, w, gamma, beta }) => {
        const first = conv2d(x as Tensor, w as Tensor, { padding: 1 });
        const h = batchNorm(first, gamma as Tensor, beta as Tensor).output;
        return weighted(relu(add(h, first)));
      },
      { block, step: 0.002, tolerance: 0.05 },
    );
  });

  it.each([[[4, 16, 3, 3]], [[3, 5, 2, 4]], [[1, 16, 4, 4]]])('batchNorm %j', async (shape) => {
    const c = [shape[1] as number];
    await checkGradients(
      { x: shape, gamma: c, beta: c },
      ({ x, gamma, beta }) =>
        weighted(batchNorm(conv2d(x as Tensor, identity(c[0] as number)), gamma as Tensor, beta as Tensor).output),
      { block, step: 0.02, tolerance: 0.02 },
    );
  });

  it.each([[[2, 16, 3, 5]], [[1, 3, 4, 4]]])('globalAveragePool and subsample %j', async (shape) => {
    const c = shape[1] as number;
    await checkGradients({ x: shape }, ({ x }) => weighted(globalAveragePool(conv2d(x as Tensor, identity(c)))), {
      block,
    });
    await checkGradients({ x: shape }, ({ x }) => weighted(subsample(conv2d(x as Tensor, identity(c)), 2)), { block });
  });

  const pools: [string, Shape, PoolOptions][] = [
    ['2 × 2 side by side', [2, 16, 6, 4], { size: 2 }],
    ['2 × 2 on an odd size', [1, 16, 5, 7], { size: 2 }],
    ['3 × 3, stride 2, hanging over', [2, 16, 6, 6], { size: 3, stride: 2, overhang: true }],
    ['5 × 5, stride 2, few channels', [1, 3, 9, 8], { size: 5, stride: 2 }],
  ];
  it.each(pools)('pooling %s', async (_, x, options) => {
    // Values far enough apart that a small step changes no maximum.
    const order = shuffled(sizeOf(x), random);
    const values = { x: Float32Array.from(order, (v) => (v - order.length / 2) / 50) };
    const featureMap = (t: Tensor) => conv2d(t, identity(x[1] as number));
    await checkGradients({ x }, (t) => weighted(maxPool(featureMap(t.x as Tensor), options)), {
      block,
      step: 0.009,
      tolerance: 0.02,
      values,
    });
    const { overhang, ...inside } = options;
    await checkGradients({ x }, (t) => weighted(averagePool(featureMap(t.x as Tensor), inside)), { block, values });
  });

  const depthwise: [string, Shape, number, { stride?: number; padding?: number }][] = [
    ['3 × 3', [2, 16, 6, 5], 3, { padding: 1 }],
    ['3 × 3, stride 2, odd', [3, 32, 7, 7], 3, { stride: 2, padding: 1 }],
    ['3 × 3, stride 2, even', [2, 16, 8, 6], 3, { stride: 2, padding: 1 }],
    ['5 × 5, channels that fill no block', [2, 6, 7, 7], 5, { stride: 2, padding: 2 }],
  ];
  it.each(depthwise)('depthwiseConv2d %s', async (_, x, kernel, options) => {
    await checkGradients(
      { x, w: [x[1] as number, 1, kernel, kernel] },
      (t) => weighted(depthwiseConv2d(conv2d(t.x as Tensor, identity(x[1] as number)), t.w as Tensor, options)),
      { block, tolerance: 0.02 },
    );
  });

  it.each([
    [32, 32, 2],
    [6, 4, 2],
  ])('groupedConv2d of %i channels to %i in %i groups', async (channels, out, groups) => {
    const weight = [out / groups, channels / groups, 3, 3];
    await checkGradients(
      { x: [2, channels, 4, 3], a: weight, b: weight },
      (t) =>
        weighted(
          groupedConv2d(conv2d(t.x as Tensor, identity(channels)), [t.a as Tensor, t.b as Tensor], { padding: 1 }),
        ),
      { block, tolerance: 0.02 },
    );
  });

  it('depthwiseConv2d right on what is fed', async () => {
    await checkGradients(
      { x: [2, 16, 4, 4], w: [16, 1, 3, 3] },
      (t) => weighted(depthwiseConv2d(t.x as Tensor, t.w as Tensor, { padding: 1 })),
      { block, tolerance: 0.02 },
    );
  });

  it.each([[[16, 32]], [[16, 8]]])('concat and channelRange of %j channels', async ([a, b]) => {
    const [one, other] = [a as number, b as number];
    await checkGradients(
      { a: [2, one, 3, 2], b: [2, other, 3, 2] },
      (t) => {
        const left = conv2d(t.a as Tensor, identity(one));
        const right = conv2d(t.b as Tensor, identity(other));
        return weighted(channelRange(concat([left, right, left]), 4, one + other + 8));
      },
      { block },
    );
  });

  it('relu6', async () => {
    const x = Float32Array.from({ length: 64 }, (_, i) => (i - 20) / 5 + 0.03);
    await checkGradients({ x: [1, 16, 2, 2] }, (t) => weighted(relu6(conv2d(t.x as Tensor, identity(16)))), {
      block,
      step: 0.01,
      values: { x },
    });
  });

  it('linear, dropout, scale', async () => {
    await checkGradients(
      { x: [3, 5], w: [4, 5], b: [4], fixedMask: [3, 5] },
      (t) => weighted(scale(linear(dropout(t.x as Tensor, t.fixedMask as Tensor), t.w as Tensor, t.b as Tensor), 0.7)),
      { block, values: { fixedMask: Float32Array.from({ length: 15 }, (_, i) => (i % 3 === 0 ? 0 : 1.5)) } },
    );
  });

  it('softmaxCrossEntropy with soft targets, smoothing and sample weights', async () => {
    const targets = Float32Array.of(0.2, 0.5, 0.3, 1, 0, 0, 0, 0.9, 0.1);
    await checkGradients(
      { logits: [3, 3], fixedTargets: [3, 3], fixedWeights: [3] },
      (t) =>
        softmaxCrossEntropy(t.logits as Tensor, t.fixedTargets as Tensor, t.fixedWeights as Tensor, {
          labelSmoothing: 0.1,
        }),
      { block, values: { fixedTargets: targets, fixedWeights: Float32Array.of(1, 0.5, 2) } },
    );
  });

  it.each([0.5, 2])('softmaxFocalLoss with gamma %f', async (gamma) => {
    const targets = Float32Array.of(0.2, 0.5, 0.3, 1, 0, 0, 0, 0.9, 0.1);
    await checkGradients(
      { logits: [3, 3], fixedTargets: [3, 3], fixedWeights: [3] },
      (t) =>
        softmaxFocalLoss(t.logits as Tensor, t.fixedTargets as Tensor, t.fixedWeights as Tensor, {
          labelSmoothing: 0.1,
          gamma,
        }),
      { block, values: { fixedTargets: targets, fixedWeights: Float32Array.of(1, 0.5, 2) } },
    );
  });
});

/** 1 × 1 weights that change nothing, to make a feature map of an input. */
const identity = (channels: number) =>
  constant(
    Float32Array.from({ length: channels * channels }, (_, i) => (i % (channels + 1) === 0 ? 1 : 0)),
    [channels, channels, 1, 1],
  );

describe.each(blocks)('by hand, blocks of %i', (block) => {
  const values = async (t: Tensor, inputs: Inputs, shapes: Record<string, Shape>) => {
    const { y } = await (await compile({ y: t }, shapes, block))(inputs);
    return { dims: y?.dims, data: Array.from(y?.data ?? [], (v) => Math.round(v * 1e4) / 1e4 + 0) };
  };

  it('conv2d, stride 2, padding 1', async () => {
    // 1 2 3      row above and column left are zeros; windows at (0, 0) (0, 2) (2, 0) (2, 2)
    // 4 5 6      kernel: 1 at the centre, 10 below it
    // 7 8 9
    const x = input('x', [1, 1, 3, 3]);
    const w = constant([0, 0, 0, 0, 1, 0, 0, 10, 0], [1, 1, 3, 3]);
    const result = await values(
      conv2d(x, w, { stride: 2, padding: 1 }),
      { x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) },
      { x: [1, 1, 3, 3] },
    );
    expect(result).toEqual({ dims: [1, 1, 2, 2], data: [41, 63, 7, 9] });
  });

  it('conv2d weight gradient', async () => {
    // y = Σ w[i]·x[i + position]; with all output gradients 1, dw[i] is the sum of x under tap i.
    const x = constant([1, 2, 3, 4], [1, 1, 2, 2]);
    const w = input('w', [1, 1, 3, 3]);
    const ones = constant([1, 1, 1, 1], [1, 4]);
    const loss = reshape(linear(reshape(conv2d(x, w, { padding: 1 }), [1, 4]), ones, constant([0], [1])), []);
    const [dw] = gradients(loss, [w]);
    const result = await values(dw as Tensor, { w: new Float32Array(9) }, { w: [1, 1, 3, 3] });
    expect(result.data).toEqual([1, 3, 2, 4, 10, 6, 3, 7, 4]);
  });

  it('batchNorm: two values a channel become −1 and 1', async () => {
    const x = constant([3, 7, -2, -2.5], [1, 2, 1, 2]);
    const gamma = input('gamma', [2]);
    const { output, statistics } = batchNorm(x, gamma, constant([0, 10], [2]), 0);
    const fed = { gamma: Float32Array.of(2, 1) };
    expect((await values(output, fed, { gamma: [2] })).data).toEqual([-2, 2, 11, 9]);
    expect((await values(add(statistics.mean, gamma), fed, { gamma: [2] })).data).toEqual([7, -1.25]);
    expect((await values(add(statistics.variance, gamma), fed, { gamma: [2] })).data).toEqual([6, 1.0625]);
  });

  it('fixedNorm folds into the convolution before it', async () => {
    const x = input('x', [1, 1, 1, 2]);
    const norm = fixedNorm(
      conv2d(x, constant([3], [1, 1, 1, 1])),
      constant([2], [1]),
      constant([5], [1]),
      { mean: constant([1], [1]), variance: constant([4], [1]) },
      0,
    );
    // (3x − 1) / 2 · 2 + 5 = 3x + 4
    const y = relu(norm);
    expect((await values(y, { x: Float32Array.of(2, -5) }, { x: [1, 1, 1, 2] })).data).toEqual([10, 0]);
    expect(emit({ y }).nodes.map((n) => n.op)).toEqual(['Conv', 'Relu', 'Identity']);
  });

  it('relu, globalAveragePool, linear', async () => {
    const x = input('x', [1, 2, 1, 2]);
    const y = linear(globalAveragePool(relu(x)), constant([1, 2, 0.5, 0], [2, 2]), constant([0, 1], [2]));
    // channels (−1, 3) → 1.5 and (4, 2) → 3
    expect((await values(y, { x: Float32Array.of(-1, 3, 4, 2) }, { x: [1, 2, 1, 2] })).data).toEqual([7.5, 1.75]);
  });

  it('pooling', async () => {
    // 1 2 3 4 5
    // 6 7 8 9 0    windows of 3 from columns 0 and 2, and, hanging over, none more: (5 − 3) / 2 is whole
    // 1 1 1 1 1
    const x = input('x', [1, 1, 3, 5]);
    const fed = { x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 1, 1, 1, 1) };
    const shapes = { x: [1, 1, 3, 5] };
    const at = async (y: Tensor) => values(y, fed, shapes);
    expect(await at(maxPool(x, { size: 3, stride: 2 }))).toEqual({ dims: [1, 1, 1, 2], data: [8, 9] });
    expect(await at(maxPool(x, { size: 2, overhang: true }))).toEqual({ dims: [1, 1, 2, 3], data: [7, 9, 5, 1, 1, 1] });
    // (1 + 2 + 3 + 6 + 7 + 8 + 3) / 9 and (3 + 4 + 5 + 8 + 9 + 0 + 3) / 9
    expect((await at(averagePool(x, { size: 3, stride: 2 }))).data).toEqual([3.3333, 3.5556]);
  });

  it('equal maxima of windows that overlap: the first has the gradient, however it is found', async () => {
    const x = input('x', [1, 1, 3, 4]);
    const fed = { x: Float32Array.of(5, 1, 5, 2, 0, 5, 0, 5, 1, 1, 1, 1) };
    const pooled = maxPool(x, { size: 3, stride: 2, overhang: true });
    const loss = reshape(linear(reshape(pooled, [1, 2]), constant([1, 10], [1, 2]), constant([0], [1])), []);
    const [dx] = gradients(loss, [x]);
    for (const provider of ['cpu', 'webgpu'] as const) {
      const session = await createSession(writeOnnx(emit({ dx: dx as Tensor }, { block, provider })));
      const { dx: found } = await session.run({ x: { dims: [1, 1, 3, 4], data: fed.x } });
      expect([...(found?.data ?? [])]).toEqual([1, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    }
  });

  it('equal maxima share the gradient', async () => {
    const x = input('x', [1, 1, 2, 2]);
    const [dx] = gradients(reshape(maxPool(x, { size: 2 }), []), [x]);
    expect((await values(dx as Tensor, { x: Float32Array.of(3, 1, 3, 0) }, { x: [1, 1, 2, 2] })).data).toEqual([
      0.5, 0, 0.5, 0,
    ]);
  });

  it('depthwiseConv2d keeps channels apart', async () => {
    const x = input('x', [1, 2, 1, 2]);
    const w = constant([2, -1], [2, 1, 1, 1]);
    const result = await values(depthwiseConv2d(x, w), { x: Float32Array.of(1, 2, 3, 4) }, { x: [1, 2, 1, 2] });
    expect(result.data).toEqual([2, 4, -3, -4]);
  });

  it('relu6 clips at both ends, also inside a convolution', async () => {
    const x = input('x', [1, 1, 1, 3]);
    const y = relu6(conv2d(x, constant([2], [1, 1, 1, 1])));
    expect((await values(y, { x: Float32Array.of(-1, 2, 4) }, { x: [1, 1, 1, 3] })).data).toEqual([0, 4, 6]);
  });

  it('fitPixels doubles a row as photographs are enlarged', async () => {
    // Centres of the new pixels lie at −¼, ¼, ¾ and 1¼ of the old ones.
    const x = input('x', [1, 1, 1, 2]);
    const result = await values(fitPixels(x, [3, 1, 4]), { x: Float32Array.of(0, 100) }, { x: [1, 1, 1, 2] });
    expect(result).toEqual({ dims: [1, 3, 1, 4], data: [0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100] });
  });

  it('softmaxCrossEntropy of a sure and an even guess', async () => {
    const logits = input('logits', [2, 2]);
    const loss = softmaxCrossEntropy(logits, constant([1, 0, 0, 1], [2, 2]), constant([1, 1], [2]));
    // −ln ¾ and −ln ½, halved: (0.28768 + 0.69315) / 2
    const fed = { logits: Float32Array.of(Math.log(3), 0, 1, 1) };
    expect((await values(loss, fed, { logits: [2, 2] })).data).toEqual([0.4904]);
  });

  it('label smoothing moves a share of the target to all classes', async () => {
    // Targets (1, 0) become (0.9, 0.1) with ε = 0.2; logits tell (¾, ¼): −0.9 ln ¾ − 0.1 ln ¼ = 0.39755
    const loss = softmaxCrossEntropy(input('logits', [1, 2]), constant([1, 0], [1, 2]), constant([1], [1]), {
      labelSmoothing: 0.2,
    });
    const fed = { logits: Float32Array.of(Math.log(3), 0) };
    expect((await values(loss, fed, { logits: [1, 2] })).data).toEqual([0.3975]);
  });

  it('add and dropout', async () => {
    const x = input('x', [4]);
    const kept = dropout(add(x, constant([1, 1, 1, 1], [4])), constant([2, 0, 2, 0], [4]));
    expect((await values(kept, { x: Float32Array.of(1, 2, 3, 4) }, { x: [4] })).data).toEqual([4, 0, 8, 0]);
  });

  it('subsample keeps every second row and column from the first', async () => {
    const x = input('x', [1, 1, 3, 3]);
    const result = await values(
      subsample(x, 2),
      { x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) },
      { x: [1, 1, 3, 3] },
    );
    expect(result).toEqual({ dims: [1, 1, 2, 2], data: [1, 3, 7, 9] });
  });

  it('standardise: mean 0, deviation 1, and a black picture stays black', async () => {
    const x = input('x', [2, 1, 1, 4]);
    const result = await values(
      standardise(x),
      { x: Float32Array.of(0, 100, 0, 100, 0, 0, 0, 0) },
      { x: [2, 1, 1, 4] },
    );
    expect(result.data).toEqual([-1, 1, -1, 1, 0, 0, 0, 0]);
  });
});

describe('what does not fit', () => {
  it('names the operator and the shapes', () => {
    expect(() => conv2d(input('x', [1, 3, 8, 8]), input('w', [4, 2, 3, 3]))).toThrow(
      'conv2d: weight must have shape [outChannels, 3, kernel, kernel] for input [1, 3, 8, 8] (got [4, 2, 3, 3])',
    );
    expect(() => linear(input('x', [2, 5]), input('w', [3, 4]), input('b', [3]))).toThrow(
      /weight \[units, 5\].*got \[3, 4\]/,
    );
    expect(() => add(input('a', [2]), input('b', [3]))).toThrow('add: shapes [2] and [3] differ');
    expect(() => gradients(input('x', [2]), [])).toThrow('the loss must be a scalar [] (got shape [2])');
    expect(() => maxPool(input('x', [1, 1, 2, 4]), { size: 3 })).toThrow(
      'maxPool: a window of 3 is larger than input [1, 1, 2, 4]',
    );
    expect(() => depthwiseConv2d(input('x', [1, 3, 8, 8]), input('w', [4, 1, 3, 3]))).toThrow(
      'depthwiseConv2d: weight must have shape [3, 1, kernel, kernel] for input [1, 3, 8, 8] (got [4, 1, 3, 3])',
    );
    expect(() => concat([input('a', [1, 2, 3, 3]), input('b', [1, 2, 3, 4])])).toThrow(
      'concat: shapes [1, 2, 3, 3] and [1, 2, 3, 4] differ in more than channels',
    );
    expect(() => groupedConv2d(input('x', [1, 5, 3, 3]), [input('a', [1]), input('b', [1])])).toThrow(
      'groupedConv2d: 2 groups do not divide the channels of input [1, 5, 3, 3]',
    );
    // A network whose input does not fit the data.
    expect(() => fitPixels(input('p', [64, 3, 48, 48]), [1, 96, 96])).toThrow(
      "fitPixels: pixels must have shape [batch, 1, height, width] for a network's input [1, 96, 96] (got [64, 3, 48, 48])",
    );
    const pixels = input('p', [1, 1, 2, 2]);
    expect(() => gradients(reshape(standardise(pixels), [4]), [pixels])).toThrow(
      'the loss must be a scalar [] (got shape [4])',
    );
    expect(() => gradients(weighted(standardise(pixels)), [pixels])).toThrow('standardise has no gradient');
  });
});
