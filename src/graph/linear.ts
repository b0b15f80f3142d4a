/** The fully connected layer. */
import { formatShape, requireRank, ShapeError, sizeOf, type Tensor, tensor } from './tensor';

/** A product of two matrices, each transposed or not; the gradients of `linear` are made of these. */
function matrixProduct(a: Tensor, b: Tensor, { transA = 0, transB = 0 }): Tensor {
  const shape = [a.shape[transA ? 1 : 0] as number, b.shape[transB ? 0 : 1] as number];
  return tensor(shape, {
    name: 'matrixProduct',
    inputs: [a, b],
    emit: (e) => e.node('Gemm', [e.value(a), e.value(b)], { attributes: { transA, transB } }),
  });
}

/**
 * y = x · weightᵀ + bias
 *
 * x       [batch, inputs]
 * weight  [units, inputs]
 * bias    [units]
 * returns [batch, units]
 *
 * Throws a ShapeError when they disagree.
 *
 * @example
 * import { input, linear } from 'feeling/train';
 * linear(input('x', [2, 8]), input('weight', [7, 8]), input('bias', [7])).shape; // → [2, 7]
 */
export function linear(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  requireRank('linear', x, 2, '[batch, inputs]');
  const [units, inputs] = weight.shape as [number, number];
  if (weight.shape.length !== 2 || inputs !== x.shape[1] || bias.shape.length !== 1 || bias.shape[0] !== units)
    throw new ShapeError(
      `linear: input ${formatShape(x.shape)} needs weight [units, ${x.shape[1]}] and bias [units], ` +
        `got ${formatShape(weight.shape)} and ${formatShape(bias.shape)}`,
    );
  return tensor([x.shape[0] as number, units], {
    name: 'linear',
    inputs: [x, weight, bias],
    macs: sizeOf(x.shape) * units,
    emit: (e) => e.node('Gemm', [e.value(x), e.value(weight), e.value(bias)], { attributes: { transB: 1 } }),
    parents: [x, weight, bias],
    gradient: (g) => [matrixProduct(g, weight, {}), matrixProduct(g, x, { transA: 1 }), sumOverRows(g)],
  });
}

const sumOverRows = (g: Tensor): Tensor =>
  tensor([g.shape[1] as number], {
    name: 'sumOverRows',
    inputs: [g],
    emit: (e) => e.node('ReduceSum', [e.value(g), e.integers([0])], { attributes: { keepdims: 0 } }),
  });
