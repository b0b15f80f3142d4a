/** Sums and affine maps per channel. */
import { blockedDomain, type Emitter, microsoftDomain } from './emit';
import { activationAttributes, emitActivation } from './tail';
import { constant, type Step, type Tensor, tensor } from './tensor';

/**
 * y = activation(slope·x + offset + addend): one pass over memory. In the blocked layout this is a depthwise 1 × 1
 * convolution, whose kernel adds and clips as it writes.
 */
export function channelAffine(
  x: Tensor,
  slope: Tensor,
  offset: Tensor,
  { addend, activation }: Omit<Step, 'affine'> = {},
): Tensor {
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
          attributes: { kernel_shape: [1, 1], group: channels, ...activationAttributes(activation) },
        },
      );
    const perChannel = (v: Tensor) => e.reshape(e.value(v), [1, channels, 1, 1]);
    let y = e.node('Add', [e.node('Mul', [e.plain(x), perChannel(slope)]), perChannel(offset)]);
    if (addend) y = e.node('Add', [y, e.plain(addend)]);
    return emitActivation(e, y, activation);
  };
  return tensor(
    x.shape,
    {
      name: 'channelAffine',
      inputs: [x, slope, offset, ...(addend ? [addend] : [])],
      emit,
      absorb: (next) => {
        if (activation || next.affine || (addend && next.addend)) return undefined;
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

/**
 * The same in two steps for graphics cards: over each picture's positions, which a group of threads adds up, then over
 * the pictures. All at once would leave most of a card idle.
 */
function sumOverPictures(e: Emitter, op: 'ReduceSum' | 'ReduceSumSquare', x: string): string {
  const perPicture = e.node(op, [x, e.integers([2, 3])], { attributes: { keepdims: 0 } });
  return e.node('ReduceSum', [perPicture, e.integers([0])], { attributes: { keepdims: 0 } });
}

/** Mean per channel, for graphics cards. [batch, channels, height, width] → [channels] */
export function channelMean(x: Tensor): Tensor {
  return tensor([x.shape[1] as number], {
    name: 'channelMean',
    inputs: [x],
    emit: (e) => {
      const perPicture = e.node('ReduceMean', [e.plain(x), e.integers([2, 3])], { attributes: { keepdims: 0 } });
      return e.node('ReduceMean', [perPicture, e.integers([0])], { attributes: { keepdims: 0 } });
    },
  });
}

/** Sum per channel. [batch, channels, height, width] → [channels] */
export function channelSum(x: Tensor): Tensor {
  return tensor([x.shape[1] as number], {
    name: 'channelSum',
    inputs: [x],
    emit: (e) => {
      if (e.provider === 'webgpu') return sumOverPictures(e, 'ReduceSum', e.value(x));
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
export function channelDot(a: Tensor, b: Tensor): Tensor {
  return tensor([a.shape[1] as number], {
    name: 'channelDot',
    inputs: [a, b],
    emit: (e) => {
      if (e.provider === 'webgpu')
        return a === b
          ? sumOverPictures(e, 'ReduceSumSquare', e.value(a))
          : sumOverPictures(e, 'ReduceSum', e.node('Mul', [e.value(a), e.value(b)]));
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
