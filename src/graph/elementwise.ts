/** Operators that work on each element by itself. */
import { emitActivation, relu6Limit } from './tail';
import {
  type Activation,
  type Constant,
  constant,
  formatShape,
  isConstant,
  requireShape,
  requireTensor,
  type Shape,
  ShapeError,
  scalar,
  sizeOf,
  type Tensor,
  tensor,
} from './tensor';

function sameShape(operator: string, a: Tensor, b: Tensor) {
  for (const x of [a, b]) requireTensor(operator, x);
  if (a.shape.length !== b.shape.length || a.shape.some((d, i) => d !== b.shape[i]))
    throw new ShapeError(`${operator}: shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} differ`);
}

const compute = {
  Add: (a: number, b: number) => a + b,
  Sub: (a: number, b: number) => a - b,
  Mul: (a: number, b: number) => a * b,
  Div: (a: number, b: number) => a / b,
  Sqrt: Math.sqrt,
  Reciprocal: (a: number) => 1 / a,
};

/** Either equal shapes, or one of them a scalar `[]`. What is constant is computed at once. */
function binary(op: 'Add' | 'Sub' | 'Mul' | 'Div', a: Tensor, b: Tensor): Tensor {
  const name = op.toLowerCase();
  for (const x of [a, b]) requireTensor(name, x);
  const scalars = [a, b].filter((t) => t.shape.length === 0);
  if (scalars.length === 0) sameShape(name, a, b);
  const large = a.shape.length >= b.shape.length ? a : b;
  if (isConstant(a) && isConstant(b)) {
    const at = (t: Constant, i: number) => t.values[t.shape.length === 0 ? 0 : i] as number;
    return constant(
      Array.from({ length: sizeOf(large.shape) }, (_, i) => compute[op](at(a, i), at(b, i))),
      large.shape,
    );
  }
  const featureMap = scalars.length > 0 ? large.featureMap : a.featureMap && b.featureMap;
  return tensor(
    large.shape,
    {
      name,
      inputs: [a, b],
      emit: (e) => e.node(op, featureMap ? [e.value(a), e.value(b)] : [e.plain(a), e.plain(b)]),
    },
    { featureMap },
  );
}

const unary = (op: 'Sqrt' | 'Reciprocal', x: Tensor): Tensor =>
  isConstant(x)
    ? constant(x.values.map(compute[op]), x.shape)
    : tensor(x.shape, { name: op.toLowerCase(), inputs: [x], emit: (e) => e.node(op, [e.value(x)]) });

// Arithmetic on small vectors (statistics, optimizer state); nothing is trained through these.

/**
 * a + b, of equal shapes or with one a scalar; nothing is trained through it.
 *
 * @example
 * import { constant, plus } from 'feeling/train';
 * plus(constant([1, 2], [2]), constant([3], [])).shape; // → [2]
 */
export const plus = (a: Tensor, b: Tensor) => binary('Add', a, b);
/**
 * a − b, of equal shapes or with one a scalar; nothing is trained through it.
 *
 * @example
 * import { constant, subtract } from 'feeling/train';
 * subtract(constant([1, 2], [2]), constant([3], [])).shape; // → [2]
 */
export const subtract = (a: Tensor, b: Tensor) => binary('Sub', a, b);
/**
 * a · b, of equal shapes or with one a scalar; nothing is trained through it.
 *
 * @example
 * import { constant, multiply } from 'feeling/train';
 * multiply(constant([1, 2], [2]), constant([3], [])).shape; // → [2]
 */
export const multiply = (a: Tensor, b: Tensor) => binary('Mul', a, b);
/**
 * a / b, of equal shapes or with one a scalar; nothing is trained through it.
 *
 * @example
 * import { constant, divide } from 'feeling/train';
 * divide(constant([1, 2], [2]), constant([3], [])).shape; // → [2]
 */
export const divide = (a: Tensor, b: Tensor) => binary('Div', a, b);
export const sqrt = (x: Tensor) => unary('Sqrt', x);
export const reciprocal = (x: Tensor) => unary('Reciprocal', x);

/** a where `which` [] is 1, b where it is 0; both of the same shape. Nothing is trained through it. */
export function chosen(which: Tensor, a: Tensor, b: Tensor): Tensor {
  sameShape('chosen', a, b);
  return tensor(a.shape, {
    name: 'chosen',
    inputs: [which, a, b],
    emit: (e) => e.node('Where', [e.node('Greater', [e.value(which), e.scalar(0.5)]), e.plain(a), e.plain(b)]),
  });
}

/**
 * x times a number.
 *
 * @example
 * import { constant, createSession, emit, scale, writeOnnx } from 'feeling/train';
 * const halved = scale(constant([2, 4], [2]), 0.5);
 * const session = await createSession(writeOnnx(emit({ halved })));
 * [...(await session.run({})).halved.data]; // → [1, 2]
 */
export function scale(x: Tensor, factor: number): Tensor {
  if (factor === 1) return x;
  const y = binary('Mul', x, scalar(factor));
  if (isConstant(y)) return y;
  const trained = withGradient(y, [x], (g) => [scale(g, factor)]);
  return { ...trained, operation: { ...trained.operation, scaled: { of: x, by: factor } } };
}

function withGradient(t: Tensor, parents: readonly Tensor[], gradient: (g: Tensor) => readonly Tensor[]): Tensor {
  return { ...t, operation: { ...t.operation, parents, gradient } };
}

/**
 * Sum of two tensors of the same shape.
 *
 * Throws a ShapeError when the shapes differ.
 *
 * @example
 * import { add, input } from 'feeling/train';
 * add(input('a', [2, 3]), input('b', [2, 3])).shape; // → [2, 3]
 */
export function add(a: Tensor, b: Tensor): Tensor {
  sameShape('add', a, b);
  return withGradient(binary('Add', a, b), [a, b], (g) => [g, g]);
}

/**
 * max(0, x). The gradient passes where the output is positive.
 *
 * @example
 * import { input, relu } from 'feeling/train';
 * relu(input('x', [1, 4])).shape; // → [1, 4]
 */
export const relu = (x: Tensor): Tensor => activation('relu', x);

/**
 * min(max(0, x), 6). The gradient passes where the output is between.
 *
 * @example
 * import { input, relu6 } from 'feeling/train';
 * relu6(input('x', [1, 4])).operation.name; // → 'relu6'
 */
export const relu6 = (x: Tensor): Tensor => activation('relu6', x);

function activation(name: Activation, x: Tensor): Tensor {
  requireTensor(name, x);
  const y: Tensor = tensor(
    x.shape,
    {
      name,
      inputs: [x],
      emit: (e) => emitActivation(e, e.value(x), name),
      parents: [x],
      gradient: (g) => [activationGradient(name, y, g)],
    },
    { featureMap: x.featureMap },
  );
  return y;
}

/**
 * g where y, or for relu6 y·(6 − y), is positive, else 0. A hard sigmoid this steep is 1 for every positive float and
 * 0 for 0; ONNX Runtime runs it on all cores, Where on one.
 */
function activationGradient(name: Activation, y: Tensor, g: Tensor): Tensor {
  const featureMap = y.featureMap && g.featureMap;
  return tensor(
    y.shape,
    {
      name: `${name}Gradient`,
      inputs: [y, g],
      emit: (e) => {
        const [output, gradient] = featureMap ? [e.value(y), e.value(g)] : [e.plain(y), e.plain(g)];
        const between =
          name === 'relu' ? output : e.node('Mul', [output, e.node('Sub', [e.scalar(relu6Limit), output])]);
        const open = e.node('HardSigmoid', [between], { attributes: { alpha: { float: 3e38 }, beta: { float: 0 } } });
        return e.node('Mul', [gradient, open]);
      },
    },
    { featureMap },
  );
}

/**
 * Dropout (Srivastava et al. 2014) with the mask fed from outside, so that a seeded generator decides.
 *
 * x    any shape
 * mask the same shape: 0 where a value is dropped, 1 / (1 − rate) elsewhere
 *
 * @example
 * import { dropout, input } from 'feeling/train';
 * // The mask is fed at each step: 0 for what is left out, 1 / (1 − rate) for what stays.
 * dropout(input('x', [2, 8]), input('mask', [2, 8])).shape; // → [2, 8]
 */
export function dropout(x: Tensor, mask: Tensor): Tensor {
  sameShape('dropout', x, mask);
  return withGradient(binary('Mul', x, mask), [x], (g) => [multiply(g, mask)]);
}

/**
 * The same numbers in another shape of the same size; `[batch, channels, height, width]` → `[batch, features]` is
 * what Keras calls Flatten.
 *
 * Throws a ShapeError when the sizes differ.
 *
 * @example
 * import { input, reshape } from 'feeling/train';
 * reshape(input('x', [2, 6]), [3, 4]).shape; // → [3, 4]
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  requireTensor('reshape', x);
  requireShape('reshape', shape);
  if (sizeOf(shape) !== sizeOf(x.shape))
    throw new ShapeError(`reshape: ${formatShape(x.shape)} does not have the size of ${formatShape(shape)}`);
  return reshaped(x, shape, false);
}

function reshaped(x: Tensor, shape: Shape, featureMap: boolean): Tensor {
  const y: Tensor = tensor(
    shape,
    {
      name: 'reshape',
      inputs: [x],
      emit: (e) => {
        const plain = e.reshape(e.plain(x), shape);
        return e.isBlocked(y) ? e.toBlocked(plain) : plain;
      },
      parents: [x],
      gradient: (g) => [reshaped(g, x.shape, x.featureMap)],
    },
    { featureMap },
  );
  return y;
}
