/**
 * Symbolic tensors: a tensor is a shape and the operation that makes it. Nothing is computed here; `emit.ts` turns
 * a set of tensors into ONNX nodes, `reverse.ts` builds the tensors that hold gradients.
 */
import { described, requireOptions } from '../options';
import type { Emitter } from './emit';
import type { ElementType } from './onnx';

export type Shape = readonly number[];

export interface Tensor {
  readonly shape: Shape;
  readonly type: ElementType;
  /**
   * True for the activations of a network, `[batch, channels, height, width]`. ONNX Runtime's fast convolutions keep
   * these in blocks of channels, so the emitter may store them that way; everything else is stored as it is written.
   */
  readonly featureMap: boolean;
  readonly operation: Operation;
}

export interface Operation {
  /** What errors and node names call it: 'conv2d'. */
  readonly name: string;
  readonly inputs: readonly Tensor[];
  /** Adds the nodes that compute the tensor and returns the name of its value. */
  emit(emitter: Emitter): string;
  /**
   * The tensors the gradient flows on to, and their gradients, in the same order, for the gradient of the output.
   * An operation without `gradient` cannot be trained through.
   */
  readonly parents?: readonly Tensor[];
  gradient?(output: Tensor): readonly Tensor[];
  /** Multiply-accumulates of the forward pass, where they count. */
  readonly macs?: number;
  /** How a convolution's window moves. */
  readonly window?: { readonly stride: number; readonly padding: number };
  /** For a tensor times a number: both of them, so that many such products become one. */
  readonly scaled?: { readonly of: Tensor; readonly by: number };
  /** The same operation doing the next step as it writes, where its kernel can. */
  absorb?(next: Step): Tensor | undefined;
}

/** A step that a kernel may do on its result before it writes it, in this order. */
export interface Step {
  /** Per channel, [channels] each. */
  affine?: { slope: Constant; offset: Constant };
  addend?: Tensor;
  activation?: Activation;
}

/** Clipped below at 0, and for relu6 above at 6. */
export type Activation = 'relu' | 'relu6';

/**
 * Shapes that do not fit an operator.
 *
 * @example
 * import { add, input, ShapeError } from 'feeling/train';
 * try {
 *   add(input('a', [2]), input('b', [3]));
 * } catch (error) {
 *   error instanceof ShapeError; // → true
 * }
 */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

export const formatShape = (shape: Shape) => `[${shape.join(', ')}]`;

/** Throws a TypeError when something else stands where `operator` takes a tensor: a number, or what was forgotten. */
export function requireTensor(operator: string, x: unknown): asserts x is Tensor {
  if (!Array.isArray((x as Tensor | undefined)?.shape))
    throw new TypeError(`${operator}: must be given a tensor (got ${described(x)})`);
}

/** The same where a list of them stands. */
export function requireTensors(operator: string, list: unknown): asserts list is readonly Tensor[] {
  if (!Array.isArray(list))
    throw new TypeError(`${operator}: must be given an array of tensors (got ${described(list)})`);
  for (const x of list) requireTensor(operator, x);
}

/** Throws a TypeError where no shape stands. */
export function requireShape(taker: string, shape: unknown): asserts shape is Shape {
  if (!Array.isArray(shape) || !shape.every(Number.isInteger))
    throw new TypeError(`${taker}: shape must be an array of whole numbers (got ${described(shape)})`);
}

export function requireRank(operator: string, tensor: Tensor, rank: number, meaning: string) {
  requireTensor(operator, tensor);
  if (tensor.shape.length !== rank)
    throw new ShapeError(`${operator}: tensor must have shape ${meaning} (got ${formatShape(tensor.shape)})`);
}

/**
 * How many numbers a shape holds.
 *
 * @example
 * import { sizeOf } from 'feeling/train';
 * sizeOf([2, 3, 4]); // → 24
 */
export function sizeOf(shape: Shape): number {
  if (!Array.isArray(shape)) requireShape('sizeOf', shape);
  return shape.reduce((product, d) => product * d, 1);
}

/**
 * A tensor that an operation of your own makes; with `parents` and `gradient` it can be trained through.
 *
 * @example
 * import { constant, createSession, emit, tensor, writeOnnx } from 'feeling/train';
 * const x = constant([-1, 4], [2]);
 * const y = tensor([2], { name: 'abs', inputs: [x], emit: (e) => e.node('Abs', [e.value(x)]) });
 * const session = await createSession(writeOnnx(emit({ y })));
 * [...(await session.run({})).y.data]; // → [1, 4]
 */
export const tensor = (
  shape: Shape,
  operation: Operation,
  options: { featureMap?: boolean; type?: ElementType } = {},
): Tensor => {
  requireOptions('tensor', options);
  const { featureMap = false, type = 'float32' } = options;
  return { shape, type, featureMap, operation };
};

/**
 * Something fed at every run.
 *
 * @example
 * import { input } from 'feeling/train';
 * input('pixels', [1, 1, 48, 48]).shape; // → [1, 1, 48, 48]
 */
export function input(name: string, shape: Shape, type: ElementType = 'float32'): Tensor {
  return tensor(shape, { name: 'input', inputs: [], emit: (e) => e.input(name, shape, type) }, { type });
}

/**
 * Numbers written into the graph.
 *
 * @example
 * import { constant } from 'feeling/train';
 * constant([1, 2, 3, 4], [2, 2]).shape; // → [2, 2]
 */
export function constant(values: ArrayLike<number>, shape: Shape): Constant {
  if (typeof values?.length !== 'number')
    throw new TypeError(`constant: values must be an array of numbers (got ${described(values)})`);
  requireShape('constant', shape);
  if (values.length !== sizeOf(shape))
    throw new ShapeError(`constant: ${values.length} values do not fill shape ${formatShape(shape)}`);
  const data = Float32Array.from(values);
  return Object.assign(tensor(shape, { name: 'constant', inputs: [], emit: (e) => e.floats(data, shape) }), {
    values: data,
  });
}

export type Constant = Tensor & { readonly values: Float32Array };
export const isConstant = (t: Tensor): t is Constant => t.operation.name === 'constant';

export const scalar = (value: number) => constant([value], []);
