/** The numbers of a tensor in another order of its axes. */
import { type Shape, sizeOf } from './tensor';

/**
 * Numbers of `shape` with axis `order[i]` as axis i, as NumPy's transpose has it.
 *
 * @example
 * permuted(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3], [1, 0]); // → 1, 4, 2, 5, 3, 6
 */
export function permuted(values: Float32Array, shape: Shape, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = order.map((axis) => shape[axis] as number);
  const steps = order.map((axis) => strides[axis] as number);
  const result = new Float32Array(values.length);
  const place = sizes.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = values[from] as number;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis] as number;
      place[axis] = (place[axis] as number) + 1;
      if ((place[axis] as number) < (sizes[axis] as number)) break;
      from -= (steps[axis] as number) * (sizes[axis] as number);
      place[axis] = 0;
    }
  }
  return result;
}

/** A shape with its axes in that order. */
export const permutedShape = (shape: Shape, order: readonly number[]): number[] =>
  order.map((axis) => shape[axis] as number);
