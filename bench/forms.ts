/**
 * The forms a convolution and its weight gradient can take in ONNX Runtime, one kernel each, on the shapes of
 * `compact`: why `graph/conv.ts` is written as it is.
 */
import { blockedDomain, type OnnxNode, opsetVersion, sizeOf, writeOnnx } from '../src/graph';
import { convolutionBlock } from '../src/runtime';
import { createSession } from '../src/runtime/node';
import { timeModel } from './timing';

const batch = 64;
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
}
