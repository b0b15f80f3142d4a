import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { otherNetwork } from '../../tools/otherNetworks';
import { temporaryFolder } from '../../tools/temporary';
import { emotions } from '../emotion';
import { decodeModel, ModelProto } from '../graph';
import { createSession } from '../runtime/node';
import { adoptNetwork, createClassifier, type NetworkDescription, type NetworkFault, runOnFaces } from './index';
import { loadAnyModel, loadModel } from './node';

const softmax = (logits: readonly number[]) => {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
};

/** A picture of one colour, [channels, side, side]. */
const plain = (side: number, ...colour: number[]) =>
  Float32Array.from(colour.flatMap((value) => Array<number>(side * side).fill(value)));

async function read(file: Uint8Array, description: NetworkDescription, faces: Float32Array[]) {
  const session = await createSession(adoptNetwork(file, description, 'other.onnx'));
  try {
    return await runOnFaces(session, faces);
  } finally {
    await session.close();
  }
}

function expectClose(actual: ArrayLike<number> | undefined, expected: readonly number[]) {
  expect(actual?.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(actual?.[i]).toBeCloseTo(value, 4);
}

/** Of seven: from named probabilities. */
const seven = (named: Partial<Record<(typeof emotions)[number], number>>) => emotions.map((e) => named[e] ?? 0);

const ferplusLabels = ['neutral', 'happiness', 'surprise', 'sadness', 'anger', 'disgust', 'fear', 'contempt'];
const hsemotionLabels = ['Anger', 'Contempt', 'Disgust', 'Fear', 'Happiness', 'Neutral', 'Sadness', 'Surprise'];
const imagenet = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

describe('networks of other makers', () => {
  it('FER+ of the ONNX zoo: grey 64 × 64 from 0 to 255, one face at a time, eight logits, opset 8', async () => {
    const weights = [1, 2, 3, 4, 5, 6, 7, 8].map((w) => [w / 255]);
    const { file } = otherNetwork({
      input: [1, 1, 64, 64],
      weights,
      opset: 8,
      ir: 3,
      constantsAsInputs: true,
      names: { input: 'Input3', output: 'Plus692_Output_0' },
    });
    const results = await read(file, { labels: ferplusLabels, input: { range: [0, 255] } }, [
      plain(64, 255),
      plain(64, 0),
      plain(64, 51),
    ]);
    const [neutral, happy, surprise, sad, angry, disgust, fear, contempt] = softmax([1, 2, 3, 4, 5, 6, 7, 8]) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    // Contempt counts as neutral in the reading, as with our own networks; the eight stay apart beside it.
    expectClose(
      results['emotions']?.data.subarray(0, 7),
      seven({ neutral: neutral + contempt, happy, surprise, sad, angry, disgust, fear }),
    );
    expectClose(results['ferplus']?.data.subarray(0, 8), softmax([1, 2, 3, 4, 5, 6, 7, 8]));
    expectClose(
      results['fer2013']?.data.subarray(0, 7),
      seven({ neutral, happy, surprise, sad, angry, disgust, fear }).map((p) => p / (1 - contempt)),
    );
    expectClose(results['ferplus']?.data.subarray(8, 16), softmax(Array(8).fill(0)));
    expectClose(results['ferplus']?.data.subarray(16), softmax([1, 2, 3, 4, 5, 6, 7, 8].map((w) => w / 5)));
  });

  it("HSEmotion's: colour 224 × 224 with ImageNet's mean and deviation, eight classes in alphabetical order", async () => {
    const weights = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 1, 0],
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 1],
      [0, 0, 0],
    ];
    const { file } = otherNetwork({ input: ['batch_size', 3, 224, 224], weights });
    const colour = [200, 100, 50] as const;
    const results = await read(file, { labels: hsemotionLabels, input: imagenet }, [plain(224, ...colour)]);
    const [r, g, b] = colour.map((c, i) => (c / 255 - (imagenet.mean[i] as number)) / (imagenet.std[i] as number)) as [
      number,
      number,
      number,
    ];
    const [angry, contempt, disgust, fear, happy, neutral, sad, surprise] = softmax([
      r,
      g,
      b,
      r + g,
      g + b,
      r + b,
      r + g + b,
      0,
    ]) as [number, number, number, number, number, number, number, number];
    expectClose(
      results['emotions']?.data,
      seven({ angry, disgust, fear, happy, sad, surprise, neutral: neutral + contempt }),
    );
  });

  it("Keras's: channels last, a softmax at its end, labels in another order and language", async () => {
    const { file } = otherNetwork({ input: ['unk__10', 48, 48, 1], weights: [[1], [2], [3]], softmax: true });
    const labels = ['Freude=happy', 'Wut=anger', 'Trauer=sadness'];
    const results = await read(file, { labels, input: { range: [-1, 1] } }, [plain(48, 255), plain(48, 0)]);
    const [happy, angry, sad] = softmax([1, 2, 3]) as [number, number, number];
    expectClose(results['emotions']?.data.subarray(0, 7), seven({ happy, angry, sad }));
    const [happier, angrier, sadder] = softmax([-1, -2, -3]) as [number, number, number];
    expectClose(results['emotions']?.data.subarray(7), seven({ happy: happier, angry: angrier, sad: sadder }));
  });

  it('blue before red, and outputs that are no emotion', async () => {
    const { file } = otherNetwork({
      input: ['n', 3, 'h', 'w'],
      weights: [
        [1, 0, 0],
        [5, 5, 5],
        [0, 0, 1],
      ],
    });
    const description = {
      labels: ['happy', '-', 'sad'],
      input: { size: 32, range: [0, 1], order: 'bgr' },
    } satisfies NetworkDescription;
    const results = await read(file, description, [plain(32, 255, 0, 51)]);
    // Its first channel is blue, 0.2, its last red, 1; the middle output takes no part.
    const [happy, sad] = softmax([0.2, 1]) as [number, number];
    expectClose(results['emotions']?.data, seven({ happy, sad }));
  });

  it('whose values and nodes are called like ours', async () => {
    const names = { input: 'emotions', output: 'pixels' };
    const { file } = otherNetwork({ input: [1, 1, 48, 48], weights: [[1], [2]], names });
    const model = decodeModel(file);
    for (const [i, node] of (model.graph?.node ?? []).entries()) node.name = ['emotions', 'fer2013'][i] ?? `node${i}`;
    const results = await read(ModelProto.encode(model), { labels: ['fear', 'neutral'], input: { range: [0, 1] } }, [
      plain(48, 255),
    ]);
    const [fear, neutral] = softmax([1, 2]) as [number, number];
    expectClose(results['emotions']?.data, seven({ fear, neutral }));
  });

  it('in 16 bits', async () => {
    const half = {
      ir_version: 8,
      opset_import: [{ domain: '', version: 13 }],
      graph: {
        name: 'half',
        node: [
          { op_type: 'GlobalAveragePool', input: ['x'], output: ['m'] },
          { op_type: 'Concat', input: ['m', 'm'], output: ['y'], attribute: [{ name: 'axis', type: 2, i: 1 }] },
        ],
        input: [
          {
            name: 'x',
            type: {
              tensor_type: {
                elem_type: 10,
                shape: { dim: [{ dim_param: 'n' }, { dim_value: 1 }, { dim_value: 48 }, { dim_value: 48 }] },
              },
            },
          },
        ],
        output: [
          {
            name: 'y',
            type: {
              tensor_type: {
                elem_type: 10,
                shape: { dim: [{ dim_param: 'n' }, { dim_value: 2 }, { dim_value: 1 }, { dim_value: 1 }] },
              },
            },
          },
        ],
      },
    };
    const file = ModelProto.encode(half);
    const results = await read(file, { labels: ['happy', 'sad'], input: { range: [0, 1] } }, [plain(48, 128)]);
    expectClose(results['emotions']?.data, seven({ happy: 0.5, sad: 0.5 }));
  });

  it('reads grey faces of 48 × 48 in whatever size and colours it wants', async () => {
    const { file } = otherNetwork({
      input: ['n', 3, 100, 100],
      weights: [
        [1, 1, 1],
        [0, 0, 0],
      ],
    });
    const session = await createSession(
      adoptNetwork(file, { labels: ['happy', 'sad'], input: { range: [0, 1] } }, 'other.onnx'),
    );
    const classifier = createClassifier(session);
    expect(classifier.input).toEqual({ channels: 3, size: 100 });
    const [reading] = await classifier.read([plain(48, 51)]);
    await classifier.close();
    const [happy, sad] = softmax([0.6, 0]) as [number, number];
    expectClose(reading?.probabilities, seven({ happy, sad }));
  });

  const { file: grey } = otherNetwork({ input: ['n', 1, 48, 48], weights: [[1], [2], [3]] });
  const { file: free } = otherNetwork({ input: ['n', 1, 'h', 'w'], weights: [[1], [2], [3]] });
  const { file: colour } = otherNetwork({
    input: ['n', 3, 48, 48],
    weights: [
      [1, 1, 1],
      [2, 2, 2],
      [3, 3, 3],
    ],
  });
  const labels = ['happy', 'sad', 'fear'];
  const range = [0, 1] as const;
  it.each<[string, Uint8Array, NetworkDescription, string]>([
    [
      'too few labels',
      grey,
      { labels: ['happy', 'sad'], input: { range } },
      '2 labels, but the network gives 3 numbers in output',
    ],
    [
      'a label that is unknown',
      grey,
      { labels: ['happy', 'sad', 'meh'], input: { range } },
      'what does the label "meh" mean? Say it as "meh=happy"',
    ],
    ['a label twice', grey, { labels: ['happy', 'joy', 'sad'], input: { range } }, 'two labels mean "happy"'],
    ['no range', grey, { labels }, 'say it with --range 0..255, 0..1 or -1..1, or with --mean and --std'],
    [
      'another size than the file says',
      grey,
      { labels, input: { range, size: 64 } },
      'its input [?, 1, 48, 48] has 48 pixels a side, not 64',
    ],
    ['no size where the file does not say', free, { labels, input: { range } }, 'say it with --input 64x64'],
    ['another number of channels', colour, { labels, input: { range, channels: 1 } }, 'has 3 channels, not 1'],
    [
      'a mean outside the range',
      colour,
      { labels, input: { mean: [123.7, 116.8, 103.9], std: [1] } },
      'mean 123.7 lies outside the range 0..1',
    ],
    [
      'an entry that is unknown',
      grey,
      { labels, inputs: {} } as unknown as NetworkDescription,
      'unknown entry "inputs"',
    ],
    ['what is no network', Uint8Array.of(1, 2, 3), { labels, input: { range } }, 'other.onnx: not an ONNX model'],
  ])('refuses %s', (_, file, description, message) => {
    expect(() => adoptNetwork(file, description, 'other.onnx')).toThrow(message);
  });

  const { file: oblong } = otherNetwork({ input: ['n', 1, 48, 64], weights: [[1], [2], [3]] });
  it.each<[Uint8Array, string[], number | undefined, NetworkFault]>([
    [grey, ['happy', 'sad'], undefined, { what: 'outputs', got: '2', right: '3' }],
    [grey, ['happy', 'sad', 'Wut=meh'], undefined, { what: 'label', got: 'meh' }],
    [grey, ['happy', 'joy', 'sad'], undefined, { what: 'twice', got: 'happy' }],
    [grey, ['happy', '-', '-'], undefined, { what: 'few', got: '' }],
    [free, labels, undefined, { what: 'size', got: '' }],
    [grey, labels, 64, { what: 'otherSize', got: '64', right: '48' }],
    [oblong, labels, undefined, { what: 'input', got: '[?, 1, 48, 64]' }],
  ])('tells what is wrong to those who say it in other words: %#', (file, told, size, fault) => {
    const adopt = () => adoptNetwork(file, { labels: told, input: { range, ...(size && { size }) } }, 'other.onnx');
    expect(adopt).toThrow(expect.objectContaining({ fault }));
  });
});

describe('loadModel', () => {
  const weights = [[1], [2], [3]];
  const description = { labels: ['happy', 'sad', 'fear'], input: { range: [0, 255] as const } };

  it('reads what a network means from the JSON file beside it, or says what to tell', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'other.onnx');
    await writeFile(path, otherNetwork({ input: ['n', 1, 48, 48], weights }).file);
    await expect(loadModel(path, 'expression')).rejects.toThrow(
      /name them in their order with --labels .*or write other.json/,
    );
    await writeFile(
      join(folder, 'other.json'),
      JSON.stringify({ ...description, input: { range: [0, 255], colour: 1 } }),
    );
    await expect(loadModel(path, 'expression')).rejects.toThrow(/other.json: unknown entry "input.colour"/);
    await writeFile(join(folder, 'other.json'), JSON.stringify(description));
    const session = await createSession(await loadModel(path, 'expression'));
    expect(session.outputs).toContain('emotions');
    await session.close();
    expect((await loadAnyModel(path)).metadata['kind']).toBe('expression');
    await expect(loadModel('compact', 'expression', description)).rejects.toThrow('compact says itself');
  });

  it("reads PyTorch's .onnx.data beside the file", async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'other.onnx');
    const external = { location: 'other.onnx.data', offset: '4', length: '12' };
    const { file, data } = otherNetwork({ input: ['n', 1, 48, 48], weights, external });
    await writeFile(path, file);
    await expect(loadModel(path, 'expression', description)).rejects.toThrow(/other.onnx.data: there is no such file/);
    await writeFile(join(folder, 'other.onnx.data'), Uint8Array.of(0, 0, 0, 0, ...data));
    const session = await createSession(await loadModel(path, 'expression', description));
    const results = await runOnFaces(session, [plain(48, 1)]);
    await session.close();
    const [happy, sad, fear] = softmax([1, 2, 3]) as [number, number, number];
    expectClose(results['emotions']?.data, seven({ happy, sad, fear }));
    await writeFile(join(folder, 'other.onnx.data'), data);
    await expect(loadModel(path, 'expression', description)).rejects.toThrow(
      /other.onnx.data: ends after 12 bytes, but .* has constant weights at 4 to 16/,
    );
  });

  it.each([
    ['the folder above', { location: '../secret.data' }, 'outside its own folder'],
    ['the folder above by way of another', { location: 'sub/../../secret.data' }, 'outside its own folder'],
    ["Windows' folder above", { location: '..\\secret.data' }, 'outside its own folder'],
    ['an absolute path', { location: '/etc/hostname' }, 'outside its own folder'],
    ['a link that leads out', { location: 'link.data' }, 'outside its own folder'],
    ['a folder', { location: 'sub' }, 'is not a file'],
    ['an offset below 0', { location: 'inside.data', offset: '-4' }, 'offset must be a whole number from 0 (got "-4")'],
    ['an offset behind the end', { location: 'inside.data', offset: '9000000000' }, 'ends after 12 bytes'],
    ['another length', { location: 'inside.data', length: '8' }, 'inside.data must hold 12 bytes for [3, 1] (got 8)'],
  ])('refuses numbers in %s', async (_, external, message) => {
    const above = temporaryFolder();
    const folder = join(above, 'models');
    await mkdir(join(folder, 'sub'), { recursive: true });
    const { file, data } = otherNetwork({ input: ['n', 1, 48, 48], weights, external });
    await writeFile(join(above, 'secret.data'), data);
    await writeFile(join(folder, 'inside.data'), data);
    await symlink(join(above, 'secret.data'), join(folder, 'link.data'));
    await writeFile(join(folder, 'other.onnx'), file);
    await expect(loadModel(join(folder, 'other.onnx'), 'expression', description)).rejects.toThrow(message);
  });
});
