/**
 * What a convolution's kernel does to its result before it writes it: y = activation(conv + bias + addend). Saved
 * passes over memory are most of what fusing gains.
 */
import type { Emitter } from './emit';
import type { Attribute } from './onnx';
import { type Activation, type Constant, constant, isConstant, type Step, type Tensor } from './tensor';

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
