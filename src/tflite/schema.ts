/** What a TensorFlow Lite file consists of (tensorflow/lite/schema/schema.fbs, version 3), as far as it is known here. */
import type { Shape } from '../graph';

/** Number types by their number in the schema. */
export const numberTypes = { float32: 0, float16: 1, int32: 2, uint8: 3, int64: 4, int8: 9 } as const;
export type NumberType = keyof typeof numberTypes;

/** real number = scale · (number − zeroPoint), one pair for all, or one for each index along `axis`. */
export interface Quantization {
  scale: readonly number[];
  zeroPoint: readonly number[];
  axis: number;
}

export interface TfliteTensor {
  name: string;
  /** As the file has it: [batch, height, width, channels] for pictures. */
  shape: Shape;
  type: NumberType;
  /** Numbers, if the file holds them; those of 16 bits are widened, quantised ones are as they are. */
  values?: Float32Array | Int32Array | Int8Array | Uint8Array;
  quantization?: Quantization;
}

export type Activation = 'none' | 'relu' | 'relu6';

/** What an operator is told besides its tensors; each has those that are its own. */
export interface OperatorOptions {
  padding: 'same' | 'valid';
  stride: readonly [down: number, across: number];
  dilation: readonly [down: number, across: number];
  filter: readonly [height: number, width: number];
  activation: Activation;
  axis: number;
  /** Channels that a depthwise convolution makes of each. */
  multiplier: number;
  /** Of DEPTH_TO_SPACE: rows and columns that a pixel becomes. */
  block: number;
  /** How RESIZE_BILINEAR lays the new pixels over the old. */
  corners: 'asymmetric' | 'align_corners' | 'half_pixel';
  keepDims: boolean;
  /** Of SOFTMAX: what its input is multiplied with. */
  beta: number;
  /** Of RESHAPE: the result's shape. */
  newShape: Shape;
}

export const usualOptions: OperatorOptions = {
  padding: 'valid',
  stride: [1, 1],
  dilation: [1, 1],
  filter: [1, 1],
  activation: 'none',
  axis: 0,
  multiplier: 1,
  block: 1,
  corners: 'asymmetric',
  keepDims: false,
  beta: 1,
  newShape: [],
};

/** Fields of an options table by their number; a pair takes two, width before height. */
export type OptionFields = Partial<Record<keyof OperatorOptions, number>>;

/** What a file says of an operator; `operators/` has them all. */
export interface OperatorKind {
  name: string;
  /** In the schema's BuiltinOperator. */
  code: number;
  /** In the schema's union BuiltinOptions; 0 for none. */
  options: number;
  fields?: OptionFields;
  /** Version that a runtime needs where it is not 1: at all, for 8-bit numbers, for 16-bit floats. */
  version?: { any?: number; int8?: number; float16?: number };
  /**
   * What becomes of it in 8 bits: it has a weight and a bias; its result has the range of what it reads, or one of its own;
   * or it does and works on two values. Any other computes with floats.
   */
  int8?: 'weighted' | 'sameRange' | 'ownRange' | 'twoSided';
}

export interface TfliteOperator {
  kind: OperatorKind;
  /** Indices into `tensors`; −1 for an optional input that is left out. */
  inputs: number[];
  outputs: number[];
  options: OperatorOptions;
}

export interface TfliteGraph {
  tensors: TfliteTensor[];
  operators: TfliteOperator[];
  inputs: number[];
  outputs: number[];
}

export const activations: readonly Activation[] = ['none', 'relu', 'relu6'];
/** The schema's ActivationFunctionType of each. */
export const activationCodes: Record<Activation, number> = { none: 0, relu: 1, relu6: 3 };

/** Fields of the schema's tables by their number. */
export const modelFields = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6 };
export const codeFields = { deprecatedCode: 0, version: 2, code: 3 };
export const graphFields = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 };
export const tensorFields = { shape: 0, type: 1, buffer: 2, name: 3, quantization: 4, sparsity: 6 };
export const operatorFields = { code: 0, inputs: 1, outputs: 2, optionsType: 3, options: 4 };
export const quantizationFields = { scale: 2, zeroPoint: 3, axis: 6 };
export const bufferFields = { data: 0 };
export const metadataFields = { name: 0, buffer: 1 };
