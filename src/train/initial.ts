/** Weights from elsewhere to start a run from, matched by layer name. */
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buildForTraining, input, type Network, type Parameter, readFloats, type Shape, sizeOf } from '../graph';
import { averageOf, readSafetensors } from '../model/node';

/** A weights file that cannot be used; the message names the file and why. */
export class InitialWeightsError extends Error {
  override name = 'InitialWeightsError';
}

export interface InitialWeights {
  /** By parameter name. */
  weights: Map<string, Float32Array>;
  /** Layers of the network that start from the file. */
  matched: string[];
  /** Layers that the file does not have. */
  missing: string[];
  /** Parameters that have another size there: "fc8/weight is [2622, 4096] where [7, 4096] is needed". */
  misfits: string[];
}

interface StoredArray {
  shape: Shape;
  data: Float32Array;
}

/** Part names of a layer ("weight", "bias", "gamma", "beta", "mean", "variance") to arrays in our order of axes. */
type StoredLayers = Map<string, Map<string, StoredArray>>;

/**
 * Reads a Keras file (.h5), a .safetensors file (ours, PyTorch's) or an .onnx file whose weights kept their names.
 *
 * Throws an InitialWeightsError when the file cannot be read or no layer of the network is in it.
 */
export async function readInitialWeights(net: Network, path: string): Promise<InitialWeights> {
  const layers = await readLayers(path);
  const { parameters } = buildForTraining(net, input('pixels', [1, ...net.input]));
  const byLayer = new Map<string, Parameter[]>();
  for (const p of parameters) {
    const [layer] = splitName(p.name);
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), p]);
  }
  const result: InitialWeights = { weights: new Map(), matched: [], missing: [], misfits: [] };
  for (const [layer, own] of byLayer) {
    const stored = layers.get(layer);
    const misfits: string[] = [];
    const fitting = new Map<string, Float32Array>();
    for (const { name, shape } of own) {
      const array = stored?.get(splitName(name)[1]);
      if (array && array.shape.join() === shape.join()) fitting.set(name, array.data);
      else if (array) misfits.push(`${name} is [${array.shape.join(', ')}] where [${shape.join(', ')}] is needed`);
    }
    result.misfits.push(...misfits);
    if (fitting.size === own.length) {
      result.matched.push(layer);
      for (const [name, data] of fitting) result.weights.set(name, data);
    } else if (misfits.length === 0) result.missing.push(layer);
  }
  if (result.matched.length > 0) return result;
  const names = (some: Iterable<string>) => [...some].slice(0, 8).join(', ');
  throw new InitialWeightsError(
    `${basename(path)}: no layer of ${net.name} is in it; it has ${names(layers.keys()) || 'no layers'} …, ` +
      `${net.name} has ${names(byLayer.keys())} …`,
  );
}

const splitName = (parameter: string): [layer: string, part: string] => {
  const at = parameter.lastIndexOf('/');
  return [parameter.slice(0, at), parameter.slice(at + 1)];
};

async function readLayers(path: string): Promise<StoredLayers> {
  const beginning = await beginningOf(path);
  try {
    if (beginning.equals(hdf5Magic)) return kerasLayers(await readHdf5(path));
    if (path.endsWith('.safetensors')) return torchLayers((await readSafetensors(path)).tensors);
    if (path.endsWith('.onnx')) return torchLayers(readFloats(await readFile(path)));
  } catch (error) {
    throw new InitialWeightsError(`${basename(path)}: ${(error as Error).message}`);
  }
  throw new InitialWeightsError(`${path}: no weights; HDF5 (.h5), .safetensors and .onnx files are read`);
}

/** Its first four bytes. */
async function beginningOf(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(hdf5Magic.length), 0, hdf5Magic.length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InitialWeightsError(
      code === 'ENOENT' ? `${path}: there is no such file` : `${path}: cannot be read (${code})`,
    );
  }
}

const hdf5Magic = Buffer.from('\x89HDF', 'latin1');

function put(layers: StoredLayers, layer: string, part: string, array: StoredArray) {
  const parts = layers.get(layer) ?? new Map<string, StoredArray>();
  parts.set(part, array);
  layers.set(layer, parts);
}

/** Every array of numbers in an HDF5 file, by path. */
async function readHdf5(path: string): Promise<Map<string, StoredArray>> {
  const { default: h5wasm, Dataset, Group } = await import('h5wasm/node');
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'r');
  const found = new Map<string, StoredArray>();
  try {
    const visit = (group: InstanceType<typeof Group>) => {
      for (const key of group.keys()) {
        const entry = group.get(key);
        if (entry instanceof Group) visit(entry);
        else if (entry instanceof Dataset && entry.value instanceof Float32Array)
          found.set(entry.path, { shape: entry.shape ?? [], data: entry.value });
      }
    };
    visit(file);
  } finally {
    file.close();
  }
  return found;
}

/** What Keras calls the parts of a layer, in its versions' ways. */
const kerasParts: Record<string, string> = {
  kernel: 'weight',
  depthwise_kernel: 'weight',
  W: 'weight',
  bias: 'bias',
  b: 'bias',
  gamma: 'gamma',
  beta: 'beta',
  moving_mean: 'mean',
  moving_variance: 'variance',
};

/** "/model_weights/conv1_1/conv1_1/kernel:0" and "/conv1_1/conv1_1_W_1:0": the layer is the folder, the part the end. */
function kerasLayers(arrays: Map<string, StoredArray>): StoredLayers {
  const layers: StoredLayers = new Map();
  for (const [path, array] of arrays) {
    const folders = path.split('/').filter((part) => part !== '');
    const last = (folders.pop() ?? '').replace(/:\d+$/, '');
    const layer = folders.at(-1) ?? '';
    const short = last.startsWith(`${layer}_`) ? last.slice(layer.length + 1).replace(/_\d+$/, '') : last;
    const part = kerasParts[short];
    if (part) put(layers, layer, part, part === 'weight' ? fromKeras(array, short === 'depthwise_kernel') : array);
  }
  return layers;
}

/** [height, width, in, out] → [out, in, height, width]; depthwise [height, width, channels, 1] → [channels, 1, …]. */
function fromKeras({ shape, data }: StoredArray, depthwise: boolean): StoredArray {
  if (shape.length === 2) return permuted({ shape, data }, [1, 0]);
  if (shape.length === 4) return permuted({ shape, data }, depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
  return { shape, data };
}

function permuted({ shape, data }: StoredArray, order: readonly number[]): StoredArray {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const to = order.map((axis) => shape[axis] as number);
  const steps = order.map((axis) => strides[axis] as number);
  const result = new Float32Array(data.length);
  const place = to.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = data[place.reduce((sum, p, axis) => sum + p * (steps[axis] as number), 0)] as number;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      place[axis] = (place[axis] as number) + 1;
      if ((place[axis] as number) < (to[axis] as number)) break;
      place[axis] = 0;
    }
  }
  return { shape: to, data: result };
}

/** "features.0.weight" as in PyTorch, or "conv1/weight" and its moving average as in our checkpoints. */
function torchLayers(arrays: ReadonlyMap<string, StoredArray>): StoredLayers {
  const layers: StoredLayers = new Map();
  const averages = [...arrays.keys()].some((name) => name.endsWith(averageOf('')));
  for (const [name, array] of arrays) {
    if (name.includes('/')) {
      const [plain = name, role] = name.split(':');
      if (averages ? averageOf(plain) === name : role === undefined) put(layers, ...splitName(plain), array);
      continue;
    }
    const at = name.lastIndexOf('.');
    const [layer, part] = [name.slice(0, at), name.slice(at + 1)];
    const isNorm = arrays.has(`${layer}.running_mean`);
    const known: Record<string, string> = isNorm
      ? { weight: 'gamma', bias: 'beta', running_mean: 'mean', running_var: 'variance' }
      : { weight: 'weight', bias: 'bias' };
    const ours = known[part];
    if (ours) put(layers, layer, ours, array);
  }
  return layers;
}
