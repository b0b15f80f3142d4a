/** Many tensors as one vector, so that what is done to each element alike is done to all of them at once. */
import { multiply } from './elementwise';
import type { Emitter } from './emit';
import { constant, formatShape, requireRank, type Shape, ShapeError, sizeOf, type Tensor, tensor } from './tensor';

/** What graphics cards can bind to one kernel at least: a vector and what it is divided into. */
const partsAtOnce = 7;

/**
 * Consecutive parts of a vector in the given shapes.
 *
 * vector  [size], size the sum of the shapes' sizes
 * returns one tensor a shape
 *
 * Throws a ShapeError when the shapes do not fill the vector.
 */
export function parted(vector: Tensor, shapes: readonly Shape[]): Tensor[] {
  requireRank('parted', vector, 1, '[size]');
  const sizes = shapes.map(sizeOf);
  const size = sizes.reduce((sum, n) => sum + n, 0);
  if (size !== vector.shape[0])
    throw new ShapeError(`parted: shapes of ${size} numbers do not fill a vector ${formatShape(vector.shape)}`);
  return divided(vector, sizes).map((part, i) => inShape(part, shapes[i] as Shape));
}

const inShape = (part: Tensor, shape: Shape): Tensor =>
  shape.length === 1
    ? part
    : tensor(shape, { name: 'part', inputs: [part], emit: (e) => e.reshape(e.value(part), shape) });

/** Parts of a vector as vectors, in levels of few parts each. */
function divided(vector: Tensor, sizes: readonly number[]): Tensor[] {
  if (sizes.length === 1) return [vector];
  const perPart = Math.max(1, partsAtOnce ** Math.ceil(Math.log(sizes.length) / Math.log(partsAtOnce) - 1e-9 - 1));
  const groups: number[][] = [];
  for (let i = 0; i < sizes.length; i += perPart) groups.push(sizes.slice(i, i + perPart));
  const parts = split(
    vector,
    groups.map((group) => group.reduce((sum, n) => sum + n, 0)),
  );
  return parts.flatMap((part, i) => divided(part, groups[i] as number[]));
}

/** ONNX's Split as tensors. */
function split(vector: Tensor, sizes: readonly number[]): Tensor[] {
  const emitted = new WeakMap<Emitter, string[]>();
  const node = tensor(vector.shape, {
    name: 'split',
    inputs: [vector],
    emit: (e) => {
      const outputs = e.nodeWithOutputs('Split', [e.value(vector), e.integers(sizes)], sizes.length, {
        attributes: { axis: 0 },
      });
      emitted.set(e, outputs);
      return outputs[0] as string;
    },
  });
  return sizes.map((size, i) =>
    tensor([size], { name: 'part', inputs: [node], emit: (e) => (emitted.get(e) as string[])[i] as string }),
  );
}

/** All numbers of the tensors, one after the other. [size] */
export function joined(parts: readonly Tensor[]): Tensor {
  const [first] = parts;
  if (!first) throw new ShapeError('joined: no tensors were given');
  const factors = parts.map((part) => part.operation.scaled);
  if (factors.filter(Boolean).length > 1) {
    // One product for all of them.
    const values = parts.flatMap((part, i) => new Array<number>(sizeOf(part.shape)).fill(factors[i]?.by ?? 1));
    return multiply(joined(parts.map((part, i) => factors[i]?.of ?? part)), constant(values, [values.length]));
  }
  const size = parts.reduce((sum, part) => sum + sizeOf(part.shape), 0);
  return tensor([size], {
    name: 'joined',
    inputs: parts,
    emit: (e) => {
      // ONNX Runtime computes first what was written last. The first layer's gradient needs the whole way back: written
      // first and so computed last, it lets every other layer's gradient be made, and its feature maps go, on that way.
      const vectors = parts
        .toReversed()
        .map((part) => (part.shape.length === 1 ? e.plain(part) : e.reshape(e.plain(part), [sizeOf(part.shape)])))
        .reverse();
      return vectors.length === 1 ? (vectors[0] as string) : e.node('Concat', vectors, { attributes: { axis: 0 } });
    },
  });
}
