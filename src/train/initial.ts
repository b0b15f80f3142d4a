/** Weights from elsewhere to start a run from, matched by layer name. */
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import type { Faces } from '../data';
import { readJson, readProblem } from '../files/node';
import {
  buildForTraining,
  input,
  type LayerSummary,
  layersOf,
  type Network,
  type Parameter,
  permuted,
  permutedShape,
  readFloats,
  readMetadata,
  type Shape,
  sizeOf,
} from '../graph';
import { models } from '../model';
import { averageOf, foldedWeights, loadModel, readSafetensors } from '../model/node';
import type { CreateSession } from '../runtime';
import { unfolded } from './unfold';

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
  /** Parameters that have another size there: "fc8/weight must have shape [7, 4096] (got [2622, 4096])". */
  misfits: string[];
  /** Layers of the file that the network has no use for. */
  unused: string[];
}

export interface InitialOptions {
  /** For layers that are called something else there: ours to theirs. */
  map?: Readonly<Record<string, string>>;
  /** A network of ours in an .onnx file has its normalisations folded; with these they get statistics again. */
  faces?: Faces;
  createSession?: CreateSession;
}

interface StoredArray {
  shape: Shape;
  data: Float32Array;
}

/** Part names of a layer ("weight", "bias", "gamma", "beta", "mean", "variance") to arrays in our order of axes. */
type StoredLayers = Map<string, Map<string, StoredArray>>;

/**
 * Reads a network that ships by its name, a run's folder or checkpoint, an .onnx file of ours or one whose weights kept
 * their names, a Keras file (.h5, .weights.h5), or a .safetensors file (ours, PyTorch's). Dense layers that follow a flattened
 * feature map are brought into our order of its numbers, position by position.
 *
 * Throws an InitialWeightsError when the file cannot be read, no layer of the network is in it, or a layer of `map` is not
 * there.
 */
export async function readInitialWeights(
  net: Network,
  source: string,
  options: InitialOptions = {},
): Promise<InitialWeights> {
  const { map = {} } = options;
  const own = await ownWeights(net, source, options);
  const { parameters } = buildForTraining(net, input('pixels', [1, ...net.input]));
  if (own) {
    if (Object.keys(map).length > 0)
      throw new InitialWeightsError(
        `--init-map: ${basename(source)} is the network ${net.name} itself, whose layers have their own names; leave the map out`,
      );
    const layers = new Set(parameters.map(({ name }) => splitName(name)[0]));
    return { weights: own, matched: [...layers], missing: [], misfits: [], unused: [] };
  }
  const path = existsSync(join(source, 'checkpoint.safetensors')) ? join(source, 'checkpoint.safetensors') : source;
  const summary = layersOf(net);
  const layers = await readLayers(path, summary);
  requireMapped(map, summary, layers, path);
  const byLayer = new Map<string, Parameter[]>();
  for (const p of parameters) {
    const [layer] = splitName(p.name);
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), p]);
  }
  const result: InitialWeights = { weights: new Map(), matched: [], missing: [], misfits: [], unused: [] };
  const used = new Set<string>();
  for (const [layer, own] of byLayer) {
    const theirs = map[layer] ?? layer;
    used.add(theirs);
    const stored = layers.get(theirs);
    const misfits: string[] = [];
    const fitting = new Map<string, Float32Array>();
    for (const { name, shape } of own) {
      const array = stored?.get(splitName(name)[1]);
      if (array && array.shape.join() === shape.join()) fitting.set(name, array.data);
      else if (array) misfits.push(`${name} must have shape [${shape.join(', ')}] (got [${array.shape.join(', ')}])`);
    }
    result.misfits.push(...misfits);
    if (fitting.size === own.length) {
      result.matched.push(layer);
      for (const [name, data] of fitting) result.weights.set(name, data);
    } else if (misfits.length === 0) result.missing.push(layer);
  }
  result.unused = [...layers.keys()].filter((name) => !used.has(name));
  if (result.matched.length > 0) return result;
  const names = (some: Iterable<string>) => [...some].slice(0, 8).join(', ');
  throw new InitialWeightsError(
    `${basename(path)}: no layer of ${net.name} is in it; it has ${names(layers.keys()) || 'no layers'} …, ` +
      `${net.name} has ${names(byLayer.keys())} …; other names can be matched with --init-map`,
  );
}

/** All weights of the same network in a file of ours; undefined where it is none. */
async function ownWeights(
  net: Network,
  source: string,
  { faces, createSession }: InitialOptions,
): Promise<Map<string, Float32Array> | undefined> {
  const isNamed = models.some(({ name }) => name === source);
  if (!isNamed && !/\.onnx$/i.test(source)) return undefined;
  const bytes = isNamed ? await loadModel(source, 'expression') : await readFile(source).catch(() => undefined);
  if (!bytes) return undefined;
  try {
    const { kind, name } = readMetadata(bytes);
    if (kind !== 'expression' || (!isNamed && name !== net.name)) return undefined;
    if (name !== net.name) throw new Error(`is the network ${name}, not ${net.name}`);
    const folded = foldedWeights(net, bytes, basename(source));
    return faces && createSession ? await unfolded(net, folded, faces, createSession) : folded;
  } catch (error) {
    throw new InitialWeightsError(`${basename(source)}: ${(error as Error).message}`);
  }
}

const mapSchema = v.record(v.string(), v.string());

/** Reads `{"ours": "theirs"}`. Throws an InitialWeightsError when it is something else. */
export async function readInitialMap(file: string): Promise<Record<string, string>> {
  const content = await readJson(file).catch((error: Error) => {
    throw new InitialWeightsError(error.message);
  });
  const said = v.safeParse(mapSchema, content);
  // A list is an object with the keys 0, 1, … to the schema.
  if (said.success && !Array.isArray(content)) return said.output;
  throw new InitialWeightsError(`${file}: must be JSON like {"conv1": "features.0"}, our layer's name before theirs`);
}

function requireMapped(
  map: Readonly<Record<string, string>>,
  summary: readonly LayerSummary[],
  layers: StoredLayers,
  path: string,
) {
  for (const [ours, theirs] of Object.entries(map)) {
    if (!summary.some(({ name }) => name === ours))
      throw new InitialWeightsError(`--init-map: no layer "${ours}" in the network (feeling summary lists them)`);
    if (!layers.has(theirs))
      throw new InitialWeightsError(
        `--init-map: no layer "${theirs}" in ${basename(path)}; it has ${[...layers.keys()].slice(0, 20).join(', ')}`,
      );
  }
}

const splitName = (parameter: string): [layer: string, part: string] => {
  const at = parameter.lastIndexOf('/');
  return [parameter.slice(0, at), parameter.slice(at + 1)];
};

async function readLayers(path: string, summary: readonly LayerSummary[]): Promise<StoredLayers> {
  const beginning = await beginningOf(path);
  try {
    if (beginning.equals(hdf5Magic)) {
      const { arrays, names } = await readHdf5(path);
      return [...arrays.keys()].some((name) => numbered.test(name))
        ? keras3Layers(arrays, names, summary)
        : kerasLayers(arrays);
    }
    if (/\.safetensors$/i.test(path)) return torchLayers((await readSafetensors(path)).tensors, summary);
    if (/\.onnx$/i.test(path)) return torchLayers(readFloats(await readFile(path)), summary);
  } catch (error) {
    throw new InitialWeightsError(`${basename(path)}: ${(error as Error).message}`);
  }
  const others = /\.keras$/i.test(path)
    ? "; in Keras model.save_weights('my.weights.h5') writes one"
    : /\.(pth?|bin|ckpt)$/i.test(path)
      ? "; in PyTorch safetensors.torch.save_file(model.state_dict(), 'my.safetensors') writes one"
      : '';
  throw new InitialWeightsError(`${path}: no weights; HDF5 (.h5), .safetensors and .onnx files are read${others}`);
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
    throw new InitialWeightsError(readProblem(path, error));
  }
}

const hdf5Magic = Buffer.from('\x89HDF', 'latin1');

function put(layers: StoredLayers, layer: string, part: string, array: StoredArray) {
  const parts = layers.get(layer) ?? new Map<string, StoredArray>();
  parts.set(part, array);
  layers.set(layer, parts);
}

/** Every array of numbers in an HDF5 file, by path, and the names that groups give themselves. */
async function readHdf5(path: string) {
  const { default: h5wasm, Dataset, Group } = await import('h5wasm/node');
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'r');
  const arrays = new Map<string, StoredArray>();
  const names = new Map<string, string>();
  try {
    const visit = (group: InstanceType<typeof Group>) => {
      const own = group.attrs['name']?.value;
      if (typeof own === 'string') names.set(group.path, own);
      for (const key of group.keys()) {
        const entry = group.get(key);
        if (entry instanceof Group) visit(entry);
        else if (entry instanceof Dataset) {
          const { value, shape } = entry;
          if (value instanceof Float32Array || value instanceof Float64Array)
            arrays.set(entry.path, { shape: shape ?? [], data: Float32Array.from(value) });
        }
      }
    };
    visit(file);
  } finally {
    file.close();
  }
  return { arrays, names };
}

/** "/layers/conv2d_1/vars/0", as Keras 3 writes .weights.h5. */
const numbered = /^(.*\/([^/]+))\/vars\/(\d+)$/;

/** What Keras 3 calls its layers' groups, by class, and the parts of each in their order. */
const keras3Kinds: Readonly<Record<string, { kind: LayerSummary['kind']; parts: readonly string[] }>> = {
  conv2d: { kind: 'conv', parts: ['weight', 'bias'] },
  depthwise_conv2d: { kind: 'depthwise', parts: ['weight', 'bias'] },
  dense: { kind: 'dense', parts: ['weight', 'bias'] },
  batch_normalization: { kind: 'norm', parts: ['gamma', 'beta', 'mean', 'variance'] },
};

/**
 * Groups are called after the layer's class and counted, whatever the layer is called, unless they say its name themselves:
 * without one, the n-th convolution is the network's n-th.
 */
function keras3Layers(
  arrays: Map<string, StoredArray>,
  names: ReadonlyMap<string, string>,
  summary: readonly LayerSummary[],
): StoredLayers {
  const layers: StoredLayers = new Map();
  for (const [path, array] of arrays) {
    const [, group = '', folder = '', index = ''] = numbered.exec(path) ?? [];
    const [, className = folder, number = '0'] = /^(.*?)(?:_(\d+))?$/.exec(folder) ?? [];
    const known = keras3Kinds[className];
    const part = known?.parts[Number(index)];
    if (!known || part === undefined) continue;
    const said = names.get(group);
    const nth = summary.filter(({ kind }) => kind === known.kind)[Number(number)]?.name;
    const layer = said !== undefined && summary.some(({ name }) => name === said) ? said : (nth ?? folder);
    put(layers, layer, part, part === 'weight' ? fromKeras(array, known.kind === 'depthwise') : array);
  }
  return layers;
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
  if (shape.length === 2) return inOrder({ shape, data }, [1, 0]);
  if (shape.length === 4) return inOrder({ shape, data }, depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
  return { shape, data };
}

const inOrder = ({ shape, data }: StoredArray, order: readonly number[]): StoredArray => ({
  shape: permutedShape(shape, order),
  data: permuted(data, shape, order),
});

/** "features.0.weight" as in PyTorch, or "conv1/weight" and its moving average as in our checkpoints. */
function torchLayers(arrays: ReadonlyMap<string, StoredArray>, summary: readonly LayerSummary[]): StoredLayers {
  const layers: StoredLayers = new Map();
  const averages = [...arrays.keys()].some((name) => name.endsWith(averageOf('')));
  const flattened = summary.flatMap(({ flattened }) => (flattened ? [flattened] : []));
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
    if (ours) put(layers, layer, ours, ours === 'weight' ? positionsFirst(array, flattened) : array);
  }
  return layers;
}

/**
 * A dense layer on a flattened feature map: PyTorch has its numbers channel by channel, we position by position as Keras.
 * A layer with as many inputs as a flattened map of ours is taken for one on such a map.
 */
function positionsFirst({ shape, data }: StoredArray, flattened: readonly Shape[]): StoredArray {
  const [units = 0, inputs] = shape;
  const map = shape.length === 2 ? flattened.find((own) => sizeOf(own) === inputs) : undefined;
  if (!map) return { shape, data };
  return { shape, data: permuted(data, [units, ...map], [0, 2, 3, 1]) };
}
