/** Windows that move over a picture, and the zeros around it. */
import type { OnnxNode } from '../../graph';
import type { OnnxBuilder } from '../onnxBuilder';
import type { OperatorOptions } from '../schema';
import { TfliteError } from '../table';
import type { TfliteBuilder } from '../tfliteBuilder';
import { listOf, numberOf, pairOf } from './attributes';
import { pad } from './shape';

/** Zeros that TensorFlow's SAME puts around one side's pixels; the odd one stands behind. */
function samePadding(size: number, kernel: number, stride: number): { before: number; behind: number } {
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return { before: Math.floor(total / 2), behind: Math.ceil(total / 2) };
}

/** ONNX's pads for a picture of the file: [top, left, bottom, right]. */
export function onnxPads(
  to: OnnxBuilder,
  picture: number,
  [height, width]: readonly [number, number],
  { padding, stride }: OperatorOptions,
): number[] {
  if (padding === 'valid') return [0, 0, 0, 0];
  const [, rows = 0, columns = 0] = to.shape(picture);
  const down = samePadding(rows, height, stride[0]);
  const across = samePadding(columns, width, stride[1]);
  return [down.before, across.before, down.behind, across.behind];
}

/**
 * What a window moves over: the input, padded by an operator of its own where it must be, and the result's size.
 *
 * zeros: whether zeros around the picture do no harm, as they do to the greatest or the mean of a window
 */
export function windowed(to: TfliteBuilder, node: OnnxNode, kernel: readonly [number, number], zeros: boolean) {
  const { tensor, shape } = to.picture(node.inputs[0]);
  const [, channels = 0, height = 0, width = 0] = shape;
  const strides = pairOf(node, 'strides');
  const dilations = pairOf(node, 'dilations');
  const [top = 0, left = 0, bottom = 0, right = 0] = listOf(node, 'pads', [0, 0, 0, 0]);
  if (node.attributes?.['auto_pad'] && node.attributes['auto_pad'] !== 'NOTSET')
    throw new TfliteError(`${node.outputs[0]}: auto_pad is not known, pads are`);
  const padded = [height + top + bottom, width + left + right] as const;
  const reach = [1 + (kernel[0] - 1) * dilations[0], 1 + (kernel[1] - 1) * dilations[1]] as const;
  const ceil = numberOf(node, 'ceil_mode', 0) === 1;
  const positions = (side: 0 | 1) => {
    const steps = (padded[side] - reach[side]) / strides[side];
    if (ceil && !Number.isInteger(steps)) throw new TfliteError(`${node.outputs[0]}: ceil_mode is not known`);
    return Math.floor(steps) + 1;
  };
  const result = { rows: positions(0), columns: positions(1), padding: 'valid' as const, x: tensor };
  if (top + left + bottom + right === 0) return result;
  const down = samePadding(height, reach[0], strides[0]);
  const across = samePadding(width, reach[1], strides[1]);
  if (down.before === top && down.behind === bottom && across.before === left && across.behind === right)
    return { ...result, padding: 'same' as const };
  if (!zeros)
    throw new TfliteError(
      `${node.outputs[0]}: a pool with pads ${[top, left, bottom, right].join(', ')}, which are not SAME, is not known`,
    );
  const wide = to.add(`${node.outputs[0]}:padded`, [1, channels, ...padded]);
  to.operate(pad, [tensor, to.numbers(Int32Array.of(0, 0, top, bottom, left, right, 0, 0), [4, 2])], wide);
  return { ...result, x: wide.tensor };
}
