/**
 * A network is a function from pixels to the logits of its heads, written once and built twice: with parameters as
 * inputs to be trained, or with trained numbers as constants to be run.
 */
import { described, requireOptions } from '../options';
import { checkedLayers, requireName, requireWhole } from './checkLayers';
import { conv2d } from './conv';
import { depthwiseConv2d } from './depthwise';
import { dropout } from './elementwise';
import type { Provider } from './emit';
import { linear } from './linear';
import { batchNorm, batchNormOnCard, type ChannelStatistics, fixedNorm, statisticsOf } from './norm';
import { type Random, seededRandom } from './random';
import { subsample } from './spread';
import { constant, input, requireTensor, type Shape, sizeOf, type Tensor } from './tensor';

export interface LayerOptions {
  /** Name of its parameters, for weights from elsewhere; the kind and a number, if not given. */
  name?: string;
}

export interface WeightOptions {
  /** Standard deviation of the random weights it starts with, where it is not the layer's own rule. */
  deviation?: number;
}

export interface ConvLayerOptions extends LayerOptions, WeightOptions {
  /** Rows and columns of the kernel, 3 by default. */
  kernel?: number;
  stride?: number;
  /** Half the kernel, rounded down, by default. */
  padding?: number;
  /** Adds a learned number to each channel; convolutions before a normalisation need none. */
  bias?: boolean;
}

export type ParameterOptions = { kind: 'weight'; deviation: number } | { kind: 'offset'; start?: number };

/** What a network is built from; each call makes a layer with parameters of its own. */
export interface Layers {
  /** Convolution, weights as He et al. 2015 (arXiv:1502.01852). */
  conv(x: Tensor, width: number, options?: ConvLayerOptions): Tensor;
  /** Convolution of each channel by itself. */
  depthwise(x: Tensor, options?: Omit<ConvLayerOptions, 'bias'>): Tensor;
  norm(x: Tensor, options?: LayerOptions): Tensor;
  dense(x: Tensor, units: number, options?: LayerOptions & WeightOptions): Tensor;
  /**
   * A tensor of its own that is learned, for layers that are not here: `weight` decays and starts at random with `deviation`,
   * `offset` does not and starts at `start`, 0 if not given.
   */
  parameter(name: string, shape: Shape, options: ParameterOptions): Tensor;
  /** Drops values of x at `rate` while training, does nothing afterwards. */
  dropout(x: Tensor, rate: number): Tensor;
}

export type Heads = Record<string, Tensor>;

export interface Network {
  readonly name: string;
  /** Shape of one picture, [channels, height, width]; pixels are 0 … 255. */
  readonly input: Shape;
  readonly body: (layers: Layers, pixels: Tensor) => Heads;
}

/**
 * A network from its name, the shape of its input and the function that builds it.
 *
 * Throws a TypeError that names which of them is something else.
 *
 * @example
 * import { globalAveragePool, measure, network, relu, standardise } from 'feeling/train';
 * const small = network('small', { input: [1, 48, 48] }, ({ conv, dense }, pixels) => ({
 *   fer2013: dense(globalAveragePool(relu(conv(standardise(pixels), 4))), 7),
 * }));
 * measure(small).parameters; // → 71
 */
export function network(name: string, shape: { input: Shape }, body: Network['body']): Network {
  requireName('network', name);
  const input = shape?.input;
  if (!Array.isArray(input) || input.length !== 3)
    throw new TypeError(
      `network: input must be [channels, height, width], as in { input: [1, 48, 48] } (got ${described(input)})`,
    );
  for (const side of input) requireWhole('network', 'input', side, 1);
  if (typeof body !== 'function')
    throw new TypeError(
      `network: its third argument must be a function from layers and pixels (got ${described(body)})`,
    );
  return { name, input, body };
}

/** Throws a TypeError when something else stands where `taker` takes a network. */
export function requireNetwork(taker: string, net: unknown): asserts net is Network {
  const { input, body } = (net ?? {}) as Partial<Network>;
  if (!Array.isArray(input) || typeof body !== 'function')
    throw new TypeError(
      `${taker}: must be given a network, as findNetwork('tiny') or network(…) give it (got ${described(net)})`,
    );
}

/** A tensor that training changes: by gradients (`weight`), or by the batches' statistics. */
export interface Parameter {
  name: string;
  shape: Shape;
  tensor: Tensor;
  kind: 'weight' | 'offset' | 'statistic';
  initial(random: Random): Float32Array;
  /** For a statistic: its value in this batch. */
  batch?: Tensor;
}

export interface Mask {
  name: string;
  shape: Shape;
  rate: number;
  tensor: Tensor;
}

export interface TrainingNetwork {
  parameters: Parameter[];
  masks: Mask[];
  heads: Heads;
}

function requireBuildable(taker: string, net: unknown, pixels: unknown): Network {
  requireNetwork(taker, net);
  requireTensor(taker, pixels);
  return net;
}

/** Throws a TypeError when something else stands where `taker` takes what `buildForTraining` gives. */
function requireBuilt(taker: string, built: unknown): TrainingNetwork {
  if (Array.isArray((built as TrainingNetwork | undefined)?.parameters)) return built as TrainingNetwork;
  throw new TypeError(`${taker}: must be given what buildForTraining gives (got ${described(built)})`);
}

/** Throws a TypeError when something else stands where `taker` takes trained weights. */
export function requireWeights(taker: string, weights: unknown): asserts weights is Weights {
  if (!(weights instanceof Map))
    throw new TypeError(
      `${taker}: weights must be a Map, as fit and initialWeights give it (got ${described(weights)})`,
    );
}

/** How layers come by the tensors they compute with. */
interface Source {
  /** A weight of the given shape, or an offset that starts at `start`. */
  weight(name: string, shape: Shape, start: { gain: number } & WeightOptions): Tensor;
  offset(name: string, shape: Shape, start: number): Tensor;
  norm(name: string, x: Tensor): Tensor;
  dropout(name: string, x: Tensor, rate: number): Tensor;
}

function layersFrom(source: Source): Layers {
  const count = counter();
  const taken = new Set<string>();
  const nameOf = (kind: string, given: string | undefined) => {
    const next = count(kind);
    const name = given ?? next;
    if (taken.has(name))
      throw new Error(`${kind}: there are two layers called "${name}"; each needs a name of its own`);
    taken.add(name);
    return name;
  };
  return checkedLayers({
    conv: (
      x,
      width,
      { kernel = 3, stride = 1, padding = Math.floor(kernel / 2), bias = false, name, ...start } = {},
    ) => {
      const layer = nameOf('conv', name);
      const weight = source.weight(`${layer}/weight`, [width, x.shape[1] as number, kernel, kernel], {
        gain: 2,
        ...start,
      });
      const added = bias && { bias: source.offset(`${layer}/bias`, [width], 0) };
      // A strided 1 × 1 convolution reads every stride-th pixel only, so it is one on those.
      return kernel === 1 && stride > 1
        ? conv2d(subsample(x, stride), weight, { ...added })
        : conv2d(x, weight, { stride, padding, ...added });
    },
    depthwise: (x, { kernel = 3, stride = 1, padding = Math.floor(kernel / 2), name, ...start } = {}) => {
      const layer = nameOf('depthwise', name);
      const weight = source.weight(`${layer}/weight`, [x.shape[1] as number, 1, kernel, kernel], { gain: 2, ...start });
      return depthwiseConv2d(x, weight, { stride, padding });
    },
    norm: (x, { name } = {}) => source.norm(nameOf('norm', name), x),
    dense: (x, units, { name, ...start } = {}) => {
      const layer = nameOf('dense', name);
      const weight = source.weight(`${layer}/weight`, [units, x.shape[1] as number], { gain: 1, ...start });
      return linear(x, weight, source.offset(`${layer}/bias`, [units], 0));
    },
    parameter: (given, shape, options) => {
      const name = nameOf('parameter', given);
      return options.kind === 'weight'
        ? source.weight(`${name}/weight`, shape, { gain: 1, deviation: options.deviation })
        : source.offset(`${name}/bias`, shape, options.start ?? 0);
    },
    dropout: (x, rate) => source.dropout(count('dropout'), x, rate),
  });
}

export interface TrainingOptions {
  /** Whose kernels the graph is for; the CPU's by default. */
  provider?: Provider;
  /** The tensor that holds a parameter; an input of its name by default. */
  parameter?(parameter: Omit<Parameter, 'tensor'>): Tensor;
}

/**
 * The network with parameters and dropout masks as inputs, for batches of a fixed size.
 *
 * @example
 * import { buildForTraining, findNetwork, input } from 'feeling/train';
 * const { parameters, heads } = buildForTraining(findNetwork('tiny'), input('pixels', [64, 1, 48, 48]));
 * parameters[0]?.kind; // → 'weight'
 * heads.fer2013?.shape; // → [64, 7]
 */
export function buildForTraining(net: Network, pixels: Tensor, options: TrainingOptions = {}): TrainingNetwork {
  const { input: shape, body } = requireBuildable('buildForTraining', net, pixels);
  requireOptions('buildForTraining', options);
  const { provider = 'cpu', parameter: find = ({ name, shape }) => input(name, shape) } = options;
  const parameters: Parameter[] = [];
  const masks: Mask[] = [];
  const normalise = normalisationOf(provider);
  const declare = (parameter: Omit<Parameter, 'tensor'>): Tensor => {
    const tensor = find(parameter);
    parameters.push({ ...parameter, tensor });
    return tensor;
  };
  const filled = (shape: Shape, value: number) => () => new Float32Array(sizeOf(shape)).fill(value);
  const offset = (name: string, shape: Shape, start: number) =>
    declare({ name, shape, kind: 'offset', initial: filled(shape, start) });
  const layers = layersFrom({
    weight: (name, shape, { gain, deviation = Math.sqrt(gain / sizeOf(shape.slice(1))) }) => {
      const initial = (random: Random) =>
        Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * deviation);
      return declare({ name, shape, kind: 'weight', initial });
    },
    offset,
    norm: (name, x) => {
      const shape = [x.shape[1] as number];
      const { output, statistics } = normalise(x, offset(`${name}/gamma`, shape, 1), offset(`${name}/beta`, shape, 0));
      for (const [statistic, start] of [
        ['mean', 0],
        ['variance', 1],
      ] as const)
        declare({
          name: `${name}/${statistic}`,
          shape,
          kind: 'statistic',
          initial: filled(shape, start),
          batch: statistics[statistic],
        });
      return output;
    },
    dropout: (name, x, rate) => {
      const tensor = input(name, x.shape);
      masks.push({ name, shape: x.shape, rate, tensor });
      return dropout(x, tensor);
    },
  });
  return { parameters, masks, heads: body(layers, requireInput(shape, pixels)) };
}

const normalisationOf = (provider: Provider) => (provider === 'webgpu' ? batchNormOnCard : batchNorm);

/**
 * The same network once more on the same masks, with other tensors for the weights and offsets that `instead` has: what
 * an optimizer needs that looks at the loss from somewhere else.
 *
 * @example
 * import { buildAgain, buildForTraining, findNetwork, input, scale } from 'feeling/train';
 * const pixels = input('pixels', [8, 1, 48, 48]);
 * const training = buildForTraining(findNetwork('tiny'), pixels);
 * const elsewhere = new Map(training.parameters.map(({ name, tensor }) => [name, scale(tensor, 1.01)]));
 * buildAgain(findNetwork('tiny'), pixels, training, elsewhere).fer2013?.shape; // → [8, 7]
 */
export function buildAgain(
  net: Network,
  pixels: Tensor,
  built: TrainingNetwork,
  instead: ReadonlyMap<string, Tensor>,
  provider: Provider = 'cpu',
): Heads {
  const { input: shape, body } = requireBuildable('buildAgain', net, pixels);
  const { parameters, masks } = requireBuilt('buildAgain', built);
  const known = new Map(parameters.map((p) => [p.name, p.tensor]));
  const find = (name: string) => instead.get(name) ?? (known.get(name) as Tensor);
  const layers = layersFrom({
    weight: find,
    offset: find,
    norm: (name, x) => normalisationOf(provider)(x, find(`${name}/gamma`), find(`${name}/beta`)).output,
    dropout: (name, x) => dropout(x, (masks.find((m) => m.name === name) as Mask).tensor),
  });
  return body(layers, requireInput(shape, pixels));
}

/** Trained numbers by parameter name. */
export type Weights = ReadonlyMap<string, Float32Array>;

/**
 * The network with its trained numbers as constants; batch normalisation folds into the convolutions when emitted.
 *
 * Throws an Error that names the parameter when `weights` lacks one or has one of another size.
 *
 * @example
 * import { buildForInference, buildForTraining, findNetwork, initialWeights, input } from 'feeling/train';
 * const tiny = findNetwork('tiny');
 * const weights = initialWeights(buildForTraining(tiny, input('pixels', [1, 1, 48, 48])), 1);
 * buildForInference(tiny, input('pixels', [1, 1, 48, 48]), weights).fer2013?.shape; // → [1, 7]
 */
export function buildForInference(net: Network, pixels: Tensor, weights: Weights): Heads {
  const { input: shape, body } = requireBuildable('buildForInference', net, pixels);
  requireWeights('buildForInference', weights);
  const trained = (name: string, shape: Shape) => {
    const values = weights.get(name);
    if (values?.length !== sizeOf(shape))
      throw new Error(`network: parameter ${name} must have ${sizeOf(shape)} values (got ${values?.length ?? 'none'})`);
    return constant(values, shape);
  };
  const layers = layersFrom({
    weight: trained,
    offset: trained,
    norm: (name, x) => {
      const vector = (part: string) => trained(`${name}/${part}`, [x.shape[1] as number]);
      return fixedNorm(x, vector('gamma'), vector('beta'), { mean: vector('mean'), variance: vector('variance') });
    },
    dropout: (_, x) => x,
  });
  return body(layers, requireInput(shape, pixels));
}

/**
 * What each normalisation is given, as means and variances over a batch, of the network with trained numbers.
 *
 * Throws as `buildForInference` does.
 */
export function normInputs(
  { input: shape, body }: Network,
  pixels: Tensor,
  weights: Weights,
): Map<string, ChannelStatistics> {
  const found = new Map<string, ChannelStatistics>();
  const trained = (name: string, shape: Shape) => constant(weights.get(name) as Float32Array, shape);
  const layers = layersFrom({
    weight: trained,
    offset: trained,
    norm: (name, x) => {
      const vector = (part: string) => trained(`${name}/${part}`, [x.shape[1] as number]);
      found.set(name, statisticsOf(x));
      return fixedNorm(x, vector('gamma'), vector('beta'), { mean: vector('mean'), variance: vector('variance') });
    },
    dropout: (_, x) => x,
  });
  body(layers, requireInput(shape, pixels));
  return found;
}

/**
 * Names of a network's heads, in order.
 *
 * @example
 * import { findNetwork, headsOf } from 'feeling/train';
 * headsOf(findNetwork('tiny')).includes('ferplus'); // → true
 */
export function headsOf(net: Network): string[] {
  requireNetwork('headsOf', net);
  return Object.keys(buildForTraining(net, input('pixels', [1, ...net.input])).heads);
}

export interface Size {
  /** Numbers that are learned. */
  parameters: number;
  /** Running statistics of normalisation, which are kept beside them. */
  statistics: number;
  /** Multiply-accumulates of one picture. */
  macs: number;
}

/**
 * How large a network is, counted on the network itself.
 *
 * @example
 * import { findNetwork, measure } from 'feeling/train';
 * const { parameters, macs } = measure(findNetwork('lightface'));
 * parameters; // → 1485831
 * macs > 28e6; // → true
 */
export function measure(net: Network): Size {
  requireNetwork('measure', net);
  const { parameters, heads } = buildForTraining(net, input('pixels', [1, ...net.input]));
  const seen = new Set<Tensor>();
  const stack = Object.values(heads);
  let macs = 0;
  while (stack.length > 0) {
    const t = stack.pop() as Tensor;
    if (seen.has(t)) continue;
    seen.add(t);
    macs += t.operation.macs ?? 0;
    stack.push(...t.operation.inputs);
  }
  const sum = (some: Parameter[]) => some.reduce((total, p) => total + sizeOf(p.shape), 0);
  return {
    parameters: sum(parameters.filter((p) => p.kind !== 'statistic')),
    statistics: sum(parameters.filter((p) => p.kind === 'statistic')),
    macs,
  };
}

/**
 * Starting values of every parameter.
 *
 * @example
 * import { buildForTraining, findNetwork, initialWeights, input } from 'feeling/train';
 * const pixels = input('pixels', [64, 1, 48, 48]);
 * const weights = initialWeights(buildForTraining(findNetwork('tiny'), pixels), 1);
 * [...weights.keys()].includes('conv1/weight'); // → true
 */
export function initialWeights(built: TrainingNetwork, seed: number): Map<string, Float32Array> {
  const { parameters } = requireBuilt('initialWeights', built);
  return new Map(parameters.map((p, i) => [p.name, p.initial(seededRandom(seed, i))]));
}

function counter() {
  const counts = new Map<string, number>();
  return (kind: string) => {
    const n = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, n);
    return `${kind}${n}`;
  };
}

function requireInput(shape: Shape, pixels: Tensor): Tensor {
  if (pixels.shape.length !== 4 || shape.some((d, i) => d !== pixels.shape[i + 1]))
    throw new Error(`network: pixels must have shape [batch, ${shape.join(', ')}] (got [${pixels.shape.join(', ')}])`);
  return pixels;
}
