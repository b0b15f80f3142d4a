/**
 * What convolutions have in common: the size of what they give, where their gradients come from, and what their kernels
 * do to the result before it is written, y = activation(conv + bias + addend). Saved passes over memory are most of what
 * fusing gains.
 */
import { blockedDomain, type Emitter } from './emit';
import type { Attribute } from './onnx';
import { spreadTo } from './spread';
import {
  type Activation,
  type Constant,
  constant,
  formatShape,
  isConstant,
  ShapeError,
  type Step,
  type Tensor,
} from './tensor';

/** How a window moves: rows and columns from one to the next, and of zeros on every side. */
export interface Window {
  stride: number;
  padding: number;
}

/** Height and width of what a square kernel gives. Throws a ShapeError when it is larger than the padded input. */
export function slidSize(operator: string, x: Tensor, kernel: number, { stride, padding }: Window): [number, number] {
  const [, , height, width] = x.shape as [number, number, number, number];
  if (kernel > height + 2 * padding || kernel > width + 2 * padding)
    throw new ShapeError(
      `${operator}: a kernel of ${kernel} is larger than input ${formatShape(x.shape)} with padding ${padding}`,
    );
  const out = (size: number) => Math.floor((size + 2 * padding - kernel) / stride) + 1;
  return [out(height), out(width)];
}

/**
 * The output's gradient with zeros between and around, so that a convolution of it with the turned kernels gives the
 * input's gradient; and that convolution's padding. Throws a ShapeError when there is as much padding as kernel.
 */
export function spreadGradient(
  operator: string,
  g: Tensor,
  kernel: number,
  inputShape: readonly number[],
  { stride, padding }: Window,
): { spread: Tensor; padding: number } {
  const [batch, channels] = g.shape as [number, number];
  const [, , height, width] = inputShape as [number, number, number, number];
  if (padding >= kernel) throw new ShapeError(`${operator}: padding ${padding} is not less than the kernel ${kernel}`);
  const rest = kernel - 1 - padding;
  const needed = (size: number) => size - 1 - 2 * rest + kernel;
  return { spread: spreadTo(g, stride, [batch, channels, needed(height), needed(width)]), padding: rest };
}

/**
 * How many rows and columns a window as large as the output's gradient can be moved over the padded input: at least the
 * kernel's; those past it come from rows that no window reached.
 */
export function gradientOffsets(x: Tensor, g: Tensor, { stride, padding }: Window): [down: number, across: number] {
  const along = (axis: number) => (x.shape[axis] as number) + 2 * padding - ((g.shape[axis] as number) - 1) * stride;
  return [along(2), along(3)];
}

export interface ConvolutionNode {
  x: Tensor;
  weight: Tensor;
  /** The weight's value as the blocked kernels read it, for those. */
  blockedWeight?: string;
  window: Window;
  tail: Tail;
  group?: number;
}

/** A convolution as a node: by the blocked kernels where there is a weight for them, else by plain ones. */
export function emitConvolution(
  e: Emitter,
  { x, weight, blockedWeight, window, tail, group = 1 }: ConvolutionNode,
): string {
  const [outChannels, , kernel] = weight.shape as [number, number, number];
  const { bias, addend, activation } = tail;
  const { stride, padding } = window;
  const attributes = {
    kernel_shape: [kernel, kernel],
    pads: [padding, padding, padding, padding],
    strides: [stride, stride],
    group,
  };
  if (blockedWeight === undefined) {
    let y = e.node('Conv', [e.plain(x), e.value(weight), ...(bias ? [e.value(bias)] : [])], { attributes });
    if (addend) y = e.node('Add', [y, e.plain(addend)]);
    y = emitActivation(e, y, activation);
    return e.block > 0 && outChannels % e.block === 0 ? e.toBlocked(y) : y;
  }
  const inputs = [e.value(x), blockedWeight];
  if (bias || addend) inputs.push(bias ? e.value(bias) : '');
  if (addend) inputs.push(e.value(addend));
  return e.node('Conv', inputs, {
    domain: blockedDomain,
    attributes: { ...attributes, ...activationAttributes(activation) },
  });
}

export interface Tail {
  bias?: Tensor;
  addend?: Tensor;
  activation?: Activation;
}

/** Biggest value that relu6 lets through (Howard et al. 2017, arXiv:1704.04861). */
export const relu6Limit = 6;

/** Attributes of ONNX Runtime's fused convolutions. */
export function activationAttributes(activation: Activation | undefined): Record<string, Attribute> {
  if (activation === 'relu') return { activation: 'Relu' };
  if (activation === 'relu6') return { activation: 'Clip', activation_params: { floats: [0, relu6Limit] } };
  return {};
}

/** The activation as a node of its own. */
export function emitActivation(e: Emitter, value: string, activation: Activation | undefined): string {
  if (activation === 'relu') return e.node('Relu', [value]);
  if (activation === 'relu6') return e.node('Clip', [value, e.scalar(0), e.scalar(relu6Limit)]);
  return value;
}

/**
 * The weight and tail of a convolution that does `next` as well, or undefined where its kernel can't. An affine map
 * goes into a constant weight.
 */
export function absorbed(
  weight: Tensor,
  tail: Tail,
  { affine, ...next }: Step,
): { weight: Tensor; tail: Tail } | undefined {
  const { bias, addend, activation } = tail;
  if (activation || (addend && (affine || next.addend))) return undefined;
  if (!affine) return { weight, tail: { ...tail, ...next } };
  if (!isConstant(weight) || (bias && !isConstant(bias))) return undefined;
  return { weight: scaledRows(weight, affine.slope), tail: { ...next, bias: foldedBias(bias, affine) } };
}

/** Each output channel's weights times its slope. */
function scaledRows(weight: Constant, slope: Constant): Constant {
  const row = weight.values.length / slope.values.length;
  return constant(
    weight.values.map((w, i) => w * (slope.values[Math.floor(i / row)] as number)),
    weight.shape,
  );
}

const foldedBias = (bias: Constant | undefined, { slope, offset }: NonNullable<Step['affine']>) =>
  constant(
    offset.values.map((o, i) => o + (bias?.values[i] ?? 0) * (slope.values[i] as number)),
    offset.shape,
  );
