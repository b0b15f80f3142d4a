import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSession } from '../runtime/node';
import {
  buildForInference,
  buildForTraining,
  emit,
  fitPixels,
  initialWeights,
  input,
  type Network,
  network,
  OnnxError,
  type OnnxModel,
  quantizeOnnx,
  readOnnx,
  relu,
  seededRandom,
  simplify,
  softmax,
  toOpset17,
  withHalfConstants,
  writeOnnx,
} from './index';
import { ModelProto } from './onnx';
import { globalAveragePool } from './pool';
import { standardise } from './standardise';

/** Has means, a resize and a convolution with a stride, as the networks that ship. */
const net: Network = network('small', { input: [1, 12, 12] }, ({ conv, dense }, pixels) => {
  const h = relu(conv(standardise(pixels), 16));
  return { labels: dense(globalAveragePool(relu(conv(h, 24, { stride: 2 }))), 3) };
});
const weights = initialWeights(buildForTraining(net, input('pixels', [1, 1, 12, 12])), 3);
const pixels = input('pixels', [1, 1, 8, 8]);
const model = emit(
  { labels: softmax(buildForInference(net, fitPixels(pixels, net.input), weights)['labels']!) },
  { freeBatch: true, halfWeights: true, metadata: { kind: 'test' } },
);
const random = seededRandom(4);
const feeds = {
  pixels: { dims: [3, 1, 8, 8], data: Float32Array.from({ length: 192 }, () => 255 * random.uniform()) },
};

async function outputOf(bytes: Uint8Array): Promise<number[]> {
  const session = await createSession(bytes);
  const { labels } = await session.run(feeds);
  await session.close();
  return [...(labels?.data ?? [])];
}

const closeTo = (actual: number[], expected: number[], within: number) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(Math.abs(value - (expected[i] as number))).toBeLessThan(within);
};

describe('a model that was read', () => {
  it('is the one that was written', async () => {
    const bytes = writeOnnx(model);
    const again = readOnnx(bytes);
    expect(again.metadata).toEqual({ kind: 'test' });
    expect(again.inputs).toEqual([{ name: 'pixels', type: 'float32', dims: ['batch', 1, 8, 8] }]);
    expect(writeOnnx(again)).toEqual(bytes);
  });

  it('is the same when what computes nothing is left out, in 16 bits, and for opset 17', async () => {
    const expected = await outputOf(writeOnnx(model));
    const plain = simplify(readOnnx(writeOnnx(model)));
    expect(plain.nodes.length).toBeLessThan(model.nodes.length);
    expect(plain.nodes.some(({ op }) => op === 'Cast' || op === 'Identity')).toBe(false);
    closeTo(await outputOf(writeOnnx(plain)), expected, 1e-6);
    const half = writeOnnx(withHalfConstants(plain));
    expect(half.length).toBeLessThan(writeOnnx(plain).length);
    closeTo(await outputOf(half), expected, 1e-6);
    const older = toOpset17(plain);
    expect(older.opsets['']).toBe(17);
    // Axes as an input came with opset 18.
    for (const { op, inputs } of older.nodes) if (op === 'ReduceMean') expect(inputs.length).toBe(1);
    closeTo(await outputOf(writeOnnx(older)), expected, 1e-6);
  });

  it('may have constants in nodes and numbers in lists, as other writers have them', async () => {
    const file = ModelProto.encode({
      ir_version: 8,
      opset_import: [{ domain: '', version: 17 }],
      graph: {
        name: 'by hand',
        node: [
          {
            op_type: 'Constant',
            output: ['two'],
            attribute: [{ name: 'value', type: 4, t: { data_type: 1, dims: [1], float_data: [2] } }],
          },
          { op_type: 'Mul', input: ['pixels', 'two'], output: ['labels'] },
        ],
        input: [{ name: 'pixels', type: { tensor_type: { elem_type: 1, shape: { dim: [{ dim_value: 1 }] } } } }],
        output: [{ name: 'labels', type: { tensor_type: { elem_type: 1, shape: { dim: [{ dim_value: 1 }] } } } }],
      },
    });
    const session = await createSession(writeOnnx(readOnnx(file)));
    const { labels } = await session.run({ pixels: { dims: [1], data: Float32Array.of(21) } });
    await session.close();
    expect(labels?.data[0]).toBe(42);
  });

  it('rejects files that are not ONNX models, or are damaged', () => {
    const file = readFileSync(join(import.meta.dirname, 'readOnnx.test.ts'));
    expect(() => readOnnx(file)).toThrow(OnnxError);
    expect(() => readOnnx(writeOnnx({ ...model, nodes: [] }))).toThrow('it has no graph');
    const [constant, ...others] = model.constants as [OnnxModel['constants'][number]];
    const short = { ...model, constants: [{ ...constant, data: constant.data.subarray(1) }, ...others] };
    expect(() => readOnnx(writeOnnx(short))).toThrow(
      /damaged: constant .* must have \d+ bytes for \[.*\] of float32 \(got \d+\)/,
    );
  });
});

describe('8 bits', () => {
  it('give nearly the same, with whole numbers in the file', async () => {
    const plain = simplify(model);
    const values = [...plain.inputs.map(({ name }) => name), ...plain.nodes.flatMap(({ outputs }) => outputs)];
    // Wide ranges: what is tested is that the pieces fit together.
    const small = quantizeOnnx(plain, new Map(values.map((name) => [name, [-4, 8] as const])));
    expect(small.constants.filter(({ type }) => type === 'int8').length).toBeGreaterThan(2);
    expect(small.nodes.some(({ op }) => op === 'Relu')).toBe(false);
    closeTo(await outputOf(writeOnnx(small)), await outputOf(writeOnnx(plain)), 0.05);
    expect(() => quantizeOnnx(plain, new Map())).toThrow(/was not seen while the calibration faces were read/);
  });
});
