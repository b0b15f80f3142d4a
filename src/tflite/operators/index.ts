/** Every operator that is known, in both directions. A new one is written into its family, and nowhere else. */
import { activations } from './activation';
import { arithmetic } from './arithmetic';
import { convolutions } from './convolution';
import type { FromOnnx, OperatorFamily, TfliteForm } from './operator';
import { pools } from './pool';
import { products } from './product';
import { resizes } from './resize';
import { shapes } from './shape';
import { storage } from './storage';

export { depthwiseConv2d } from './convolution';
export { fullyConnected } from './product';
export { concatenation, transpose } from './shape';
export { dequantize, quantize } from './storage';

const families: readonly OperatorFamily[] = [
  convolutions,
  products,
  arithmetic,
  activations,
  pools,
  shapes,
  resizes,
  storage,
];

/** Operators of TensorFlow Lite. */
export const tfliteOperators: readonly TfliteForm[] = families
  .flatMap(({ tflite }) => tflite)
  .sort((a, b) => a.code - b.code);

/** ONNX operators that have a counterpart in TensorFlow Lite here, by their names. */
export const onnxOperators: ReadonlyMap<string, FromOnnx> = new Map(
  families.flatMap(({ onnx }) => Object.entries(onnx)),
);
