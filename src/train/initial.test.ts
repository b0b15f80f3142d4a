import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import { expect, it } from 'vitest';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import { readFer2013 } from '../data/node';
import { buildForInference, emit, flatten, input, network, relu, seededRandom, writeOnnx } from '../graph';
import { loadModel, writeSafetensors } from '../model/node';
import { findNetwork } from '../nets';
import { createSession } from '../runtime/node';
import { readInitialMap, readInitialWeights } from './index';

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
  expect(misfits).toEqual(['fc/weight must have shape [7, 8] (got [3, 8])', 'fc/bias must have shape [7] (got [3])']);
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

it("brings PyTorch's dense layers on flattened maps into our order, and matches other names by a map", async () => {
  const flat = network('flat', { input: [1, 3, 3] }, ({ conv, dense, dropout }, pixels) => ({
    fer2013: dense(dropout(relu(flatten(conv(pixels, 2, { name: 'c', bias: true }))), 0.5), 7, { name: 'd' }),
  }));
  const shapes: Record<string, number[]> = {
    'body.0.weight': [2, 1, 3, 3],
    'body.0.bias': [2],
    'head.weight': [7, 18],
    'head.bias': [7],
    'old.weight': [1],
  };
  const random = seededRandom(4);
  const tensors = new Map(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()) },
    ]),
  );
  const file = join(folder, 'torch.safetensors');
  await writeSafetensors(file, { metadata: {}, tensors });
  const mapFile = join(folder, 'map.json');
  await writeFile(mapFile, '{"c": "body.0", "d": "head"}');
  const map = await readInitialMap(mapFile);
  const { weights, matched, unused } = await readInitialWeights(flat, file, { map });
  expect([matched, unused]).toEqual([['c', 'd'], ['old']]);
  // What PyTorch computes: flatten is channel by channel there.
  const face = Float32Array.from({ length: 9 }, () => random.normal());
  const of = (name: string) => tensors.get(name)?.data as Float32Array;
  const maps = [0, 1].flatMap((channel) =>
    Array.from({ length: 9 }, (_, at) => {
      const [y, x] = [Math.floor(at / 3), at % 3];
      let sum = of('body.0.bias')[channel] as number;
      for (let i = 0; i < 9; i++) {
        const [row, column] = [y + Math.floor(i / 3) - 1, x + (i % 3) - 1];
        if (row < 0 || column < 0 || row > 2 || column > 2) continue;
        sum += (of('body.0.weight')[channel * 9 + i] as number) * (face[row * 3 + column] as number);
      }
      return Math.max(0, sum);
    }),
  );
  const { fer2013 } = buildForInference(flat, input('pixels', [1, 1, 3, 3]), weights);
  const session = await createSession(writeOnnx(emit({ y: fer2013 as NonNullable<typeof fer2013> })));
  const { y } = await session.run({ pixels: { dims: [1, 1, 3, 3], data: face } });
  for (let unit = 0; unit < 7; unit++) {
    const expected = maps.reduce(
      (sum, value, i) => sum + value * (of('head.weight')[unit * 18 + i] as number),
      of('head.bias')[unit] as number,
    );
    expect(y?.data[unit]).toBeCloseTo(expected, 4);
  }
  await session.close();
  await expect(readInitialWeights(flat, file)).rejects.toThrow('other names can be matched with --init-map');
  await expect(readInitialWeights(flat, file, { map: { c: 'body.7' } })).rejects.toThrow(
    '--init-map: no layer "body.7" in torch.safetensors; it has body.0, head, old',
  );
});

it("reads Keras 3's .weights.h5, whose layers are counted by kind", async () => {
  const path = await kerasFile('model.weights.h5', {
    'layers/conv2d/vars/0': { shape: [1, 1, 1, 2], data: floats(5, 6) },
    'layers/conv2d/vars/1': { shape: [2], data: floats(1, 2) },
    'layers/depthwise_conv2d/vars/0': { shape: [3, 3, 2, 1], data: counting(18) },
    'layers/batch_normalization/vars/0': { shape: [2], data: floats(1, 2) },
    'layers/batch_normalization/vars/1': { shape: [2], data: floats(3, 4) },
    'layers/batch_normalization/vars/2': { shape: [2], data: floats(5, 6) },
    'layers/batch_normalization/vars/3': { shape: [2], data: floats(7, 8) },
    'layers/dense/vars/0': { shape: [8, 7], data: counting(56) },
    'layers/dense/vars/1': { shape: [7], data: counting(7) },
    'optimizer/vars/0': { shape: [1], data: floats(9) },
  });
  const { weights, matched, missing } = await readInitialWeights(net, path);
  expect([matched, missing]).toEqual([['conv1_1', 'dw', 'bn', 'fc'], []]);
  expect([...(weights.get('bn/variance') ?? [])]).toEqual([7, 8]);
  expect([...(weights.get('dw/weight') ?? [])].slice(0, 3)).toEqual([0, 2, 4]);
  // [in, out] there: the first unit has every seventh.
  expect([...(weights.get('fc/weight') ?? [])].slice(0, 8)).toEqual([0, 7, 14, 21, 28, 35, 42, 49]);
});

it('a network that ships starts as the function that it is, with normalisations that have statistics', async () => {
  const { data } = await fakeFer(folder, 70);
  const { Training } = await readFer2013(data);
  const tiny = findNetwork('tiny');
  const { weights, matched } = await readInitialWeights(tiny, 'tiny', { faces: Training, createSession });
  expect(matched).toContain('norm1');
  expect(new Set(weights.get('norm2/variance')).size).toBeGreaterThan(10);
  const pixels = { dims: [4, 1, 48, 48], data: Float32Array.from(Training.pixels.subarray(0, 4 * 48 * 48)) };
  const { fer2013 } = buildForInference(tiny, input('pixels', [4, 1, 48, 48]), weights);
  const [ours, shipped] = [
    await createSession(writeOnnx(emit({ logits: fer2013 as NonNullable<typeof fer2013> }))),
    await createSession(await loadModel('tiny', 'expression')),
  ];
  const logits = (await ours.run({ pixels }))['logits']?.data as Float32Array;
  const expected = (await shipped.run({ pixels }))['fer2013']?.data as Float32Array;
  for (let face = 0; face < 4; face++) {
    const odds = [...logits.subarray(face * 7, face * 7 + 7)].map(Math.exp);
    const sum = odds.reduce((a, b) => a + b);
    for (let c = 0; c < 7; c++) expect((odds[c] as number) / sum).toBeCloseTo(expected[face * 7 + c] as number, 4);
  }
  await Promise.all([ours.close(), shipped.close()]);
  await expect(readInitialWeights(tiny, 'tiny', { map: { conv1: 'features.0' } })).rejects.toThrow(
    '--init-map: tiny is the network tiny itself, whose layers have their own names; leave the map out',
  );
  await expect(readInitialWeights(findNetwork('lightface'), 'tiny')).rejects.toThrow(
    'tiny: is the network tiny, not lightface',
  );
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
  for (const [name, told] of [
    ['whole.keras', "files are read; in Keras model.save_weights('my.weights.h5') writes one"],
    ['state.pth', 'files are read; in PyTorch safetensors.torch.save_file(model.state_dict(), '],
  ] as const) {
    await writeFile(join(folder, name), 'PK');
    await expect(readInitialWeights(net, join(folder, name))).rejects.toThrow(told);
  }
  const list = join(folder, 'list.json');
  await writeFile(list, '["conv1"]');
  await expect(readInitialMap(list)).rejects.toThrow('list.json: must be JSON like {"conv1": "features.0"}');
  await expect(readInitialMap(folder)).rejects.toThrow(`${folder}: cannot be read (it is a folder)`);
  const cut = join(folder, 'cut.safetensors');
  await writeFile(cut, Buffer.from('ff00000000000000', 'hex'));
  await expect(readInitialWeights(net, cut)).rejects.toThrow('cut.safetensors: the header is cut off');
});
