/** Batch normalisation. */
import { requireOptions } from '../options';
import { channelAffine, channelDot, channelMean, channelSum } from './channels';
import { multiply, plus, reciprocal, scale, sqrt, subtract } from './elementwise';
import {
  constant,
  formatShape,
  requireRank,
  type Shape,
  ShapeError,
  scalar,
  sizeOf,
  type Tensor,
  tensor,
} from './tensor';

export interface ChannelStatistics {
  /** [channels] */
  mean: Tensor;
  /** [channels], divided by the number of values (biased) */
  variance: Tensor;
}

/** Mean and variance of each channel over a batch. */
export function statisticsOf(x: Tensor): ChannelStatistics {
  const count = (x.shape[0] as number) * (x.shape[2] as number) * (x.shape[3] as number);
  const mean = scale(channelSum(x), 1 / count);
  return { mean, variance: subtract(scale(channelDot(x, x), 1 / count), multiply(mean, mean)) };
}

/**
 * Batch normalisation (Ioffe and Szegedy 2015, arXiv:1502.03167) with the batch's own statistics.
 *
 * x           [batch, channels, height, width]
 * gamma, beta [channels]
 * returns     output of x's shape, and the statistics of this batch, from which the caller keeps running ones
 *
 * Throws a ShapeError when gamma or beta do not have one value a channel.
 *
 * @example
 * import { batchNorm, input } from 'feeling/train';
 * const { output, statistics } = batchNorm(input('x', [8, 4, 6, 6]), input('gamma', [4]), input('beta', [4]));
 * output.shape; // → [8, 4, 6, 6]
 * statistics.mean.shape; // → [4]
 */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon = 1e-5,
): { output: Tensor; statistics: ChannelStatistics } {
  requireChannels('batchNorm', x, gamma, beta);
  const count = (x.shape[0] as number) * (x.shape[2] as number) * (x.shape[3] as number);
  const { mean, variance } = statisticsOf(x);
  // Rounding may leave a variance a little below zero where a channel is constant.
  const inverse = reciprocal(sqrt(plus(positive(variance), scalar(epsilon))));
  const slope = multiply(gamma, inverse);
  const output = channelAffine(x, slope, subtract(beta, multiply(mean, slope)));
  return {
    output: {
      ...output,
      operation: {
        ...output.operation,
        parents: [x, gamma, beta],
        gradient: (g) => {
          const sum = channelSum(g);
          const gammaGradient = multiply(inverse, subtract(channelDot(g, x), multiply(mean, sum)));
          // Equation set in section 3 of the paper, collected as a·g + b·x + c with a, b, c per channel.
          const b = scale(multiply(multiply(slope, inverse), gammaGradient), -1 / count);
          const c = subtract(scale(multiply(slope, sum), -1 / count), multiply(b, mean));
          return [channelAffine(g, slope, zeros(slope.shape), { addend: channelAffine(x, b, c) }), gammaGradient, sum];
        },
      },
    },
    statistics: { mean, variance },
  };
}

/**
 * Batch normalisation as `batchNorm`, in as few operations as can be, each on all of a feature map: for graphics cards,
 * where starting an operation on a few numbers costs as much as a large one.
 *
 * With x̂ = (x − mean) / √(variance + ε), gradients are γ / √(variance + ε) · (g − mean(g) − x̂·mean(g·x̂)) for x and
 * batch·height·width times these means for β and γ.
 */
export function batchNormOnCard(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon = 1e-5,
): { output: Tensor; statistics: ChannelStatistics } {
  requireChannels('batchNorm', x, gamma, beta);
  const count = (x.shape[0] as number) * (x.shape[2] as number) * (x.shape[3] as number);
  const mean = channelMean(x);
  const variance = positive(subtract(scale(channelDot(x, x), 1 / count), multiply(mean, mean)));
  const none = zeros(gamma.shape);
  const output = normalised(x, { mean, variance }, gamma, beta, epsilon);
  return {
    output: {
      ...output,
      operation: {
        ...output.operation,
        parents: [x, gamma, beta],
        gradient: (g) => {
          const ones = constant(new Float32Array(sizeOf(gamma.shape)).fill(1), gamma.shape);
          const gammaMean = channelMean(multiply(g, normalised(x, { mean, variance }, ones, none, epsilon)));
          const betaMean = channelMean(g);
          const rest = subtract(g, normalised(x, { mean, variance }, gammaMean, betaMean, epsilon));
          return [
            normalised(rest, { mean: none, variance }, gamma, none, epsilon),
            scale(gammaMean, count),
            scale(betaMean, count),
          ];
        },
      },
    },
    statistics: { mean, variance },
  };
}

/** (x − mean) / √(variance + ε) · slope + offset, by ONNX's own operator. */
const normalised = (
  x: Tensor,
  { mean, variance }: ChannelStatistics,
  slope: Tensor,
  offset: Tensor,
  epsilon: number,
): Tensor =>
  tensor(
    x.shape,
    {
      name: 'normalised',
      inputs: [x, slope, offset, mean, variance],
      emit: (e) =>
        e.node('BatchNormalization', [e.plain(x), ...[slope, offset, mean, variance].map((t) => e.value(t))], {
          attributes: { epsilon: { float: epsilon } },
        }),
    },
    { featureMap: x.featureMap },
  );

/**
 * Batch normalisation with fixed statistics, as a network uses it once trained.
 *
 * x                             [batch, channels, height, width]
 * gamma, beta, mean, variance   [channels]
 *
 * @example
 * import { constant, fixedNorm, input } from 'feeling/train';
 * const vector = (value: number) => constant([value, value], [2]);
 * const statistics = { mean: vector(1), variance: vector(4) };
 * fixedNorm(input('x', [1, 2, 3, 3]), vector(1), vector(0), statistics).shape; // → [1, 2, 3, 3]
 */
export function fixedNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  statistics: ChannelStatistics,
  epsilon = 1e-5,
): Tensor {
  requireOptions('fixedNorm', statistics);
  const { mean, variance } = statistics;
  requireChannels('fixedNorm', x, gamma, beta, mean, variance);
  const slope = multiply(gamma, reciprocal(sqrt(plus(variance, scalar(epsilon)))));
  return channelAffine(x, slope, subtract(beta, multiply(mean, slope)));
}

function requireChannels(operator: string, x: Tensor, ...vectors: Tensor[]) {
  requireRank(operator, x, 4, '[batch, channels, height, width]');
  for (const v of vectors)
    if (v.shape.length !== 1 || v.shape[0] !== x.shape[1])
      throw new ShapeError(
        `${operator}: input ${formatShape(x.shape)} needs vectors [${x.shape[1]}], got ${formatShape(v.shape)}`,
      );
}

const zeros = (shape: Shape) => constant(new Float32Array(sizeOf(shape)), shape);

const positive = (x: Tensor): Tensor =>
  tensor(x.shape, { name: 'positive', inputs: [x], emit: (e) => e.node('Relu', [e.value(x)]) });
