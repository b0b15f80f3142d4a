/** Pooling. */
import { blockedDomain } from './emit';
import type { Attribute } from './onnx';
import { spreadTo } from './spread';
import { formatShape, requireRank, ShapeError, sizeOf, type Tensor, tensor } from './tensor';

/**
 * Mean over all positions.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels]
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

/** Where windows lie along one side. */
function windows(side: number, { size, stride = size, overhang = false }: PoolOptions) {
  const steps = (side - size) / stride;
  const out = (overhang ? Math.ceil(steps) : Math.floor(steps)) + 1;
  /** Rows past the edge that the last window covers. */
  const over = Math.max(0, (out - 1) * stride + size - side);
  return { out, over, stride };
}

function pooled(operator: string, x: Tensor, options: PoolOptions) {
  requireRank(operator, x, 4, '[batch, channels, height, width]');
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const { size } = options;
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
 * Greatest value of each window.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels, outHeight, outWidth], outHeight = ⌊(height − size) / stride⌋ + 1, ⌈⌉ with `overhang`
 *
 * Throws a ShapeError when a window is larger than x.
 * The gradient goes to the greatest value; where several are equal, to the first of them, or, for windows that neither
 * overlap nor hang over, to each in equal shares.
 */
export function maxPool(x: Tensor, options: PoolOptions): Tensor {
  const { shape, attributes, stride, over } = pooled('maxPool', x, options);
  const [, , height, width] = x.shape as [number, number, number, number];
  const tiled = stride === options.size && height % stride === 0 && width % stride === 0;
  const y: Tensor = tensor(
    shape,
    {
      name: 'maxPool',
      inputs: [x],
      emit: (e) => e.node('MaxPool', [e.value(x)], { attributes, domain: e.isBlocked(x) ? blockedDomain : '' }),
      parents: [x],
      gradient: (g) => [
        tiled && over.every((o) => o === 0) ? tiledGradient(x, y, g, stride) : scattered(x, g, attributes),
      ],
    },
    { featureMap: x.featureMap },
  );
  return y;
}

/** Windows side by side: a mask of where x equals its window's maximum, shared out among equals. */
function tiledGradient(x: Tensor, y: Tensor, g: Tensor, stride: number): Tensor {
  const [, , height, width] = x.shape as [number, number, number, number];
  return tensor(
    x.shape,
    {
      name: 'maxPoolGradient',
      inputs: [x, y, g],
      emit: (e) => {
        const blocked = e.isBlocked(x) && e.isBlocked(g);
        const inner = blocked ? e.block : 1;
        const planes = sizeOf(x.shape.slice(0, 2)) / inner;
        const read = (t: Tensor, shape: number[]) => e.reshape(blocked ? e.value(t) : e.plain(t), shape);
        const cells = [planes, height / stride, stride, width / stride, stride, inner];
        const perWindow = [planes, height / stride, 1, width / stride, 1, inner];
        // 1 where x − y is 0, 0 where it is below: a hard sigmoid this steep has nothing between (see relu).
        const below = e.node('Sub', [read(x, cells), read(y, perWindow)]);
        const mask = e.node('HardSigmoid', [below], { attributes: { alpha: { float: 3e38 }, beta: { float: 1 } } });
        const equals = e.node('ReduceSum', [mask, e.integers([2, 4])], { attributes: { keepdims: 1 } });
        const share = e.node('Div', [read(g, perWindow), equals]);
        const spread = e.reshape(e.node('Mul', [mask, share]), x.shape);
        return blocked || !e.isBlocked(x) ? spread : e.toBlocked(spread);
      },
    },
    { featureMap: x.featureMap },
  );
}

/** Windows that overlap: each gradient is added at the place that ONNX's MaxPool names. */
function scattered(x: Tensor, g: Tensor, attributes: Record<string, Attribute>): Tensor {
  return tensor(
    x.shape,
    {
      name: 'maxPoolGradient',
      inputs: [x, g],
      emit: (e) => {
        const places = e.nodeWithOutputs('MaxPool', [e.plain(x)], 2, { attributes })[1] as string;
        const nothing = e.node('Expand', [e.floats(new Float32Array(1), [1]), e.integers([sizeOf(x.shape)])]);
        const count = [sizeOf(g.shape)];
        const sums = e.node('ScatterElements', [nothing, e.reshape(places, count), e.reshape(e.plain(g), count)], {
          attributes: { axis: 0, reduction: 'add' },
        });
        const gradient = e.reshape(sums, x.shape);
        return e.isBlocked(x) ? e.toBlocked(gradient) : gradient;
      },
    },
    { featureMap: x.featureMap },
  );
}

/**
 * Mean of each window.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels, outHeight, outWidth], outHeight = ⌊(height − size) / stride⌋ + 1
 *
 * Throws a ShapeError when a window is larger than x.
 * Gradient: each window's over its size, added up where windows overlap, which is a mean of the spread gradients again.
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
        const spread = spreadTo(g, stride, [batch, channels, height + border, width + border], border);
        return [averagePool(spread, { size: options.size, stride: 1 })];
      },
    },
    { featureMap: x.featureMap },
  );
}
