/** TensorFlow Lite files in and out. */
export { exportedOperators, onnxToTflite } from './fromOnnx';
export { labelled, type TfliteLabels } from './metadata';
export { ownRecord, readTfliteModel } from './ownRecord';
export { quantizeTflite, withHalfWeights } from './quantize';
export { readTflite } from './read';
export { operatorKinds, type TfliteGraph } from './schema';
export { TfliteError } from './table';
export { tfliteToOnnx } from './toOnnx';
export { type TfliteFile, writeTflite } from './write';
