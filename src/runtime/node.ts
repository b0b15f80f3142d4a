/** ONNX Runtime in Node. */
import { availableParallelism } from 'node:os';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { emit, input, joined, writeOnnx } from '../graph';
import { part } from '../media/node';
import { described, requireOptions } from '../options';
import { noGraphicsCard } from './graphicsCard';
import { type CreateResidentSession, residentInMemory } from './resident';
import {
  type CreateSession,
  type Feeds,
  type Fetches,
  type Numbers,
  type Resident,
  type SessionOptions,
  shapesOf,
  type Values,
} from './session';
import { requireNoTelemetry } from './telemetry';

/** The only place that loads ONNX Runtime in Node. */
function loadOrt() {
  requireNoTelemetry();
  return part('onnxruntime-node', 'running networks in Node', () => import('onnxruntime-node'));
}

export { requireGraphicsCard } from './graphicsCard';

type Runtime = Awaited<ReturnType<typeof loadOrt>>;

/**
 * Loads a model from the bytes of an .onnx file.
 *
 * Throws an Error with ONNX Runtime's reason when the bytes are no model that it can run, or when there is no graphics
 * card for `webgpu`.
 *
 * @example
 * import { createSession, emit, input, relu, writeOnnx } from 'feeling/train';
 * const session = await createSession(writeOnnx(emit({ y: relu(input('x', [1])) })), { threads: 1 });
 * session.inputs; // → ['x']
 * await session.close();
 */
export const createSession: CreateSession = async (model, options = {}) => {
  requireModel(model, options);
  const ort = await loadOrt();
  const session = await load(ort, model, options);
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    inputShapes: shapesOf(session.inputMetadata),
    run: async (feeds: Feeds): Promise<Fetches> => {
      const results = await session.run(
        Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, toTensor(ort, value)])),
      );
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: data as Float32Array }]),
      );
    },
    close: () => close(session, options),
  };
};

/** Throws a TypeError when these are no bytes of a file, or there is no such device. */
function requireModel(model: unknown, options: SessionOptions) {
  if (!ArrayBuffer.isView(model))
    throw new TypeError(
      `createSession: must be given the bytes of an .onnx file, as readFile gives them (got ${described(model)})`,
    );
  requireOptions('createSession', options);
  const { device = 'cpu' } = options;
  if (device !== 'cpu' && device !== 'webgpu')
    throw new TypeError(`device must be cpu or webgpu (got ${described(device)})`);
}

async function load(
  ort: Runtime,
  model: Uint8Array,
  { device = 'cpu', threads = availableParallelism(), layout = 'NHWC', profile }: SessionOptions,
  more: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  return ort.InferenceSession.create(model, {
    executionProviders: [device === 'webgpu' ? { name: 'webgpu', preferredLayout: layout } : device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Warnings about unused initialisers are for ONNX Runtime's developers.
    logSeverityLevel: 3,
    ...(profile !== undefined && { enableProfiling: true, profileFilePrefix: profile }),
    ...more,
  }).catch((error: Error) => {
    if (device === 'webgpu' && error.message.includes('adapter')) throw new Error(noGraphicsCard);
    throw error;
  });
}

function close(session: InferenceSession, { profile }: SessionOptions): Promise<void> {
  if (profile !== undefined) session.endProfiling();
  return session.release();
}

function toTensor(ort: Runtime, value: Values<Numbers> | Resident): Tensor {
  if (value instanceof ort.Tensor) return value;
  const { data, dims } = value as Values<Numbers>;
  return new ort.Tensor(elementTypes.get(data.constructor) as Tensor.Type, data as Tensor.DataType, dims);
}

const elementTypes = new Map<unknown, Tensor.Type>([
  [Float32Array, 'float32'],
  [Uint8Array, 'uint8'],
  [Int32Array, 'int32'],
  [BigInt64Array, 'int64'],
]);

/** Up to so many numbers are read from the card in one piece. */
const readTogether = 1e6;

/**
 * Loads a model whose outputs stay on the device.
 *
 * ONNX Runtime 1.30 for Node keeps outputs on a graphics card and takes them as inputs, but its tensors there cannot be
 * read (`getData` ends the process), an output cannot be left out, and there is no way to bring numbers to the card but
 * by a run. So numbers are read and brought by small models that copy.
 *
 * Throws as `createSession` does.
 */
export const createResidentSession: CreateResidentSession = async (model, options = {}) => {
  if (options.device !== 'webgpu') return residentInMemory(await createSession(model, options));
  const ort = await loadOrt();
  const session = await load(ort, model, { layout: 'NCHW', ...options }, { preferredOutputLocation: 'gpu-buffer' });
  const copiers = new Map<string, Promise<InferenceSession>>();
  const copier = (to: 'cpu' | 'gpu-buffer', shapes: readonly (readonly number[])[]) => {
    const key = JSON.stringify([to, shapes]);
    let made = copiers.get(key);
    if (!made) {
      made = load(ort, copying(shapes), { device: 'webgpu' }, { preferredOutputLocation: to });
      copiers.set(key, made);
    }
    return made;
  };
  const read = async (values: readonly Tensor[]): Promise<Float32Array> => {
    const reader = await copier(
      'cpu',
      values.map(({ dims }) => dims),
    );
    const { copy } = await reader.run(Object.fromEntries(values.map((value, i) => [`${i}`, value])));
    return copy?.data as Float32Array;
  };
  return {
    run: async (feeds) => {
      const taken = session.inputNames.map((name) => [name, toTensor(ort, feeds[name] as Resident | Values)]);
      return session.run(Object.fromEntries(taken));
    },
    upload: async (values) => {
      const uploader = await copier('gpu-buffer', [values.dims]);
      return (await uploader.run({ 0: toTensor(ort, values) }))['copy'] as Tensor;
    },
    read: async (values) => {
      const tensors = values as readonly Tensor[];
      if (tensors.reduce((sum, { size }) => sum + size, 0) > readTogether) {
        const arrays: Float32Array[] = [];
        for (const tensor of tensors) arrays.push(await read([tensor]));
        return arrays;
      }
      const all = await read(tensors);
      let to = 0;
      return tensors.map(({ size }) => {
        to += size;
        return all.subarray(to - size, to);
      });
    },
    release: (values) => {
      for (const value of values) (value as Tensor).dispose();
    },
    close: async () => {
      await close(session, options);
      for (const made of copiers.values()) await (await made).release();
    },
  };
};

/** A model that gives its inputs, one after the other, as one vector. */
const copying = (shapes: readonly (readonly number[])[]): Uint8Array =>
  writeOnnx(emit({ copy: joined(shapes.map((shape, i) => input(`${i}`, shape))) }));
