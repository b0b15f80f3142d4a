/** Convolution in groups of channels. */
import { channelRange, concat } from './concat';
import { type ConvOptions, conv2d } from './conv';
import { formatShape, ShapeError, type Tensor } from './tensor';

/**
 * Grouped convolution (Krizhevsky et al. 2012; Xie et al. 2017, arXiv:1611.05431): channels are divided evenly, and each
 * group has a convolution of its own. Every channel by itself is `depthwiseConv2d`.
 *
 * x       [batch, channels, height, width]
 * weights one a group, [outChannels / groups, channels / groups, kernel, kernel] each
 * returns [batch, outChannels, outHeight, outWidth] as conv2d
 *
 * Throws a ShapeError when the groups do not divide the channels, or a weight does not fit its group.
 */
export function groupedConv2d(x: Tensor, weights: readonly Tensor[], options: ConvOptions = {}): Tensor {
  const channels = x.shape[1] as number;
  const width = channels / weights.length;
  if (!Number.isInteger(width))
    throw new ShapeError(
      `groupedConv2d: ${weights.length} groups do not divide the channels of input ${formatShape(x.shape)}`,
    );
  return concat(weights.map((weight, i) => conv2d(channelRange(x, i * width, (i + 1) * width), weight, options)));
}
