import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasShared, shared } from '../../tools/camera';
import { fakeFer } from '../../tools/fakeFer';
import { saturatingConvolution } from '../../tools/saturating';
import { temporaryFolder } from '../../tools/temporary';
import { faceAt, readFer2013 } from '../data';
import { exportModel, models } from '../model';
import { loadAnyModel } from '../model/node';
import { createSession } from '../runtime/node';
import { readTflite } from '../tflite';
import {
  floatsOf,
  type OnnxModel,
  productSums,
  productSumsOf,
  readOnnx,
  sizeOf,
  type WholeConvolution,
  weightScale,
  wholeConvolutions,
  writeOnnx,
} from './index';

const most = { int16: 32_767, int32: 2 ** 31 - 1 };
const shipped = models.filter(({ kind }) => kind === 'expression').map(({ name }) => name);

describe('the scale of 8-bit weights', () => {
  const weights = fc
    .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
    .map((list) => Float32Array.from(list));

  it('lets no two products of 255 leave 16 bits, nor all of them 32', () => {
    fc.assert(
      fc.property(
        weights,
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 10, noNaN: true }),
        (list, bias, step) => {
          const scale = weightScale(list, bias, step);
          const whole = list.map((w) => Math.round(w / scale));
          expect(Math.max(...whole.map(Math.abs))).toBeLessThanOrEqual(127);
          const sums = productSums([{ weights: Int8Array.from(whole), bias: Math.round(bias / (scale * step)) }]);
          expect(sums.pair).toBeLessThanOrEqual(most.int16);
          expect(sums.all).toBeLessThanOrEqual(most.int32);
        },
      ),
    );
  });

  it('keeps 7 bits where many weights are large, and 8 where one is', () => {
    expect(Math.round(1 / weightScale(Float32Array.of(1, 1, -1), 0, 1))).toBe(64);
    expect(Math.round(1 / weightScale(Float32Array.of(1, -1, 0), 0, 1))).toBe(127);
  });

  it('lets the bias of an output without weights fit into 32 bits', () => {
    expect(Math.abs(3 / (weightScale(Float32Array.of(1e-30, 0), 3, 0.01) * 0.01))).toBeLessThanOrEqual(2 ** 30 + 1);
    expect(weightScale(new Float32Array(4), 0, 1)).toBe(1);
  });
});

describe.each(shipped)('%s in 8 bits', (name) => {
  const exported = async (format: 'onnx' | 'tflite') =>
    exportModel(await loadAnyModel(name), { format, precision: 'int8' });

  it('has no layer whose sums leave 16 or 32 bits, in ONNX and in TensorFlow Lite', async () => {
    const ofOnnx = [...productSumsOf(readOnnx(await exported('onnx'))).values()];
    const graph = readTflite(await exported('tflite'));
    const ofTflite = graph.operators.flatMap(({ name: operator, inputs: [, weight = -1, bias = -1] }) => {
      const tensor = graph.tensors[weight];
      if (!operator.includes('CONV') && operator !== 'FULLY_CONNECTED') return [];
      if (tensor?.type !== 'int8' || !tensor.values) return [];
      const { values, shape } = tensor;
      const count = operator === 'DEPTHWISE_CONV_2D' ? (shape[3] as number) : (shape[0] as number);
      const step = operator === 'DEPTHWISE_CONV_2D' ? count : 1;
      const size = values.length / count;
      const outputs = Array.from({ length: count }, (_, o) => ({
        weights: Int8Array.from({ length: size }, (_, i) => values[step === 1 ? o * size + i : i * step + o] as number),
        bias: graph.tensors[bias]?.values?.[o] ?? 0,
      }));
      return [productSums(outputs)];
    });
    for (const layers of [ofOnnx, ofTflite]) {
      expect(layers.length).toBeGreaterThan(5);
      for (const { pair, all } of layers) {
        expect(pair).toBeGreaterThan(0.9 * most.int16);
        expect(pair).toBeLessThanOrEqual(most.int16);
        expect(all).toBeLessThanOrEqual(most.int32);
      }
    }
  });

  it('computes the same on a processor that adds up products in 16 bits, and as ONNX Runtime does here', async () => {
    const model = readOnnx(await exported('onnx'));
    const data = hasShared ? join(shared, 'data', 'fer2013.csv.gz') : (await fakeFer(temporaryFolder(), 7)).data;
    const face = Float32Array.from(faceAt((await readFer2013(data)).PublicTest, 3));
    const layers = wholeConvolutions(model);
    const { numbers, grids } = await whatFlows(model, face);
    let formerlyCutOff = 0;
    for (const layer of layers) {
      const node = model.nodes.find(({ op, outputs }) => op === 'Conv' && outputs[0] === layer.output);
      const [x = ''] = node?.inputs ?? [];
      const input = numbers.get(x) as { dims: readonly number[]; data: Uint8Array };
      const [, channels = 0, height = 0, width = 0] = input.dims;
      const grid = grids.get(x) as Grid;
      const picture = { data: input.data, dims: [channels, height, width] as const, zeroPoint: grid.zeroPoint };
      const attributes = node?.attributes ?? {};
      const form = {
        stride: (attributes['strides'] as number[] | undefined)?.[0] ?? 1,
        pad: (attributes['pads'] as number[] | undefined)?.[0] ?? 0,
      };
      const { exact, saturating, cutOff } = saturatingConvolution(picture, layer, form);
      expect(cutOff, layer.output).toBe(0);
      expect(saturating).toEqual(exact);
      expectRounded(exact, layer, { model, from: grid, numbers, grids });
      if (formerlyCutOff === 0) formerlyCutOff = saturatingConvolution(picture, stretched(layer), form).cutOff;
    }
    // With weights up to 127 throughout, which is how 8 bits are usually filled, sums are cut off.
    expect(formerlyCutOff).toBeGreaterThan(0);
  });
});

interface Grid {
  scale: number;
  zeroPoint: number;
}
type Numbers = ReadonlyMap<string, { dims: readonly number[]; data: Uint8Array }>;

/** The whole numbers that ONNX Runtime has of each 8-bit value while it reads the face, and their grids. */
async function whatFlows(
  model: OnnxModel,
  face: Float32Array,
): Promise<{ numbers: Numbers; grids: Map<string, Grid> }> {
  const known = new Map(model.constants.map((c) => [c.name, c]));
  const rounded = model.nodes.filter(({ op, inputs }) => op === 'DequantizeLinear' && !known.has(inputs[0] as string));
  const watched = rounded.map(({ inputs }) => ({
    name: inputs[0] as string,
    type: 'uint8' as const,
    dims: [1, 'c', 'h', 'w'],
  }));
  const session = await createSession(writeOnnx({ ...model, outputs: [...model.outputs, ...watched] }));
  const results = await session.run({ pixels: { dims: [1, 1, 48, 48], data: face } });
  await session.close();
  const numbers = new Map<string, { dims: readonly number[]; data: Uint8Array }>();
  const grids = new Map<string, Grid>();
  for (const {
    inputs: [whole = '', scale = '', zero = ''],
    outputs: [name = ''],
  } of rounded) {
    const { dims, data } = results[whole] as unknown as { dims: number[]; data: Uint8Array };
    numbers.set(name, { dims, data });
    const [step = 1] = floatsOf(known.get(scale) as OnnxModel['constants'][number]);
    grids.set(name, { scale: step, zeroPoint: known.get(zero)?.data[0] as number });
  }
  return { numbers, grids };
}

/** The sums, brought to the grid of what the layer makes, are what ONNX Runtime made of them. */
function expectRounded(
  sums: Int32Array,
  { output, dims: [outputs = 1] }: WholeConvolution,
  { model, from, numbers, grids }: { model: OnnxModel; from: Grid; numbers: Numbers; grids: Map<string, Grid> },
) {
  const makers = new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const conv = makers.get(output);
  const scales = floatsOf(
    model.constants.find(
      ({ name }) => name === makers.get(conv?.inputs[1] ?? '')?.inputs[1],
    ) as OnnxModel['constants'][number],
  );
  const whole = model.nodes.find(({ op, inputs }) => op === 'QuantizeLinear' && inputs[0] === output)?.outputs[0];
  const made = model.nodes.find(({ op, inputs }) => op === 'DequantizeLinear' && inputs[0] === whole)?.outputs[0] ?? '';
  const actual = numbers.get(made)?.data as Uint8Array;
  const to = grids.get(made) as Grid;
  expect(actual.length).toBe(sums.length);
  let farthest = 0;
  actual.forEach((value, i) => {
    const scale = scales[Math.floor(i / (sums.length / outputs))] as number;
    const real = (sums[i] as number) * from.scale * scale;
    const expected = Math.min(255, Math.max(0, Math.round(real / to.scale) + to.zeroPoint));
    farthest = Math.max(farthest, Math.abs(value - expected));
  });
  // Halves may be rounded the other way.
  expect(farthest).toBeLessThanOrEqual(1);
}

/** The same layer with every output's largest weight at 127. */
function stretched(layer: WholeConvolution): WholeConvolution {
  const size = sizeOf(layer.dims.slice(1));
  const weights = Int8Array.from(layer.weights);
  for (let start = 0; start < weights.length; start += size) {
    const output = weights.subarray(start, start + size);
    const largest = output.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    output.forEach((w, i) => {
      output[i] = Math.round((w * 127) / largest);
    });
  }
  return { ...layer, weights };
}
