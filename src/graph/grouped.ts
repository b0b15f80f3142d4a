/** Convolution in groups of channels. */
import { channelRange, concat } from './concat';
import { type ConvOptions, conv2d } from './conv';
import { formatShape, requireTensor, requireTensors, ShapeError, type Tensor } from './tensor';

/**
 * Grouped convolution (Krizhevsky et al. 2012; Xie et al. 2017, arXiv:1611.05431): channels are divided evenly, and each
 * group has a convolution of its own. Every channel by itself is `depthwiseConv2d`.
 *
 * x       [batch, channels, height, width]
 * weights one a group, [outChannels / groups, channels / groups, kernel, kernel] each
 * returns [batch, outChannels, outHeight, outWidth] as conv2d
 *
 * Throws a ShapeError when the groups do not divide the channels, or a weight does not fit its group.
 *
 * @example
 * import { groupedConv2d, input } from 'feeling/train';
 * const weights = [input('first', [3, 2, 3, 3]), input('second', [3, 2, 3, 3])];
 * groupedConv2d(input('x', [1, 4, 8, 8]), weights, { padding: 1 }).shape; // → [1, 6, 8, 8]
 */
export function groupedConv2d(x: Tensor, weights: readonly Tensor[], options: ConvOptions = {}): Tensor {
  requireTensor('groupedConv2d', x);
  requireTensors('groupedConv2d', weights);
  const channels = x.shape[1] as number;
  const width = channels / weights.length;
  if (!Number.isInteger(width))
    throw new ShapeError(
      `groupedConv2d: ${weights.length} groups do not divide the channels of input ${formatShape(x.shape)}`,
    );
  return concat(weights.map((weight, i) => conv2d(channelRange(x, i * width, (i + 1) * width), weight, options)));
}
