/**
 * The forms that operators and their gradients can take in ONNX Runtime, one by one: why `graph/conv.ts`,
 * `graph/depthwise.ts` and `graph/maxPool.ts` are written as they are.
 */
import {
  blockedDomain,
  constant,
  depthwiseConv2d,
  emit,
  globalAveragePool,
  gradients,
  input,
  linear,
  maxPool,
  type OnnxNode,
  opsetVersion,
  reshape,
  sizeOf,
  type Tensor,
  writeOnnx,
} from '../src/graph';
import { convolutionBlock } from '../src/runtime';
import { createSession } from '../src/runtime/node';
import { timeModel } from './timing';

const batch = 64;
const random = (n: number) => Float32Array.from({ length: n }, () => Math.random() - 0.5);
/** Channels in, channels out, side. */
const shapes = [
  [32, 32, 48],
  [48, 48, 24],
  [96, 96, 12],
  [192, 192, 6],
] as const;

interface Form {
  name: string;
  node: Omit<OnnxNode, 'inputs' | 'outputs'>;
  inputs: number[][];
}

function forms(channels: number, out: number, side: number, block: number): Form[] {
  const x = [batch, channels, side, side];
  const padded = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
  const plain = { op: 'Conv', attributes: padded };
  const blocks = channels / block;
  return [
    { name: 'forward, Conv', node: plain, inputs: [x, [out, channels, 3, 3]] },
    { name: 'forward, blocked', node: { ...plain, domain: blockedDomain }, inputs: [x, [out, channels, 3, 3]] },
    {
      name: 'weight gradient, batch and channels swapped',
      node: { op: 'Conv', attributes: { pads: [1, 1, 1, 1] } },
      inputs: [
        [channels, batch, side, side],
        [out, batch, side, side],
      ],
    },
    {
      name: 'weight gradient, channels in the row (plain layout)',
      node: { op: 'Conv', attributes: { pads: [1, channels, 1, channels], dilations: [1, channels] } },
      inputs: [
        [1, batch, side, side * channels],
        [out, batch, side, side],
      ],
    },
    {
      name: 'weight gradient, channels in the row (blocked layout)',
      node: { op: 'Conv', attributes: { pads: [0, 1, block, 0, 1, block], dilations: [1, 1, block] } },
      inputs: [
        [1, batch, blocks, side, side * block],
        [out, batch, 1, side, side],
      ],
    },
  ];
}

async function time({ node, inputs }: Form): Promise<number> {
  const names = inputs.map((_, i) => `in${i}`);
  const model = writeOnnx({
    name: 'form',
    nodes: [{ ...node, inputs: names, outputs: ['y'] }],
    constants: [],
    inputs: inputs.map((dims, i) => ({ name: `in${i}`, type: 'float32', dims })),
    outputs: [{ name: 'y', type: 'float32', dims: inputs[0]?.map((_, i) => `d${i}`) ?? [] }],
    metadata: {},
    opsets: { '': opsetVersion, [blockedDomain]: 1 },
  });
  const feeds = Object.fromEntries(
    inputs.map((dims, i) => [
      `in${i}`,
      { dims, data: Float32Array.from({ length: sizeOf(dims) }, () => Math.random() - 0.5) },
    ]),
  );
  return timeModel(model, feeds);
}

/** Channels, side, stride of `mobilenet`'s depthwise convolutions. */
const depthwiseShapes = [
  [96, 24, 1],
  [144, 24, 2],
  [192, 12, 1],
  [384, 6, 1],
] as const;

function depthwiseForms(channels: number, side: number, stride: number): Form[] {
  const out = Math.ceil(side / stride);
  const moved = { kernel_shape: [3, 3], pads: [1, 1, 1, 1], strides: [stride, stride], group: channels };
  const forward = [
    [batch, channels, side, side],
    [channels, 1, 3, 3],
  ];
  const over = { kernel_shape: [out, out], pads: [1, 1, 1, 1], dilations: [stride, stride] };
  return [
    { name: 'forward, Conv', node: { op: 'Conv', attributes: moved }, inputs: forward },
    { name: 'forward, blocked', node: { op: 'Conv', domain: blockedDomain, attributes: moved }, inputs: forward },
    {
      name: 'weight gradient, grouped, axes swapped beforehand',
      node: { op: 'Conv', attributes: { ...over, group: channels } },
      inputs: [
        [1, channels * batch, side, side],
        [channels, batch, out, out],
      ],
    },
    {
      name: 'weight gradient, batch and channels as channels, blocked',
      node: { op: 'Conv', domain: blockedDomain, attributes: { ...over, group: batch * channels } },
      inputs: [
        [1, batch * channels, side, side],
        [batch * channels, 1, out, out],
      ],
    },
  ];
}

/** Batch, channels, side, window, stride: the first pool of `vggface-altered`, `lightface` and `squeezenet`. */
const pools = [
  [32, 64, 96, 2, 2],
  [64, 64, 44, 5, 2],
  [64, 64, 46, 3, 2],
] as const;

/** Milliseconds of a pool forward and back: as it is kept, and with the places of the maxima scattered. */
async function timePools(block: number) {
  for (const [count, channels, side, size, stride] of pools) {
    const shape = [count, channels, side, side];
    process.stdout.write(
      `max pool ${size} × ${size}, stride ${stride}, of ${shape.join(' × ')}: forward and gradient as kept ` +
        `${(await timeKeptPool(shape, size, stride, block)).toFixed(0)} ms, scattered ${(await timeScatteredPool(shape, size, stride)).toFixed(0)} ms\n`,
    );
  }
}

async function timeKeptPool(shape: number[], size: number, stride: number, block: number): Promise<number> {
  const channels = shape[1] as number;
  const x = input('x', shape);
  // A depthwise 1 × 1 convolution makes a feature map of the input, as inside a network.
  const features = depthwiseConv2d(x, constant(random(channels), [channels, 1, 1, 1]));
  const time = async (pooled: Tensor) => {
    const means = globalAveragePool(pooled);
    const width = sizeOf(means.shape);
    const sum = linear(reshape(means, [1, width]), constant(random(width), [1, width]), constant([0], [1]));
    const [y] = gradients(reshape(sum, []), [x]) as [Tensor];
    return timeModel(writeOnnx(emit({ y }, { block })), { x: { dims: shape, data: random(sizeOf(shape)) } });
  };
  // What the frame around it takes is not the pool's.
  return (await time(maxPool(features, { size, stride }))) - (await time(features));
}

/** MaxPool with indices, then ScatterElements into zeros: one sum for each place. */
async function timeScatteredPool(shape: number[], size: number, stride: number): Promise<number> {
  const [count = 0, channels = 0, side = 0] = shape;
  const out = Math.floor((side - size) / stride) + 1;
  const pooled = [count, channels, out, out];
  const integers = (name: string, ...values: number[]) => ({
    name,
    type: 'int64' as const,
    dims: [values.length],
    data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
  });
  const attributes = { kernel_shape: [size, size], strides: [stride, stride] };
  const model = writeOnnx({
    name: 'scattered',
    nodes: [
      { op: 'MaxPool', inputs: ['x'], outputs: ['y', 'places'], attributes },
      { op: 'Reshape', inputs: ['places', 'all'], outputs: ['flatPlaces'] },
      { op: 'Reshape', inputs: ['g', 'all'], outputs: ['flatGradient'] },
      { op: 'Expand', inputs: ['zero', 'size'], outputs: ['zeros'] },
      {
        op: 'ScatterElements',
        inputs: ['zeros', 'flatPlaces', 'flatGradient'],
        outputs: ['dx'],
        attributes: { axis: 0, reduction: 'add' },
      },
    ],
    constants: [
      integers('all', sizeOf(pooled)),
      integers('size', sizeOf(shape)),
      { name: 'zero', type: 'float32', dims: [1], data: new Uint8Array(4) },
    ],
    inputs: [
      { name: 'x', type: 'float32', dims: shape },
      { name: 'g', type: 'float32', dims: pooled },
    ],
    outputs: [{ name: 'dx', type: 'float32', dims: [sizeOf(shape)] }],
    metadata: {},
    opsets: { '': opsetVersion },
  });
  return timeModel(model, {
    x: { dims: shape, data: random(sizeOf(shape)) },
    g: { dims: pooled, data: random(sizeOf(pooled)) },
  });
}

export async function benchForms() {
  const block = (await convolutionBlock(createSession)) || 16;
  for (const [channels, out, side] of shapes) {
    process.stdout.write(`${channels} → ${out} channels, ${side} × ${side}, batch ${batch}\n`);
    for (const form of forms(channels, out, side, block)) {
      const ms = await time(form);
      const gflops = (2 * batch * channels * out * 9 * side * side) / ms / 1e6;
      process.stdout.write(
        `  ${form.name.padEnd(54)} ${ms.toFixed(2).padStart(7)} ms  ${gflops.toFixed(0).padStart(4)} GFLOPS\n`,
      );
    }
  }
  for (const [channels, side, stride] of depthwiseShapes) {
    process.stdout.write(`depthwise, ${channels} channels, ${side} × ${side}, stride ${stride}, batch ${batch}\n`);
    for (const form of depthwiseForms(channels, side, stride)) {
      const ms = await time(form);
      const gflops = (2 * batch * channels * 9 * Math.ceil(side / stride) ** 2) / ms / 1e6;
      process.stdout.write(
        `  ${form.name.padEnd(58)} ${ms.toFixed(2).padStart(7)} ms  ${gflops.toFixed(0).padStart(4)} GFLOPS\n`,
      );
    }
  }
  await timePools(block);
}
