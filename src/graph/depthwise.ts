/** Convolution of each channel by itself, and its gradients. */
import { requireOptions } from '../options';
import type { ConvOptions } from './conv';
import { blockedDomain, type Emitter } from './emit';
import { turned } from './spread';
import { absorbed, emitConvolution, gradientOffsets, slidSize, spreadGradient, type Tail } from './tail';
import { formatShape, requireRank, ShapeError, sizeOf, type Tensor, tensor } from './tensor';

/**
 * Depthwise convolution: every channel with a kernel of its own (Howard et al. 2017, arXiv:1704.04861).
 *
 * x       [batch, channels, height, width]
 * weight  [channels, 1, kernel, kernel]
 * returns [batch, channels, outHeight, outWidth], outHeight = ⌊(height + 2·padding − kernel) / stride⌋ + 1
 *
 * Throws a ShapeError when x and weight disagree on channels or the kernel is larger than the padded input.
 * Gradients: the input's is a depthwise convolution with the kernels turned; the weight's is one as well, see
 * `weightGradient`.
 *
 * @example
 * import { depthwiseConv2d, input } from 'feeling/train';
 * depthwiseConv2d(input('x', [1, 4, 8, 8]), input('weight', [4, 1, 3, 3]), { padding: 1 }).shape; // → [1, 4, 8, 8]
 */
export function depthwiseConv2d(x: Tensor, weight: Tensor, options: ConvOptions = {}): Tensor {
  requireOptions('depthwiseConv2d', options);
  const { stride = 1, padding = 0 } = options;
  return depthwise(x, weight, { stride, padding }, {});
}

function depthwise(x: Tensor, weight: Tensor, options: Required<ConvOptions>, tail: Tail): Tensor {
  requireRank('depthwiseConv2d', x, 4, '[batch, channels, height, width]');
  requireRank('depthwiseConv2d', weight, 4, '[channels, 1, kernel, kernel]');
  const [batch, channels] = x.shape as [number, number];
  const [kernels, one, kernel, kernelWidth] = weight.shape as [number, number, number, number];
  if (kernels !== channels || one !== 1 || kernel !== kernelWidth)
    throw new ShapeError(
      `depthwiseConv2d: weight must have shape [${channels}, 1, kernel, kernel] for input ${formatShape(x.shape)} ` +
        `(got ${formatShape(weight.shape)})`,
    );
  const shape = [batch, channels, ...slidSize('depthwiseConv2d', x, kernel, options)];
  const { bias, addend } = tail;
  return tensor(
    shape,
    {
      name: 'depthwiseConv2d',
      inputs: [x, weight, ...(bias ? [bias] : []), ...(addend ? [addend] : [])],
      macs: sizeOf(shape) * kernel * kernel,
      window: options,
      emit: (e) => emitDepthwise(e, x, weight, options, tail),
      parents: [x, weight],
      gradient: (g) => [inputGradient(g, weight, x.shape, options), weightGradient(x, g, weight.shape, options)],
      absorb: (next) => {
        const fused = absorbed(weight, tail, next);
        return fused && depthwise(x, fused.weight, options, fused.tail);
      },
    },
    { featureMap: true },
  );
}

function emitDepthwise(e: Emitter, x: Tensor, weight: Tensor, window: Required<ConvOptions>, tail: Tail): string {
  const [channels, , kernel] = weight.shape as [number, number, number];
  const node = { x, weight, window, tail, group: channels };
  if (!e.isBlocked(x)) return emitConvolution(e, node);
  // The blocked kernels read [channels / block, kernel, kernel, block].
  const split = e.reshape(e.value(weight), [channels / e.block, e.block, kernel, kernel]);
  const blockedWeight = e.reshape(e.transpose(split, [0, 2, 3, 1]), weight.shape);
  return emitConvolution(e, { ...node, blockedWeight });
}

/**
 * Gradient of the weight.
 *
 * dW[c, i, j] = Σ over batch and positions of g[b, c, y, x] · input[b, c, y·stride + i − padding, …]: for each picture
 * and channel a convolution with the output's gradient as the kernel and the stride as its dilation. So batch and
 * channels together become the channels of one depthwise convolution, and what it gives is summed over the batch.
 * In the blocked layout both operands already lie in memory as that kernel reads them. Measured on two AVX-512 cores:
 * 15 to 42 GFLOPS where the forward pass has 12 to 22 and a grouped convolution over transposed tensors 3
 * (bench/forms).
 */
function weightGradient(
  x: Tensor,
  g: Tensor,
  weightShape: readonly number[],
  { stride, padding }: Required<ConvOptions>,
): Tensor {
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  const [, , kernel] = weightShape as [number, number, number];
  const [, , outHeight, outWidth] = g.shape as [number, number, number, number];
  const [offsetsDown, offsetsAcross] = gradientOffsets(x, g, { stride, padding });
  return tensor(weightShape, {
    name: 'depthwiseConv2dWeightGradient',
    inputs: [x, g],
    emit: (e) => {
      const blocked = e.isBlocked(x) && e.isBlocked(g);
      const planes = batch * channels;
      const inner = blocked ? e.block : 1;
      const read = (t: Tensor) => (blocked ? e.value(t) : e.plain(t));
      const perPicture = e.node(
        'Conv',
        [e.reshape(read(x), [1, planes, height, width]), e.reshape(read(g), [planes, 1, outHeight, outWidth])],
        {
          domain: blocked ? blockedDomain : '',
          attributes: {
            kernel_shape: [outHeight, outWidth],
            pads: [padding, padding, padding, padding],
            dilations: [stride, stride],
            group: planes,
          },
        },
      );
      const byBlock = e.reshape(perPicture, [batch, channels / inner, offsetsDown, offsetsAcross, inner]);
      let taps = e.node('ReduceSum', [byBlock, e.integers([0])], { attributes: { keepdims: 0 } });
      if (offsetsDown > kernel || offsetsAcross > kernel)
        taps = e.node('Slice', [taps, e.integers([0, 0]), e.integers([kernel, kernel]), e.integers([1, 2])]);
      return e.reshape(e.transpose(taps, [0, 3, 1, 2]), weightShape);
    },
  });
}

/** Gradient of the input: a depthwise convolution of the output's gradient, spread by the stride, with turned kernels. */
function inputGradient(
  g: Tensor,
  weight: Tensor,
  inputShape: readonly number[],
  window: Required<ConvOptions>,
): Tensor {
  const { spread, padding } = spreadGradient('depthwiseConv2d', g, weight.shape[2] as number, inputShape, window);
  return depthwiseConv2d(spread, turned(weight), { padding });
}
