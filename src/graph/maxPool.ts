/** The greatest value of each window, and where its gradient goes. */
import { multiply, plus, subtract } from './elementwise';
import { blockedDomain, type Emitter } from './emit';
import type { Attribute } from './onnx';
import { type PoolOptions, pooled } from './pool';
import { spreadTo } from './spread';
import { sizeOf, type Tensor, tensor } from './tensor';

/**
 * Greatest value of each window.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels, outHeight, outWidth], outHeight = ⌊(height − size) / stride⌋ + 1, ⌈⌉ with `overhang`
 *
 * Throws a ShapeError when a window is larger than x.
 * The gradient goes to the greatest value; where several are equal, to the first of them, or, for windows that neither
 * overlap nor hang over, to each in equal shares.
 *
 * @example
 * import { input, maxPool } from 'feeling/train';
 * maxPool(input('x', [1, 8, 12, 12]), { size: 2 }).shape; // → [1, 8, 6, 6]
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
        tiled && over.every((o) => o === 0)
          ? tiledGradient(x, y, g, stride)
          : scattered(x, y, g, { attributes, stride, over, size: options.size }),
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

interface Windows {
  attributes: Record<string, Attribute>;
  size: number;
  stride: number;
  /** Rows and columns past the edge that the last windows cover. */
  over: readonly [number, number];
}

/** Windows that overlap: each gradient is added at the place that ONNX's MaxPool names, or that is searched. */
function scattered(x: Tensor, y: Tensor, g: Tensor, windows: Windows): Tensor {
  return tensor(
    x.shape,
    {
      name: 'maxPoolGradient',
      inputs: [x, y, g],
      emit: (e) => {
        // WebGPU's MaxPool cannot tell where its maxima are.
        const gradient =
          e.provider === 'cpu' ? scatterAtIndices(e, x, g, windows) : e.plain(searched(x, y, g, windows));
        return e.isBlocked(x) ? e.toBlocked(gradient) : gradient;
      },
    },
    { featureMap: x.featureMap },
  );
}

function scatterAtIndices(e: Emitter, x: Tensor, g: Tensor, { attributes }: Windows): string {
  const places = e.nodeWithOutputs('MaxPool', [e.plain(x)], 2, { attributes })[1] as string;
  const nothing = e.node('Expand', [e.floats(new Float32Array(1), [1]), e.integers([sizeOf(x.shape)])]);
  const count = [sizeOf(g.shape)];
  const sums = e.node('ScatterElements', [nothing, e.reshape(places, count), e.reshape(e.plain(g), count)], {
    attributes: { axis: 0, reduction: 'add' },
  });
  return e.reshape(sums, x.shape);
}

/** Tap by tap of the windows: where it is the maximum, and none before it was, the gradient belongs there. */
function searched(x: Tensor, y: Tensor, g: Tensor, { size, stride, over }: Windows): Tensor {
  const ones = fill(1, y.shape);
  let open = ones;
  let sum: Tensor | undefined;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      const isMaximum = equal(tap(x, y.shape, stride, over, [i, j]), y);
      const here = multiply(isMaximum, open);
      open = subtract(open, here);
      const placed = spreadTo(multiply(here, g), stride, x.shape, [i, j]);
      sum = sum ? plus(sum, placed) : placed;
    }
  return sum as Tensor;
}

const fill = (value: number, shape: readonly number[]): Tensor =>
  tensor(shape, {
    name: 'fill',
    inputs: [],
    emit: (e) => e.node('Expand', [e.floats(Float32Array.of(value), [1]), e.integers(shape)]),
  });

/** 1 where a is b, 0 where it is below: a hard sigmoid this steep has nothing between (see relu). */
const equal = (a: Tensor, b: Tensor): Tensor =>
  tensor(a.shape, {
    name: 'equal',
    inputs: [a, b],
    emit: (e) =>
      e.node('HardSigmoid', [e.node('Sub', [e.plain(a), e.plain(b)])], {
        attributes: { alpha: { float: 3e38 }, beta: { float: 1 } },
      }),
  });

/** The value at one place of every window; past the edge it is too low to be a maximum. */
const tap = (
  x: Tensor,
  shape: readonly number[],
  stride: number,
  [down, across]: readonly [number, number],
  [i, j]: readonly [number, number],
): Tensor =>
  tensor(shape, {
    name: 'tap',
    inputs: [x],
    emit: (e) => {
      const [outHeight, outWidth] = shape.slice(2) as [number, number];
      const ends = [i + (outHeight - 1) * stride + 1, j + (outWidth - 1) * stride + 1];
      const padded =
        down + across === 0
          ? e.plain(x)
          : e.node('Pad', [e.plain(x), e.integers([0, 0, 0, 0, 0, 0, down, across]), e.scalar(-1e30)]);
      return e.node('Slice', [
        padded,
        e.integers([i, j]),
        e.integers(ends),
        e.integers([2, 3]),
        e.integers([stride, stride]),
      ]);
    },
  });
