import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permuted, permutedShape } from './permute';

/** A shape, and an order of its axes. */
const cases = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }).chain((shape) =>
  fc.tuple(
    fc.constant(shape),
    fc.shuffledSubarray(
      shape.map((_, axis) => axis),
      { minLength: shape.length },
    ),
  ),
);

const counted = (shape: number[]) => Float32Array.from({ length: shape.reduce((n, d) => n * d, 1) }, (_, i) => i);

describe('permuted', () => {
  it('moves the number at (i, j, k) to where the order puts these axes', () => {
    // numpy.arange(24).reshape(2, 3, 4).transpose(2, 0, 1)[1, 1, 2] is 21.
    const moved = permuted(counted([2, 3, 4]), [2, 3, 4], [2, 0, 1]);
    expect(permutedShape([2, 3, 4], [2, 0, 1])).toEqual([4, 2, 3]);
    expect(moved[(1 * 2 + 1) * 3 + 2]).toBe(21);
    expect([...moved.subarray(0, 7)]).toEqual([0, 4, 8, 12, 16, 20, 1]);
  });

  it('is undone by the inverse order', () => {
    fc.assert(
      fc.property(cases, ([shape, order]) => {
        const inverse = order.map((_, axis) => order.indexOf(axis));
        const there = permuted(counted(shape), shape, order);
        expect(permuted(there, permutedShape(shape, order), inverse)).toEqual(counted(shape));
      }),
    );
  });
});
