/** Batch normalisation, and the sums and affine maps per channel that it and its gradient are made of. */
import { multiply, plus, reciprocal, scale, sqrt, subtract } from './elementwise';
import { blockedDomain, type Emitter, microsoftDomain } from './emit';
import {
  constant,
  formatShape,
  requireRank,
  type Shape,
  ShapeError,
  type Step,
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

/**
 * Batch normalisation (Ioffe and Szegedy 2015, arXiv:1502.03167) with the batch's own statistics.
 *
 * x           [batch, channels, height, width]
 * gamma, beta [channels]
 * returns     output of x's shape, and the statistics of this batch, from which the caller keeps running ones
 *
 * Throws a ShapeError when gamma or beta do not have one value a channel.
 */
export function batchNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  epsilon = 1e-5,
): { output: Tensor; statistics: ChannelStatistics } {
  requireChannels('batchNorm', x, gamma, beta);
  const count = (x.shape[0] as number) * (x.shape[2] as number) * (x.shape[3] as number);
  const mean = scale(channelSum(x), 1 / count);
  const variance = subtract(scale(channelDot(x, x), 1 / count), multiply(mean, mean));
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
 * Batch normalisation with fixed statistics, as a network uses it once trained.
 *
 * x                             [batch, channels, height, width]
 * gamma, beta, mean, variance   [channels]
 */
export function fixedNorm(
  x: Tensor,
  gamma: Tensor,
  beta: Tensor,
  { mean, variance }: ChannelStatistics,
  epsilon = 1e-5,
): Tensor {
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

/**
 * y = slope·x + offset + addend, then relu: one pass over memory. In the blocked layout this is a depthwise 1 × 1
 * convolution, whose kernel adds and clips as it writes.
 */
function channelAffine(x: Tensor, slope: Tensor, offset: Tensor, { addend, relu }: Omit<Step, 'affine'> = {}): Tensor {
  const channels = x.shape[1] as number;
  const emit = (e: Emitter) => {
    if (e.isBlocked(x))
      return e.node(
        'Conv',
        [
          e.value(x),
          e.reshape(e.value(slope), [channels, 1, 1, 1]),
          e.value(offset),
          ...(addend ? [e.value(addend)] : []),
        ],
        {
          domain: blockedDomain,
          attributes: { kernel_shape: [1, 1], group: channels, ...(relu && { activation: 'Relu' }) },
        },
      );
    const perChannel = (v: Tensor) => e.reshape(e.value(v), [1, channels, 1, 1]);
    let y = e.node('Add', [e.node('Mul', [e.plain(x), perChannel(slope)]), perChannel(offset)]);
    if (addend) y = e.node('Add', [y, e.plain(addend)]);
    return relu ? e.node('Relu', [y]) : y;
  };
  return tensor(
    x.shape,
    {
      name: 'channelAffine',
      inputs: [x, slope, offset, ...(addend ? [addend] : [])],
      emit,
      absorb: (next) => {
        if (relu || next.affine || (addend && next.addend)) return undefined;
        return channelAffine(x, slope, offset, { ...(addend && { addend }), ...next });
      },
    },
    { featureMap: x.featureMap },
  );
}

/** `[batch · channel blocks, positions, inner]`: sums over positions run over contiguous memory in either layout. */
function positionsByChannel(e: Emitter, x: Tensor) {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const inner = e.isBlocked(x) ? e.block : 1;
  const shape = e.isBlocked(x)
    ? [(batch * channels) / inner, height * width, inner]
    : [batch * channels, height * width, 1];
  return { value: e.reshape(e.value(x), shape), inner, batch, channels };
}

/** Adds up what was summed per picture: any shape of batch · channels numbers → [channels]. */
const sumOverBatch = (e: Emitter, value: string, batch: number, channels: number) =>
  e.node('ReduceSum', [e.reshape(value, [batch, channels]), e.integers([0])], { attributes: { keepdims: 0 } });

/** Sum per channel. [batch, channels, height, width] → [channels] */
function channelSum(x: Tensor): Tensor {
  return tensor([x.shape[1] as number], {
    name: 'channelSum',
    inputs: [x],
    emit: (e) => {
      const { value, batch, channels } = positionsByChannel(e, x);
      const sums = e.node('ReduceSum', [value, e.integers([1])], { attributes: { keepdims: 0 } });
      return sumOverBatch(e, sums, batch, channels);
    },
  });
}

/**
 * Sum per channel of a·b. [batch, channels, height, width] twice → [channels]
 *
 * a and b are multiplied as matrices [inner, positions] × [positions, inner] of which the diagonal is kept: more
 * products, but nothing of the size of a is written, and writing is what takes the time.
 */
function channelDot(a: Tensor, b: Tensor): Tensor {
  return tensor([a.shape[1] as number], {
    name: 'channelDot',
    inputs: [a, b],
    emit: (e) => {
      const { value: left, inner, batch, channels } = positionsByChannel(e, a);
      if (a === b) {
        const squares = e.node('ReduceSumSquare', [left, e.integers([1])], { attributes: { keepdims: 0 } });
        return sumOverBatch(e, squares, batch, channels);
      }
      const right = positionsByChannel(e, b).value;
      const products = e.node('FusedMatMul', [left, right], { domain: microsoftDomain, attributes: { transA: 1 } });
      if (inner === 1) return sumOverBatch(e, products, batch, channels);
      const identity = Float32Array.from({ length: inner * inner }, (_, i) => (i % (inner + 1) === 0 ? 1 : 0));
      const diagonal = e.node('Mul', [products, e.value(constant(identity, [inner, inner]))]);
      return sumOverBatch(
        e,
        e.node('ReduceSum', [diagonal, e.integers([1])], { attributes: { keepdims: 0 } }),
        batch,
        channels,
      );
    },
  });
}
