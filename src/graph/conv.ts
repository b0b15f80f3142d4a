/** Two-dimensional convolution and its gradients. */
import { requireOptions } from '../options';
import { channelSum } from './channels';
import type { Emitter } from './emit';
import { turned } from './spread';
import { absorbed, emitConvolution, gradientOffsets, slidSize, spreadGradient, type Tail } from './tail';
import { formatShape, requireRank, ShapeError, sizeOf, type Tensor, tensor } from './tensor';

export interface ConvOptions {
  /** Rows and columns from one window to the next. */
  stride?: number;
  /** Rows and columns of zeros added on every side. */
  padding?: number;
}

/**
 * Two-dimensional convolution (cross-correlation), channels first.
 *
 * x       [batch, inChannels, height, width]
 * weight  [outChannels, inChannels, kernel, kernel]
 * bias    [outChannels], optional
 * returns [batch, outChannels, outHeight, outWidth], outHeight = ⌊(height + 2·padding − kernel) / stride⌋ + 1
 *
 * Throws a ShapeError when x and weight disagree on inChannels, the kernel is not square or larger than the padded
 * input.
 * Gradients: Dumoulin and Visin 2016 (arXiv:1603.07285), section 4. The input's is a convolution with flipped
 * weights. The weight's is one convolution as well, in which the batch takes the place of the channels, see
 * `weightGradient`.
 *
 * @example
 * import { conv2d, input } from 'feeling/train';
 * conv2d(input('x', [1, 3, 8, 8]), input('weight', [4, 3, 3, 3]), { stride: 2, padding: 1 }).shape; // → [1, 4, 4, 4]
 */
export function conv2d(x: Tensor, weight: Tensor, options: ConvOptions & { bias?: Tensor } = {}): Tensor {
  requireOptions('conv2d', options);
  const { stride = 1, padding = 0, bias } = options;
  return convolution(x, weight, { stride, padding }, bias ? { bias } : {});
}

function convolution(x: Tensor, weight: Tensor, options: Required<ConvOptions>, tail: Tail): Tensor {
  requireRank('conv2d', x, 4, '[batch, channels, height, width]');
  requireRank('conv2d', weight, 4, '[outChannels, inChannels, kernel, kernel]');
  const [batch, channels] = x.shape as [number, number];
  const [outChannels, inChannels, kernel, kernelWidth] = weight.shape as [number, number, number, number];
  if (inChannels !== channels || kernel !== kernelWidth)
    throw new ShapeError(
      `conv2d: weight must have shape [outChannels, ${channels}, kernel, kernel] for input ${formatShape(x.shape)} ` +
        `(got ${formatShape(weight.shape)})`,
    );
  const shape = [batch, outChannels, ...slidSize('conv2d', x, kernel, options)];
  const { bias, addend } = tail;
  const parents = [x, weight, ...(bias ? [bias] : [])];
  return tensor(
    shape,
    {
      name: 'conv2d',
      inputs: [...parents, ...(addend ? [addend] : [])],
      macs: sizeOf(shape) * inChannels * kernel * kernel,
      window: options,
      emit: (e) => emitConv(e, x, weight, options, tail),
      parents,
      gradient: (g) => [
        inputGradient(g, weight, x.shape, options),
        weightGradient(x, g, weight.shape, options),
        ...(bias ? [channelSum(g)] : []),
      ],
      absorb: (next) => {
        const fused = absorbed(weight, tail, next);
        return fused && convolution(x, fused.weight, options, fused.tail);
      },
    },
    { featureMap: true },
  );
}

function emitConv(e: Emitter, x: Tensor, weight: Tensor, window: Required<ConvOptions>, tail: Tail): string {
  const [outChannels, inChannels] = weight.shape as [number, number];
  const { block } = e;
  const fewChannels = !e.isBlocked(x) && inChannels < block;
  const blocked = block > 0 && outChannels % block === 0 && (e.isBlocked(x) || fewChannels);
  return emitConvolution(e, {
    x,
    weight,
    window,
    tail,
    ...(blocked && { blockedWeight: blockedWeight(e, weight, fewChannels ? 1 : block) }),
  });
}

/** Weights in the order of the blocked kernels: [out/b, in/i, kernel, kernel, i, b] where i is `inBlock`. */
function blockedWeight(e: Emitter, weight: Tensor, inBlock: number): string {
  const [o, i, k] = weight.shape as [number, number, number];
  const split = e.reshape(e.value(weight), [o / e.block, e.block, i / inBlock, inBlock, k, k]);
  return e.reshape(e.transpose(split, [0, 2, 4, 5, 3, 1]), weight.shape);
}

/**
 * Gradient of the weight.
 *
 * dW[o, c, i, j] = Σ over batch and positions of g[b, o, y, x] · input[b, c, y·stride + i − padding, …] is itself a
 * convolution: over an image whose channels are the batch, with the output's gradient as a kernel that covers the
 * whole picture and the stride as its dilation. Each tap then has only kernel × kernel positions, and such rows are
 * too short to be unfolded fast. So the channels become part of the row: with a layout [height, width · channels] and
 * a dilation of `channels` along the row, a window starts at every (i, j, c), and the unfolding copies runs of
 * kernel · channels numbers. All products for one weight are one matrix product [out, batch·H·W] × [batch·H·W, k²·c].
 * With the blocked layout the input needs no copy at all, its blocks are the depth of a 3-D convolution.
 * Measured on two AVX-512 cores: 156 to 294 GFLOPS against 32 to 95 with the axes merely swapped (bench/forms).
 */
function weightGradient(x: Tensor, g: Tensor, weightShape: readonly number[], options: Required<ConvOptions>): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [outChannels, , kernel] = weightShape as [number, number, number];
  const [, , outHeight, outWidth] = g.shape as [number, number, number, number];
  const { stride, padding } = options;
  const [offsetsDown, offsetsAcross] = gradientOffsets(x, g, { stride, padding });
  return tensor(weightShape, {
    name: 'conv2dWeightGradient',
    inputs: [x, g],
    emit: (e) => {
      if (e.provider === 'webgpu') return emitWeightGradient(e, x, g, weightShape, options);
      const inner = e.isBlocked(x) ? e.block : channels;
      const depth = channels / inner;
      const image = e.isBlocked(x) ? e.value(x) : e.transpose(e.plain(x), [0, 2, 3, 1]);
      const kernelOfGradients = e.transpose(e.plain(g), [1, 0, 2, 3]);
      const positions = e.node(
        'Conv',
        [
          e.reshape(image, [1, batch, depth, height, width * inner]),
          e.reshape(kernelOfGradients, [outChannels, batch, 1, outHeight, outWidth]),
        ],
        {
          attributes: {
            pads: [0, padding, padding * inner, 0, padding, padding * inner],
            dilations: [1, stride, stride * inner],
          },
        },
      );
      let taps = e.reshape(positions, [outChannels, depth, offsetsDown, offsetsAcross, inner]);
      if (offsetsDown > kernel || offsetsAcross > kernel)
        taps = e.node('Slice', [taps, e.integers([0, 0]), e.integers([kernel, kernel]), e.integers([2, 3])]);
      return e.reshape(e.transpose(taps, [0, 1, 4, 2, 3]), weightShape);
    },
  });
}

/**
 * The gradient of the weight for graphics cards: for every picture a product of matrices, what each window covers times
 * the output's gradient, [inChannels · kernel², positions] × [positions, outChannels], added up over the batch. What
 * the windows cover is unfolded by a convolution whose kernels are single ones. WebGPU's Conv with the picture's size as
 * the kernel's has one thread for each weight, and that reads the whole batch.
 */
function emitWeightGradient(
  e: Emitter,
  x: Tensor,
  g: Tensor,
  weightShape: readonly number[],
  { stride, padding }: Required<ConvOptions>,
): string {
  const [batch, channels] = x.shape as [number, number];
  const [outChannels, , kernel] = weightShape as [number, number, number];
  const positions = sizeOf(g.shape.slice(2));
  const taps = kernel * kernel;
  const unfolded =
    taps === 1 && stride === 1 && padding === 0
      ? e.value(x)
      : e.node('Conv', [e.value(x), e.floats(singleOnes(channels, kernel), [channels * taps, 1, kernel, kernel])], {
          attributes: {
            kernel_shape: [kernel, kernel],
            pads: [padding, padding, padding, padding],
            strides: [stride, stride],
            group: channels,
          },
        });
  const products = e.node('MatMul', [
    e.reshape(unfolded, [batch, channels * taps, positions]),
    e.transpose(e.reshape(e.value(g), [batch, outChannels, positions]), [0, 2, 1]),
  ]);
  const sums = e.node('ReduceSum', [products, e.integers([0])], { attributes: { keepdims: 0 } });
  return e.reshape(e.transpose(sums, [1, 0]), weightShape);
}

/** For each channel kernel² kernels, of which each takes one place of the window. */
function singleOnes(channels: number, kernel: number): Float32Array {
  const taps = kernel * kernel;
  return Float32Array.from({ length: channels * taps * taps }, (_, i) =>
    Math.floor(i / taps) % taps === i % taps ? 1 : 0,
  );
}

/**
 * Gradient of the input: a convolution of the output's gradient with the flipped weights, for a stride above 1
 * after zeros were put between its rows and columns.
 */
function inputGradient(
  g: Tensor,
  weight: Tensor,
  inputShape: readonly number[],
  window: Required<ConvOptions>,
): Tensor {
  const { spread, padding } = spreadGradient('conv2d', g, weight.shape[2] as number, inputShape, window);
  return conv2d(spread, turned(swapped(weight)), { padding });
}

/** [out, in, k, k] → [in, out, k, k] */
function swapped(weight: Tensor): Tensor {
  const [o, i, k] = weight.shape as [number, number, number];
  return tensor([i, o, k, k], {
    name: 'swapped',
    inputs: [weight],
    emit: (e) => e.transpose(e.value(weight), [1, 0, 2, 3]),
  });
}
