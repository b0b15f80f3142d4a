/** Networks as symbolic graphs that ONNX Runtime runs and trains. */
export { type ConvOptions, conv2d, subsample } from './conv';
export { add, dropout, relu, reshape, scale } from './elementwise';
export { blockedDomain, type EmitOptions, emit } from './emit';
export { halfToNumber } from './half';
export { linear } from './linear';
export { type CrossEntropyOptions, softmax, softmaxCrossEntropy } from './loss';
export {
  buildForInference,
  buildForTraining,
  type ConvLayerOptions,
  type Heads,
  initialWeights,
  type Layers,
  type Mask,
  measure,
  type Network,
  network,
  type Parameter,
  type TrainingNetwork,
  type Weights,
} from './network';
export { batchNorm, type ChannelStatistics, fixedNorm } from './norm';
export {
  type Attribute,
  type ElementType,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
  opsetVersion,
  readMetadata,
  writeOnnx,
} from './onnx';
export { movingAverage, type SgdOptions, sgd } from './optimizer';
export { globalAveragePool } from './pool';
export { type Random, seededRandom, shuffled } from './random';
export { gradients } from './reverse';
export { standardise } from './standardise';
export { constant, input, type Shape, ShapeError, sizeOf, type Tensor } from './tensor';
