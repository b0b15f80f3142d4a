/** Moving rows and columns: taking every n-th, putting zeros between them, turning kernels. */
import type { Emitter } from './emit';
import { requireRank, type Tensor, tensor } from './tensor';

/** `[batch × channel blocks, height, width, inner]`, in which rows and columns can be moved whatever the layout is. */
export function rows(e: Emitter, x: Tensor): { value: string; inner: number; planes: number } {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const inner = e.isBlocked(x) ? e.block : 1;
  const planes = (batch * channels) / inner;
  return { value: e.reshape(e.value(x), [planes, height, width, inner]), inner, planes };
}

/**
 * Puts stride − 1 zeros behind every row and column and `border` rows and columns before the first, then cuts or fills
 * with zeros to `shape`.
 */
export function spreadTo(
  x: Tensor,
  stride: number,
  shape: readonly number[],
  [top, left]: readonly [number, number] = [0, 0],
): Tensor {
  const [, , height, width] = x.shape as [number, number, number, number];
  const [, , toHeight, toWidth] = shape as [number, number, number, number];
  if (stride === 1 && top + left === 0 && height === toHeight && width === toWidth) return x;
  return tensor(
    shape,
    {
      name: 'spread',
      inputs: [x],
      emit: (e) => {
        if (e.provider === 'webgpu') return emitSpread(e, x, stride, shape, [top, left]);
        const { value, inner, planes } = rows(e, x);
        const split = e.reshape(value, [planes, height, 1, width, inner]);
        const padded = e.node('Pad', [split, e.integers([0, 0, 0, 0, 0, 0, 0, stride - 1, 0, (stride - 1) * inner])]);
        const grown = e.reshape(padded, [planes, height * stride, width * stride, inner]);
        const missing = [toHeight - height * stride - top, toWidth - width * stride - left] as const;
        // Negative padding cuts.
        const fitted = [top, left, ...missing].every((m) => m === 0)
          ? grown
          : e.node('Pad', [grown, e.integers([0, top, left, 0, 0, missing[0], missing[1], 0])]);
        return e.reshape(fitted, shape);
      },
    },
    { featureMap: x.featureMap },
  );
}

/** The same in few nodes: the transpose of a depthwise convolution whose kernels are single ones, and a border. */
function emitSpread(
  e: Emitter,
  x: Tensor,
  stride: number,
  [, , toHeight, toWidth]: readonly number[],
  [top, left]: readonly [number, number],
): string {
  const [, channels, height, width] = x.shape as [number, number, number, number];
  const missing = [
    (toHeight as number) - top - ((height - 1) * stride + 1),
    (toWidth as number) - left - ((width - 1) * stride + 1),
  ] as const;
  const behind = missing.map((m) => Math.min(Math.max(m, 0), stride - 1)) as [number, number];
  const grown =
    stride === 1
      ? e.plain(x)
      : e.node('ConvTranspose', [e.plain(x), e.floats(new Float32Array(channels).fill(1), [channels, 1, 1, 1])], {
          attributes: {
            kernel_shape: [1, 1],
            strides: [stride, stride],
            group: channels,
            pads: [0, 0, 0, 0],
            output_padding: behind,
          },
        });
  const border = [top, left, missing[0] - behind[0], missing[1] - behind[1]] as const;
  if (border.every((n) => n === 0)) return grown;
  return e.node('Pad', [grown, e.integers([0, 0, border[0], border[1], 0, 0, border[2], border[3]])]);
}

/**
 * Every `stride`-th row and column, from the first.
 *
 * x       [batch, channels, height, width]
 * returns [batch, channels, ⌈height / stride⌉, ⌈width / stride⌉]
 *
 * A strided 1 × 1 convolution is a plain one of this, which spares its gradients the zeros.
 *
 * @example
 * import { input, subsample } from 'feeling/train';
 * subsample(input('x', [1, 4, 8, 8]), 2).shape; // → [1, 4, 4, 4]
 */
export function subsample(x: Tensor, stride: number): Tensor {
  requireRank('subsample', x, 4, '[batch, channels, height, width]');
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const shape = [batch, channels, Math.ceil(height / stride), Math.ceil(width / stride)];
  return tensor(
    shape,
    {
      name: 'subsample',
      inputs: [x],
      emit: (e) => {
        const far = Number.MAX_SAFE_INTEGER;
        const everyNth = (value: string, axes: number[]) =>
          e.node('Slice', [
            value,
            e.integers([0, 0]),
            e.integers([far, far]),
            e.integers(axes),
            e.integers([stride, stride]),
          ]);
        if (!e.isBlocked(x)) return everyNth(e.value(x), [2, 3]);
        return e.reshape(everyNth(rows(e, x).value, [1, 2]), shape);
      },
      parents: [x],
      gradient: (g) => [spreadTo(g, stride, x.shape)],
    },
    { featureMap: x.featureMap },
  );
}

/** Each kernel turned by 180°: [..., kernel, kernel] */
export function turned(weight: Tensor): Tensor {
  const kernel = weight.shape[2] as number;
  if (kernel === 1) return weight;
  return tensor(weight.shape, {
    name: 'turned',
    inputs: [weight],
    emit: (e) => {
      const past = -(kernel + 1);
      return e.node('Slice', [
        e.value(weight),
        e.integers([-1, -1]),
        e.integers([past, past]),
        e.integers([2, 3]),
        e.integers([-1, -1]),
      ]);
    },
  });
}
