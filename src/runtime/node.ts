/** ONNX Runtime in Node. */
import { availableParallelism } from 'node:os';
import type { Tensor } from 'onnxruntime-node';
import { part } from '../media/node';
import type { CreateSession, Feeds, Fetches, Numbers, Values } from './session';
import { requireNoTelemetry } from './telemetry';

/** The only place that loads ONNX Runtime in Node. */
function loadOrt() {
  requireNoTelemetry();
  return part('onnxruntime-node', 'running networks in Node', () => import('onnxruntime-node'));
}

/**
 * Loads a model from the bytes of an .onnx file.
 *
 * Throws an Error with ONNX Runtime's reason when the bytes are no model that it can run, or when there is no graphics
 * card for `webgpu`.
 */
export const createSession: CreateSession = async (
  model,
  { device = 'cpu', threads = availableParallelism() } = {},
) => {
  const ort = await loadOrt();
  const toTensor = ({ data, dims }: Values<Numbers>) =>
    new ort.Tensor(elementTypes.get(data.constructor) as Tensor.Type, data as Tensor.DataType, dims);
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [device],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Warnings about unused initialisers are for ONNX Runtime's developers.
    logSeverityLevel: 3,
  }).catch((error: Error) => {
    if (device === 'webgpu' && error.message.includes('adapter'))
      throw new Error(
        'webgpu: no graphics card was found that can be used (through Vulkan, Metal or Direct3D); the CPU can',
      );
    throw error;
  });
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    run: async (feeds: Feeds): Promise<Fetches> => {
      const results = await session.run(
        Object.fromEntries(Object.entries(feeds).map(([name, values]) => [name, toTensor(values)])),
      );
      return Object.fromEntries(
        Object.entries(results).map(([name, { dims, data }]) => [name, { dims, data: data as Float32Array }]),
      );
    },
    close: () => session.release(),
  };
};

const elementTypes = new Map<unknown, Tensor.Type>([
  [Float32Array, 'float32'],
  [Uint8Array, 'uint8'],
  [Int32Array, 'int32'],
  [BigInt64Array, 'int64'],
]);
