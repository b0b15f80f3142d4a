import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../tools/temporary';
import { flatten, network, writeOnnx } from '../graph';
import { writeSafetensors } from '../model/node';
import { readInitialWeights } from './index';

const folder = temporaryFolder();

const net = network('small', { input: [1, 2, 2] }, ({ conv, depthwise, norm, dense }, pixels) => {
  const h = norm(depthwise(conv(pixels, 2, { kernel: 1, bias: true, name: 'conv1_1' }), { name: 'dw' }), {
    name: 'bn',
  });
  return { fer2013: dense(flatten(h), 7, { name: 'fc' }) };
});

const floats = (...values: number[]) => Float32Array.from(values);
const counting = (n: number, from = 0) => Float32Array.from({ length: n }, (_, i) => from + i);

/** A file as Keras writes it: a folder a layer, arrays with channels last. */
async function kerasFile(name: string, arrays: Record<string, { shape: number[]; data: Float32Array }>) {
  await h5wasm.ready;
  const path = join(folder, name);
  const file = new h5wasm.File(path, 'w');
  for (const [key, { shape, data }] of Object.entries(arrays)) {
    const parts = key.split('/');
    const dataset = parts.pop() as string;
    let group: InstanceType<typeof h5wasm.Group> = file;
    for (const part of parts) {
      if (!group.keys().includes(part)) group.create_group(part);
      group = group.get(part) as typeof group;
    }
    group.create_dataset({ name: dataset, data, shape });
  }
  file.close();
  return path;
}

it('reads Keras weights of old and new naming, in our order of axes', async () => {
  const path = await kerasFile('model.h5', {
    'model_weights/conv1_1/conv1_1_W_1:0': { shape: [1, 1, 1, 2], data: floats(5, 6) },
    'model_weights/conv1_1/conv1_1_b_1:0': { shape: [2], data: floats(1, 2) },
    // [height, width, channels, 1]: channel c of row y, column x is 10·(3y + x) + c
    'model_weights/dw/dw/depthwise_kernel:0': {
      shape: [3, 3, 2, 1],
      data: Float32Array.from({ length: 18 }, (_, i) => 10 * Math.floor(i / 2) + (i % 2)),
    },
    'model_weights/bn/bn/gamma:0': { shape: [2], data: floats(1, 1) },
    'model_weights/bn/bn/beta:0': { shape: [2], data: floats(0, 3) },
    'model_weights/bn/bn/moving_mean:0': { shape: [2], data: floats(7, 8) },
    'model_weights/bn/bn/moving_variance:0': { shape: [2], data: floats(9, 4) },
    'model_weights/fc/fc/kernel:0': { shape: [8, 3], data: counting(24) },
    'model_weights/fc/fc/bias:0': { shape: [3], data: counting(3) },
  });
  const { weights, matched, missing, misfits } = await readInitialWeights(net, path);
  expect([matched, missing]).toEqual([['conv1_1', 'dw', 'bn'], []]);
  expect(misfits).toEqual(['fc/weight is [3, 8] where [7, 8] is needed', 'fc/bias is [3] where [7] is needed']);
  expect([...(weights.get('conv1_1/weight') ?? [])]).toEqual([5, 6]);
  expect([...(weights.get('dw/weight') ?? [])]).toEqual([
    0, 10, 20, 30, 40, 50, 60, 70, 80, 1, 11, 21, 31, 41, 51, 61, 71, 81,
  ]);
  expect([...(weights.get('bn/variance') ?? [])]).toEqual([9, 4]);
});

it("reads PyTorch's names from safetensors and ONNX", async () => {
  const shapes: Record<string, number[]> = {
    'conv1_1.weight': [2, 1, 1, 1],
    'conv1_1.bias': [2],
    'bn.weight': [2],
    'bn.bias': [2],
    'bn.running_mean': [2],
    'bn.running_var': [2],
  };
  const tensors = new Map(
    Object.entries(shapes).map(([name, shape], i) => [
      name,
      {
        shape,
        data: counting(
          shape.reduce((a, b) => a * b),
          10 * i,
        ),
      },
    ]),
  );
  const safetensors = join(folder, 'model.safetensors');
  await writeSafetensors(safetensors, { metadata: {}, tensors });
  const onnx = join(folder, 'model.onnx');
  await writeFile(
    onnx,
    writeOnnx({
      name: 'm',
      nodes: [],
      constants: [...tensors].map(([name, { shape, data }]) => ({
        name,
        type: 'float32',
        dims: shape,
        data: new Uint8Array(data.buffer),
      })),
      inputs: [],
      outputs: [],
      metadata: {},
      opsets: { '': 21 },
    }),
  );
  for (const file of [safetensors, onnx]) {
    const { weights, matched, missing } = await readInitialWeights(net, file);
    expect([matched, missing]).toEqual([
      ['conv1_1', 'bn'],
      ['dw', 'fc'],
    ]);
    expect(Object.fromEntries([...weights].map(([name, data]) => [name, [...data]]))).toEqual({
      'conv1_1/weight': [0, 1],
      'conv1_1/bias': [10, 11],
      'bn/gamma': [20, 21],
      'bn/beta': [30, 31],
      'bn/mean': [40, 41],
      'bn/variance': [50, 51],
    });
  }
});

it('says what is wrong', async () => {
  const other = join(folder, 'other.safetensors');
  await writeSafetensors(other, {
    metadata: {},
    tensors: new Map([['layer4.conv.weight', { shape: [1], data: floats(1) }]]),
  });
  await expect(readInitialWeights(net, other)).rejects.toThrow(
    'other.safetensors: no layer of small is in it; it has layer4.conv …, small has conv1_1, dw, bn, fc …',
  );
  await expect(readInitialWeights(net, join(folder, 'none.h5'))).rejects.toThrow('none.h5: there is no such file');
  const text = join(folder, 'text.h5');
  await writeFile(text, 'no weights');
  await expect(readInitialWeights(net, text)).rejects.toThrow(
    'no weights; HDF5 (.h5), .safetensors and .onnx files are read',
  );
  const cut = join(folder, 'cut.safetensors');
  await writeFile(cut, Buffer.from('ff00000000000000', 'hex'));
  await expect(readInitialWeights(net, cut)).rejects.toThrow('cut.safetensors: the header is cut off');
});
