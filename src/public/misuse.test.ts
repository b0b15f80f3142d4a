/** What the door to training says to those whom no compiler warns. */
import { describe, expect, it } from 'vitest';
import { fakeFer } from '../../tools/fakeFer';
import { temporaryFolder } from '../../tools/temporary';
import * as nodeDoor from './node';
import * as trainDoor from './train';
import {
  computeMetrics,
  createSession,
  defaultMix,
  findLearningRate,
  findNetwork,
  fit,
  judgePredictions,
  layersOf,
  measure,
  packageModel,
  parseRecipe,
  predict,
  quantizeOnnx,
  readFaces,
  withoutCopies,
} from './train';

const { data } = await fakeFer(temporaryFolder(), 14);
const sets = await readFaces(data);
const faces = sets.Training;
const tiny = findNetwork('tiny');
const recipe = parseRecipe({ model: 'tiny', epochs: 2, batchSize: 7, warmupEpochs: 0 });
const good = { recipe, createSession };

describe('fit', () => {
  const after = async (net: unknown, given: unknown, options: unknown) => {
    for await (const _ of fit(net as never, given as never, options as never));
  };

  it.each<[string, unknown[]]>([
    [
      'fit: must be given a network, as findNetwork(\'tiny\') or network(…) give it (got "tiny")',
      ['tiny', faces, good],
    ],
    [
      'must be given the faces of one split, such as Training of what readFaces gives (got all splits)',
      [tiny, sets, good],
    ],
    ['must be given the faces of one split, such as Training of what readFaces gives (got undefined)', [tiny]],
    ['pixels and labels of faces must be a Uint8Array each, and rows', [tiny, { ...faces, labels: ['happy'] }, good]],
    [
      'pixels must be 2,304 for each of 14 labels (got 7)',
      [tiny, { ...faces, pixels: faces.pixels.subarray(0, 7) }, good],
    ],
    [
      "labels must be from 0 to 6, places in FER2013's order (got 9 at face 0)",
      [tiny, { ...faces, labels: faces.labels.map(() => 9) }, good],
    ],
    ['fit: options must be an object (got undefined)', [tiny, faces]],
    ['fit: recipe is missing', [tiny, faces, { createSession }]],
    [
      'recipe must be a whole recipe, as parseRecipe gives it (got an object)',
      [tiny, faces, { ...good, recipe: { epochs: 3 } }],
    ],
    ['createSession must be a function (got undefined)', [tiny, faces, { ...good, createSession: undefined }]],
    ['device must be cpu or webgpu (got "gpu")', [tiny, faces, { ...good, device: 'gpu' }]],
    ['fit has no option "epoch"', [tiny, faces, { ...good, epoch: 5 }]],
    [
      'checkpoint must be the path of a file (got 5); signal must be an AbortSignal (got an object)',
      [tiny, faces, { ...good, checkpoint: 5, signal: {} }],
    ],
    ['fit: resume goes on from the file of checkpoint, which is missing', [tiny, faces, { ...good, resume: true }]],
    [
      'initial: conv1/weight must have 144 numbers (got 3)',
      [tiny, faces, { ...good, initial: new Map([['conv1/weight', new Float32Array(3)]]) }],
    ],
    [
      'initial: has no parameter of tiny; it has fc …',
      [tiny, faces, { ...good, initial: new Map([['fc', new Float32Array(3)]]) }],
    ],
    [
      'recipe: earlyStopping 1 looks at valLoss, which validate must give (got accuracy)',
      [
        tiny,
        faces,
        { recipe: { ...recipe, earlyStopping: 1 }, createSession, validate: async () => ({ accuracy: 1 }) },
      ],
    ],
  ])('says: %s', async (told, [net, given, options]) => {
    await expect(after(net, given, options)).rejects.toThrow(told);
  });
});

it('other functions name what they take, too', async () => {
  const unknown = (value: unknown) => value as never;
  await expect(findLearningRate(tiny, faces, unknown({ ...good, onStep: 1 }))).rejects.toThrow(
    'onStep must be a function (got 1)',
  );
  await expect(readFaces(unknown(5))).rejects.toThrow(
    'readFaces: must be given the path of a file or a folder (got 5)',
  );
  await expect(readFaces(data, unknown({ limit: 5 }))).rejects.toThrow('readFaces has no option "limit"');
  await expect(createSession(unknown('tiny.onnx'))).rejects.toThrow(
    'createSession: must be given the bytes of an .onnx file',
  );
  await expect(predict(unknown('tiny.onnx'), faces)).rejects.toThrow(
    'predict: must be given a session, as createSession gives it',
  );
  expect(() => judgePredictions(unknown({}), faces, 'fer2013', 'own')).toThrow('must be given what predict gives');
  const three = { fer2013: new Float32Array(21), emotions: new Float32Array(21) };
  expect(() => judgePredictions(three, faces, 'fer2013', 'own')).toThrow('predictions for these 14 faces (got 3)');
  const all = { fer2013: new Float32Array(98), emotions: new Float32Array(98) };
  expect(() => judgePredictions(all, faces, unknown('fer'), 'own')).toThrow(
    'labels must be fer2013 or ferplus (got "fer")',
  );
  expect(() => withoutCopies(unknown(sets))).toThrow('withoutCopies: must be given the faces of one split');
  expect(() => computeMetrics(new Float32Array(14), [0, 7], 7)).toThrow('labels must be below 7 (got 7 at face 1)');
  expect(() => computeMetrics(new Float32Array(13), [0, 1], 7)).toThrow(
    'computeMetrics: probabilities must be 7 for each of 2 labels (got 13)',
  );
  expect(() => quantizeOnnx(unknown(new Uint8Array(4)), new Map())).toThrow(
    'quantizeOnnx: must be given a model, as readOnnx and emit give it (got a Uint8Array)',
  );
  expect(() => packageModel(tiny, unknown({}), { mix: defaultMix })).toThrow('packageModel: weights must be a Map');
  expect(() => packageModel(tiny, new Map(), unknown({}))).toThrow('packageModel: mix must be how heads are read');
  for (const ask of [measure, layersOf])
    expect(() => ask(unknown('tiny'))).toThrow(`${ask.name}: must be given a network`);
});

/** Errors are classes, which tell no sentence. */
const isFunction = (value: unknown) => typeof value === 'function' && !(value.prototype instanceof Error);

/** What JavaScript itself says of a value that is not as it was taken to be. */
const raw =
  /Cannot (read|set|destructure|use|convert)|is not (a function|iterable|a constructor|defined)|Invalid array length|argument must be/;

it.each(Object.entries({ ...nodeDoor, ...trainDoor }).filter(([, value]) => isFunction(value)))(
  '%s says in a sentence what it takes',
  async (_, value) => {
    const call = value as (...given: unknown[]) => unknown;
    for (const given of [[], ['x'], [5], [{}], [null], [[]], ['x', 'y', 'z'], [{}, {}, {}], [null, null, null]]) {
      const told = await answerTo(call, given);
      expect(told).not.toMatch(raw);
    }
  },
);

/** What a call throws, or its promise or its first result rejects with. */
async function answerTo(call: (...given: unknown[]) => unknown, given: readonly unknown[]): Promise<string> {
  try {
    const result = await call(...given);
    if (result && typeof (result as AsyncGenerator).next === 'function') await (result as AsyncGenerator).next();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
