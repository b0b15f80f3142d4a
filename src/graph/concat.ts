/** Putting channels together and taking them apart. */
import { described } from '../options';
import type { Emitter } from './emit';
import { formatShape, requireRank, requireTensor, ShapeError, type Tensor, tensor } from './tensor';

/**
 * Channels of several feature maps, one after the other.
 *
 * parts   [batch, channels, height, width] each, equal but for channels
 * returns [batch, sum of channels, height, width]
 *
 * Throws a ShapeError when they differ in anything else.
 *
 * @example
 * import { concat, input } from 'feeling/train';
 * concat([input('a', [1, 2, 6, 6]), input('b', [1, 3, 6, 6])]).shape; // → [1, 5, 6, 6]
 */
export function concat(parts: readonly Tensor[]): Tensor {
  if (!Array.isArray(parts)) throw new TypeError(`concat: must be given a list of tensors (got ${described(parts)})`);
  const [first, ...others] = parts as readonly Tensor[];
  if (!first) throw new ShapeError('concat: no tensors were given');
  requireRank('concat', first, 4, '[batch, channels, height, width]');
  for (const other of others) requireTensor('concat', other);
  for (const other of others)
    if (other.shape.length !== 4 || other.shape.some((d, i) => i !== 1 && d !== first.shape[i]))
      throw new ShapeError(
        `concat: shapes ${formatShape(first.shape)} and ${formatShape(other.shape)} differ in more than channels`,
      );
  const channels = parts.reduce((sum, part) => sum + (part.shape[1] as number), 0);
  const [batch, , height, width] = first.shape as [number, number, number, number];
  const y: Tensor = tensor(
    [batch, channels, height, width],
    {
      name: 'concat',
      inputs: parts,
      // Blocks of channels follow each other in memory as channels do.
      emit: (e) =>
        byChannels(e, [...parts, y], (read) => e.node('Concat', parts.map(read), { attributes: { axis: 1 } })),
      parents: parts,
      gradient: (g) => {
        let start = 0;
        return parts.map((part) => {
          const from = start;
          start += part.shape[1] as number;
          return channelRange(g, from, start);
        });
      },
    },
    { featureMap: parts.every((part) => part.featureMap) },
  );
  return y;
}

/**
 * Some of the channels.
 *
 * x       [batch, channels, height, width]
 * returns [batch, to − from, height, width]
 *
 * Throws a ShapeError when x does not have them.
 *
 * @example
 * import { channelRange, input } from 'feeling/train';
 * channelRange(input('x', [1, 8, 6, 6]), 2, 5).shape; // → [1, 3, 6, 6]
 */
export function channelRange(x: Tensor, from: number, to: number): Tensor {
  requireRank('channelRange', x, 4, '[batch, channels, height, width]');
  const [batch, channels, height, width] = x.shape as [number, number, number, number];
  if (!(from >= 0 && from < to && to <= channels))
    throw new ShapeError(`channelRange: channels ${from} to ${to} of input ${formatShape(x.shape)}`);
  const zeros = (n: number) => [batch, n, height, width];
  const y: Tensor = tensor(
    [batch, to - from, height, width],
    {
      name: 'channelRange',
      inputs: [x],
      emit: (e) =>
        byChannels(e, [x, y], (read) =>
          e.node('Slice', [read(x), e.integers([from]), e.integers([to]), e.integers([1])]),
        ),
      parents: [x],
      gradient: (g) => [
        concat([
          ...(from > 0 ? [nothing(zeros(from), x.featureMap)] : []),
          g,
          ...(to < channels ? [nothing(zeros(channels - to), x.featureMap)] : []),
        ]),
      ],
    },
    { featureMap: x.featureMap },
  );
  return y;
}

/** Emits a node that moves whole channels: in the blocked layout where every tensor has it, else in the plain one. */
function byChannels(e: Emitter, tensors: readonly Tensor[], emit: (read: (t: Tensor) => string) => string): string {
  const result = tensors.at(-1) as Tensor;
  if (tensors.every((t) => e.isBlocked(t))) return emit((t) => e.value(t));
  const plain = emit((t) => e.plain(t));
  return e.isBlocked(result) ? e.toBlocked(plain) : plain;
}

const nothing = (shape: readonly number[], featureMap: boolean): Tensor =>
  tensor(
    shape,
    {
      name: 'zeros',
      inputs: [],
      emit: (e) => e.node('Expand', [e.floats(new Float32Array(1), [1]), e.integers(shape)]),
    },
    { featureMap },
  );
