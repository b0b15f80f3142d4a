/**
 * A network is a function from pixels to the logits of its heads, written once and built twice: with parameters as
 * inputs to be trained, or with trained numbers as constants to be run.
 */
import { conv2d, subsample } from './conv';
import { dropout } from './elementwise';
import { linear } from './linear';
import { batchNorm, fixedNorm } from './norm';
import { type Random, seededRandom } from './random';
import { constant, input, type Shape, sizeOf, type Tensor } from './tensor';

export interface ConvLayerOptions {
  /** Rows and columns of the kernel, 3 by default. */
  kernel?: number;
  stride?: number;
  /** Half the kernel, rounded down, by default. */
  padding?: number;
}

/** What a network is built from; each call makes a layer with parameters of its own, named by kind and order. */
export interface Layers {
  /** Convolution without bias, weights as He et al. 2015 (arXiv:1502.01852). */
  conv(x: Tensor, width: number, options?: ConvLayerOptions): Tensor;
  norm(x: Tensor): Tensor;
  dense(x: Tensor, units: number): Tensor;
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

export function network(name: string, { input }: { input: Shape }, body: Network['body']): Network {
  return { name, input, body };
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
}

export interface TrainingNetwork {
  parameters: Parameter[];
  masks: Mask[];
  heads: Heads;
}

/** The network with parameters and dropout masks as inputs, for batches of a fixed size. */
export function buildForTraining({ input: shape, body }: Network, pixels: Tensor): TrainingNetwork {
  const parameters: Parameter[] = [];
  const masks: Mask[] = [];
  const count = counter();
  const declare = (parameter: Omit<Parameter, 'tensor'>): Tensor => {
    const tensor = input(parameter.name, parameter.shape);
    parameters.push({ ...parameter, tensor });
    return tensor;
  };
  const filled = (shape: Shape, value: number) => () => new Float32Array(sizeOf(shape)).fill(value);
  const weight = (name: string, shape: Shape, gain: number) => {
    const deviation = Math.sqrt(gain / sizeOf(shape.slice(1)));
    const initial = (random: Random) => Float32Array.from({ length: sizeOf(shape) }, () => random.normal() * deviation);
    return declare({ name, shape, kind: 'weight', initial });
  };
  const heads = body(
    {
      conv: (x, width, options) => convolve(x, (shape) => weight(`${count('conv')}/weight`, shape, 2), width, options),
      norm: (x) => {
        const name = count('norm');
        const shape = [x.shape[1] as number];
        const gamma = declare({ name: `${name}/gamma`, shape, kind: 'offset', initial: filled(shape, 1) });
        const beta = declare({ name: `${name}/beta`, shape, kind: 'offset', initial: filled(shape, 0) });
        const { output, statistics } = batchNorm(x, gamma, beta);
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
      dense: (x, units) => {
        const name = count('dense');
        const w = weight(`${name}/weight`, [units, x.shape[1] as number], 1);
        const b = declare({ name: `${name}/bias`, shape: [units], kind: 'offset', initial: filled([units], 0) });
        return linear(x, w, b);
      },
      dropout: (x, rate) => {
        const name = count('dropout');
        masks.push({ name, shape: x.shape, rate });
        return dropout(x, input(name, x.shape));
      },
    },
    requireInput(shape, pixels),
  );
  return { parameters, masks, heads };
}

/** Trained numbers by parameter name. */
export type Weights = ReadonlyMap<string, Float32Array>;

/**
 * The network with its trained numbers as constants; batch normalisation folds into the convolutions when emitted.
 *
 * Throws an Error that names the parameter when `weights` lacks one or has one of another size.
 */
export function buildForInference({ input: shape, body }: Network, pixels: Tensor, weights: Weights): Heads {
  const count = counter();
  const trained = (name: string, shape: Shape) => {
    const values = weights.get(name);
    if (values?.length !== sizeOf(shape))
      throw new Error(`network: parameter ${name} has ${values?.length ?? 'no'} values, ${sizeOf(shape)} are needed`);
    return constant(values, shape);
  };
  return body(
    {
      conv: (x, width, options) => convolve(x, (shape) => trained(`${count('conv')}/weight`, shape), width, options),
      norm: (x) => {
        const name = count('norm');
        const vector = (part: string) => trained(`${name}/${part}`, [x.shape[1] as number]);
        return fixedNorm(x, vector('gamma'), vector('beta'), { mean: vector('mean'), variance: vector('variance') });
      },
      dense: (x, units) => {
        const name = count('dense');
        return linear(x, trained(`${name}/weight`, [units, x.shape[1] as number]), trained(`${name}/bias`, [units]));
      },
      dropout: (x) => x,
    },
    requireInput(shape, pixels),
  );
}

/** Parameters and multiply-accumulates of one picture, counted on the network itself. */
export function measure(net: Network): { parameters: number; macs: number } {
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
  const trained = parameters.filter((p) => p.kind !== 'statistic');
  return { parameters: trained.reduce((sum, p) => sum + sizeOf(p.shape), 0), macs };
}

/** Starting values of every parameter. */
export function initialWeights({ parameters }: TrainingNetwork, seed: number): Map<string, Float32Array> {
  return new Map(parameters.map((p, i) => [p.name, p.initial(seededRandom(seed, i))]));
}

/** A strided 1 × 1 convolution reads every stride-th pixel only, so it is one on those. */
function convolve(
  x: Tensor,
  weight: (shape: Shape) => Tensor,
  width: number,
  { kernel = 3, stride = 1, padding = Math.floor(kernel / 2) }: ConvLayerOptions = {},
): Tensor {
  const w = weight([width, x.shape[1] as number, kernel, kernel]);
  return kernel === 1 && stride > 1 ? conv2d(subsample(x, stride), w) : conv2d(x, w, { stride, padding });
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
    throw new Error(
      `network: pixels of shape [${pixels.shape.join(', ')}] where [batch, ${shape.join(', ')}] is needed`,
    );
  return pixels;
}
