/** Networks as symbolic graphs that ONNX Runtime runs and trains. */
export { channelRange, concat } from './concat';
export { type ConvOptions, conv2d } from './conv';
export { depthwiseConv2d } from './depthwise';
export { dequantizeOnnx } from './dequantize';
export { add, chosen, divide, dropout, multiply, plus, relu, relu6, reshape, scale, subtract } from './elementwise';
export { blockedDomain, type EmitOptions, emit, type Provider } from './emit';
export { type ReadExternal, withExternalData } from './external';
export { flatten } from './flatten';
export { joined, parted } from './flatVector';
export { softmaxFocalLoss } from './focal';
export { groupedConv2d } from './grouped';
export { halfToNumber, numberToHalf } from './half';
export { withHalfConstants } from './halfConstants';
export { linear } from './linear';
export { readersOf } from './links';
export { type CrossEntropyOptions, softmax, softmaxCrossEntropy } from './loss';
export { maxPool } from './maxPool';
export { ModelBuilder } from './modelBuilder';
export {
  buildAgain,
  buildForInference,
  buildForTraining,
  type ConvLayerOptions,
  type Heads,
  headsOf,
  initialWeights,
  type Layers,
  type Mask,
  measure,
  type Network,
  network,
  normInputs,
  type Parameter,
  type ParameterOptions,
  requireNetwork,
  requireWeights,
  type Size,
  type TrainingNetwork,
  type WeightOptions,
  type Weights,
} from './network';
export { batchNorm, type ChannelStatistics, fixedNorm } from './norm';
export {
  type Attribute,
  type ElementType,
  elementTypes,
  ModelProto,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
  opsetVersion,
  writeOnnx,
} from './onnx';
export { toOpset17 } from './opset17';
export {
  type AdamwOptions,
  adamCorrectionAt,
  adamw,
  clipByGlobalNorm,
  movingAverage,
  type Optimizer,
  type SgdOptions,
  sgd,
  uphill,
} from './optimizer';
export { permuted, permutedShape } from './permute';
export { averagePool, globalAveragePool, type PoolOptions } from './pool';
export { type Grid, gridOf, quantizeOnnx, type Ranges } from './quantize';
export { type Random, seededRandom, shuffled } from './random';
export {
  decodeModel,
  floatsOf,
  OnnxError,
  readFloats,
  readMetadata,
  readOnnx,
  type StoredGraph,
  type StoredModel,
  type StoredNode,
  type StoredTensor,
  type StoredValue,
} from './readOnnx';
export { fitPixels } from './resize';
export { gradients } from './reverse';
export { simplify } from './simplify';
export { subsample } from './spread';
export { centre, standardise } from './standardise';
export { activationsOf, type LayerSummary, layersOf } from './summary';
export {
  constant,
  input,
  type Operation,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  tensor,
} from './tensor';
