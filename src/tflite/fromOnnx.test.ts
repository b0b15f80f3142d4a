import { describe, expect, it } from 'vitest';
import { type OnnxModel, type OnnxNode, opsetVersion, writeOnnx } from '../graph';
import { createSession } from '../runtime/node';
import { onnxToTflite, readTflite, tfliteToOnnx, writeTflite } from './index';

const floats = (values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const integers = (values: number[]) => new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
const count = (dims: readonly number[]) => dims.reduce((a, b) => a * b, 1);
/** Different numbers at every place, so that a wrong order shows. */
const counting = (dims: readonly number[]) => floats(Array.from({ length: count(dims) }, (_, i) => Math.sin(i + 1)));

interface Case {
  input: number[];
  output: number[];
  nodes: Omit<OnnxNode, 'outputs'>[];
  constants?: Record<string, number[]>;
  shapes?: Record<string, number[]>;
}

/** A chain of nodes, each of which reads what the one before made (`x` for the first). */
function modelOf({ input, output, nodes, constants = {}, shapes = {} }: Case): OnnxModel {
  return {
    name: 'case',
    nodes: nodes.map((node, i) => ({
      ...node,
      inputs: [i === 0 ? 'x' : `v${i}`, ...node.inputs],
      outputs: [i === nodes.length - 1 ? 'y' : `v${i + 1}`],
    })),
    constants: [
      ...Object.entries(constants).map(([name, dims]) => ({
        name,
        type: 'float32' as const,
        dims,
        data: counting(dims),
      })),
      ...Object.entries(shapes).map(([name, values]) => ({
        name,
        type: 'int64' as const,
        dims: [values.length],
        data: integers(values),
      })),
    ],
    inputs: [{ name: 'x', type: 'float32', dims: input }],
    outputs: [{ name: 'y', type: 'float32', dims: output }],
    metadata: {},
    opsets: { '': opsetVersion },
  };
}

const conv = (kernel: number, stride: number, pads: number[], more = {}) => ({
  op: 'Conv',
  inputs: ['w', 'b'],
  attributes: { kernel_shape: [kernel, kernel], strides: [stride, stride], pads, ...more },
});

const cases: Record<string, Case> = {
  'a convolution whose padding is SAME': {
    input: [1, 2, 5, 5],
    output: [1, 3, 5, 5],
    nodes: [conv(3, 1, [1, 1, 1, 1])],
    constants: { w: [3, 2, 3, 3], b: [3] },
  },
  'one whose padding is not, on an even size with a stride': {
    input: [1, 2, 6, 6],
    output: [1, 3, 3, 3],
    nodes: [conv(3, 2, [1, 1, 1, 1]), { op: 'Relu', inputs: [] }],
    constants: { w: [3, 2, 3, 3], b: [3] },
  },
  'one for each channel, with two results each': {
    input: [1, 3, 6, 5],
    output: [1, 6, 4, 3],
    nodes: [conv(3, 1, [0, 0, 0, 0], { group: 3 })],
    constants: { w: [6, 1, 3, 3], b: [6] },
  },
  'one with holes': {
    input: [1, 2, 7, 7],
    output: [1, 2, 3, 3],
    nodes: [conv(3, 1, [0, 0, 0, 0], { dilations: [2, 2] })],
    constants: { w: [2, 2, 3, 3], b: [2] },
  },
  'a transposed one': {
    input: [1, 2, 3, 4],
    output: [1, 3, 6, 8],
    nodes: [
      {
        op: 'ConvTranspose',
        inputs: ['w', 'b'],
        attributes: { kernel_shape: [2, 2], strides: [2, 2], pads: [0, 0, 0, 0] },
      },
    ],
    constants: { w: [2, 3, 2, 2], b: [3] },
  },
  pools: {
    input: [1, 2, 9, 9],
    output: [1, 2, 2, 2],
    nodes: [
      { op: 'MaxPool', inputs: [], attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 0, 0] } },
      { op: 'AveragePool', inputs: [], attributes: { kernel_shape: [3, 3], strides: [1, 1], pads: [0, 0, 0, 0] } },
    ],
  },
  'numbers for each channel beside a picture': {
    input: [1, 3, 2, 2],
    output: [1, 3, 2, 2],
    nodes: [
      { op: 'Mul', inputs: ['m'] },
      { op: 'Add', inputs: ['m'] },
      { op: 'PRelu', inputs: ['s'] },
      { op: 'Sigmoid', inputs: [] },
    ],
    constants: { m: [1, 3, 1, 1], s: [3, 1, 1] },
  },
  'rows from a picture, in the order of its channels': {
    input: [1, 3, 2, 2],
    output: [1, 4],
    nodes: [
      { op: 'Flatten', inputs: [] },
      { op: 'Gemm', inputs: ['w', 'b'], attributes: { transB: 1 } },
      { op: 'Softmax', inputs: [], attributes: { axis: -1 } },
    ],
    constants: { w: [4, 12], b: [4] },
  },
  'rows from a picture that was turned before': {
    input: [1, 4, 3, 3],
    output: [1, 18, 2],
    nodes: [
      { op: 'Transpose', inputs: [], attributes: { perm: [0, 2, 3, 1] } },
      { op: 'Reshape', inputs: ['shape'] },
    ],
    shapes: { shape: [1, -1, 2] },
  },
  'a picture that is made larger': {
    input: [1, 2, 3, 3],
    output: [1, 2, 7, 5],
    nodes: [
      {
        op: 'Resize',
        inputs: ['', '', 'sizes'],
        attributes: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
      },
    ],
    shapes: { sizes: [1, 2, 7, 5] },
  },
  'a mean over height and width, and a border of zeros': {
    input: [1, 3, 4, 4],
    output: [1, 3, 1, 1],
    nodes: [
      { op: 'Pad', inputs: ['pads'] },
      { op: 'GlobalAveragePool', inputs: [] },
    ],
    shapes: { pads: [0, 0, 1, 2, 0, 0, 0, 1] },
  },
};

describe('there and back again', () => {
  it.each(Object.entries(cases))('%s', async (_, given) => {
    const model = modelOf(given);
    const file = writeTflite({ graph: onnxToTflite(model), description: 'case' });
    const back = writeOnnx(tfliteToOnnx(readTflite(file), 'case'));
    const data = Float32Array.from({ length: count(given.input) }, (_, i) => Math.cos(i * 1.7));
    const outputs = [];
    for (const bytes of [writeOnnx(model), back]) {
      const session = await createSession(bytes, { threads: 1 });
      const results = await session.run({ [session.inputs[0] as string]: { dims: given.input, data } });
      outputs.push(Object.values(results)[0]);
      await session.close();
    }
    const [expected, actual] = outputs;
    expect(actual?.dims).toEqual(given.output);
    expect(actual?.data.length).toBe(expected?.data.length);
    expected?.data.forEach((value, i) => {
      expect(actual?.data[i]).toBeCloseTo(value, 5);
    });
  });

  it('SAME where it is, an explicit PAD where it is not, activations fused', () => {
    const [same, not] = Object.values(cases) as [Case, Case];
    expect(onnxToTflite(modelOf(same)).operators).toMatchObject([
      { kind: { name: 'CONV_2D' }, options: { padding: 'same' } },
    ]);
    const graph = onnxToTflite(modelOf(not));
    expect(graph.operators).toMatchObject([
      { kind: { name: 'PAD' } },
      { kind: { name: 'CONV_2D' }, options: { padding: 'valid', stride: [2, 2], activation: 'relu' } },
    ]);
    // TensorFlow keeps [out, height, width, in]; ONNX's weight has its second number at [0, 0, 0, 1].
    const weight = graph.tensors[graph.operators[1]?.inputs[1] as number];
    expect(weight?.shape).toEqual([3, 3, 3, 2]);
    expect(weight?.values?.[2]).toBeCloseTo(Math.sin(2), 6);
  });

  it('an operator without a counterpart: its name, its place, and those that have one', () => {
    const model = modelOf({
      input: [1, 4],
      output: [1, 4],
      nodes: [
        { op: 'Relu', inputs: [] },
        { op: 'Erf', inputs: [] },
      ],
    });
    expect(() => onnxToTflite(model)).toThrow(
      /^operator Erf \(1, which makes y\) has no counterpart .*Conv, .*Softmax/,
    );
  });
});
