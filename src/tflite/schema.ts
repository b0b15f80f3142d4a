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
type OptionFields = Partial<Record<keyof OperatorOptions, number>>;

interface OperatorKind {
  /** In the schema's BuiltinOperator. */
  code: number;
  /** In the schema's union BuiltinOptions; 0 for none. */
  options: number;
  fields?: OptionFields;
  /** Version that a runtime needs for 8-bit numbers, where it is not 1. */
  int8Version?: number;
}

const pool: OptionFields = { padding: 0, stride: 1, filter: 3, activation: 5 };

/** The operators that are known. */
export const operatorKinds = {
  ADD: { code: 0, options: 11, fields: { activation: 0 }, int8Version: 2 },
  AVERAGE_POOL_2D: { code: 1, options: 5, fields: pool, int8Version: 2 },
  CONCATENATION: { code: 2, options: 10, fields: { axis: 0, activation: 1 }, int8Version: 2 },
  CONV_2D: { code: 3, options: 1, fields: { padding: 0, stride: 1, activation: 3, dilation: 4 }, int8Version: 3 },
  DEPTHWISE_CONV_2D: {
    code: 4,
    options: 2,
    fields: { padding: 0, stride: 1, multiplier: 3, activation: 4, dilation: 5 },
    int8Version: 3,
  },
  DEPTH_TO_SPACE: { code: 5, options: 94, fields: { block: 0 } },
  DEQUANTIZE: { code: 6, options: 38, int8Version: 2 },
  FULLY_CONNECTED: { code: 9, options: 8, fields: { activation: 0 }, int8Version: 4 },
  LOGISTIC: { code: 14, options: 0, int8Version: 2 },
  MAX_POOL_2D: { code: 17, options: 5, fields: pool, int8Version: 2 },
  MUL: { code: 18, options: 21, fields: { activation: 0 }, int8Version: 2 },
  RELU: { code: 19, options: 0, int8Version: 2 },
  RELU6: { code: 21, options: 0, int8Version: 2 },
  RESHAPE: { code: 22, options: 17, fields: { newShape: 0 } },
  RESIZE_BILINEAR: { code: 23, options: 15, fields: { corners: 2 }, int8Version: 3 },
  SOFTMAX: { code: 25, options: 9, fields: { beta: 0 }, int8Version: 2 },
  PAD: { code: 34, options: 22, int8Version: 2 },
  TRANSPOSE: { code: 39, options: 26, int8Version: 2 },
  MEAN: { code: 40, options: 27, fields: { keepDims: 0 }, int8Version: 2 },
  SUB: { code: 41, options: 28, fields: { activation: 0 }, int8Version: 2 },
  DIV: { code: 42, options: 29, fields: { activation: 0 } },
  PRELU: { code: 54, options: 0 },
  MAXIMUM: { code: 55, options: 39 },
  TRANSPOSE_CONV: { code: 67, options: 49, fields: { padding: 0, stride: 1 } },
  SQRT: { code: 75, options: 0 },
  QUANTIZE: { code: 114, options: 86 },
  DENSIFY: { code: 124, options: 99 },
} as const satisfies Record<string, OperatorKind>;

export type OperatorName = keyof typeof operatorKinds;
export const kindOf = (name: OperatorName): OperatorKind => operatorKinds[name];

export interface TfliteOperator {
  name: OperatorName;
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
