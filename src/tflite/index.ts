/** TensorFlow Lite files in and out. */
export { onnxToTflite } from './fromOnnx';
export { labelled, type TfliteLabels } from './metadata';
export { onnxOperators, tfliteOperators } from './operators';
export { ownRecord, readTfliteModel } from './ownRecord';
export { quantizeTflite, withHalfWeights } from './quantize';
export { readTflite } from './read';
export type { TfliteGraph } from './schema';
export { TfliteError } from './table';
export { tfliteToOnnx } from './toOnnx';
export { type TfliteFile, writeTflite } from './write';
