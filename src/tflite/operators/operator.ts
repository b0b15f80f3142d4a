/** What a family of operators tells of each: both directions between TensorFlow Lite and ONNX. */
import type { OnnxNode } from '../../graph';
import type { OnnxBuilder } from '../onnxBuilder';
import type { OperatorKind, TfliteOperator } from '../schema';
import type { TfliteBuilder } from '../tfliteBuilder';

/** An operator of TensorFlow Lite, and how it is said in ONNX. Throws a TfliteError where it is not consistent. */
export interface TfliteForm extends OperatorKind {
  toOnnx(to: OnnxBuilder, operator: TfliteOperator): void;
}

/**
 * How an ONNX operator is said in TensorFlow Lite. Throws a TfliteError, which names what the node makes, where it has no
 * counterpart.
 */
export type FromOnnx = (to: TfliteBuilder, node: OnnxNode) => void;

export interface OperatorFamily {
  tflite: readonly TfliteForm[];
  /** By ONNX's name. */
  onnx: Readonly<Record<string, FromOnnx>>;
}
