/** Averages of windows, and of everything. */
import { requireKnown } from '../options';
import { requireWhole } from './checkLayers';
import { blockedDomain } from './emit';
import { spreadTo } from './spread';
import { formatShape, requireRank, ShapeError, type Tensor, tensor } from './tensor';

/**
 * Mean over all positions.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels]
 *
 * @example
 * import { globalAveragePool, input } from 'feeling/train';
 * globalAveragePool(input('x', [2, 8, 12, 12])).shape; // → [2, 8]
 */
export function globalAveragePool(x: Tensor): Tensor {
  requireRank('globalAveragePool', x, 4, '[batch, channels, height, width]');
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  return tensor([batch, channels], {
    name: 'globalAveragePool',
    inputs: [x],
    emit: (e) => {
      if (!e.isBlocked(x))
        return e.node('ReduceMean', [e.value(x), e.integers([2, 3])], { attributes: { keepdims: 0 } });
      const positions = e.reshape(e.value(x), [(batch * channels) / e.block, height * width, e.block]);
      const means = e.node('ReduceMean', [positions, e.integers([1])], { attributes: { keepdims: 0 } });
      return e.reshape(means, [batch, channels]);
    },
    parents: [x],
    gradient: (g) => [spreadEvenly(g, x)],
  });
}

/** g / (height · width) at every position of x's shape. */
function spreadEvenly(g: Tensor, x: Tensor): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const share = 1 / (height * width);
  return tensor(
    x.shape,
    {
      name: 'globalAveragePoolGradient',
      inputs: [g],
      emit: (e) => {
        const inner = e.isBlocked(x) ? e.block : 1;
        const planes = (batch * channels) / inner;
        const scaled = e.reshape(e.node('Mul', [e.value(g), e.scalar(share)]), [planes, 1, inner]);
        const spread = e.node('Expand', [scaled, e.integers([planes, height * width, inner])]);
        return e.reshape(spread, x.shape);
      },
    },
    { featureMap: x.featureMap },
  );
}

export interface PoolOptions {
  /** Rows and columns of a window. */
  size: number;
  /** Rows and columns from one window to the next; the size, if not given. */
  stride?: number;
  /**
   * Whether a last window that hangs over the edge counts ("ceil mode"); it must start inside the picture. Only the
   * values inside it are pooled.
   */
  overhang?: boolean;
}

const poolOptions: Record<keyof PoolOptions, true> = { size: true, stride: true, overhang: true };

/** Where windows lie along one side. */
function windows(side: number, { size, stride = size, overhang = false }: PoolOptions) {
  const steps = (side - size) / stride;
  const out = (overhang ? Math.ceil(steps) : Math.floor(steps)) + 1;
  /** Rows past the edge that the last window covers. */
  const over = Math.max(0, (out - 1) * stride + size - side);
  return { out, over, stride };
}

/** Shape and ONNX attributes of a pooling. */
export function pooled(operator: string, x: Tensor, options: PoolOptions) {
  requireRank(operator, x, 4, '[batch, channels, height, width]');
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const given = options ?? ({} as PoolOptions);
  requireKnown(operator, poolOptions, given);
  const { size, stride = size } = given;
  requireWhole(operator, 'size', size, 1);
  requireWhole(operator, 'stride', stride, 1);
  if (size > height || size > width)
    throw new ShapeError(`${operator}: a window of ${size} is larger than input ${formatShape(x.shape)}`);
  const [down, across] = [windows(height, options), windows(width, options)];
  if (Math.max(down.over, across.over) >= size)
    throw new ShapeError(`${operator}: a window of ${size} would lie outside input ${formatShape(x.shape)}`);
  return {
    shape: [batch, channels, down.out, across.out],
    attributes: {
      kernel_shape: [size, size],
      strides: [down.stride, down.stride],
      pads: [0, 0, down.over, across.over],
    },
    stride: down.stride,
    over: [down.over, across.over] as const,
  };
}

/**
 * Mean of each window.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels, outHeight, outWidth], outHeight = ⌊(height − size) / stride⌋ + 1
 *
 * Throws a ShapeError when a window is larger than x.
 * Gradient: each window's over its size, added up where windows overlap, which is a mean of the spread gradients again.
 *
 * @example
 * import { averagePool, input } from 'feeling/train';
 * averagePool(input('x', [1, 8, 12, 12]), { size: 4 }).shape; // → [1, 8, 3, 3]
 */
export function averagePool(x: Tensor, options: Omit<PoolOptions, 'overhang'>): Tensor {
  const { shape, attributes, stride } = pooled('averagePool', x, options);
  return tensor(
    shape,
    {
      name: 'averagePool',
      inputs: [x],
      emit: (e) => e.node('AveragePool', [e.value(x)], { attributes, domain: e.isBlocked(x) ? blockedDomain : '' }),
      parents: [x],
      gradient: (g) => {
        const [batch, channels, height, width] = x.shape as [number, number, number, number];
        const border = options.size - 1;
        const spread = spreadTo(g, stride, [batch, channels, height + border, width + border], [border, border]);
        return [averagePool(spread, { size: options.size, stride: 1 })];
      },
    },
    { featureMap: x.featureMap },
  );
}
