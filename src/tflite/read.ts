/** Reads a TensorFlow Lite file (tensorflow/lite/schema/schema.fbs, version 3). */
import { halfToNumber, type Shape, sizeOf } from '../graph';
import { densify } from './sparse';
import { Table, TfliteError } from './table';

/** Operators by their number in the schema's BuiltinOperator. */
const operatorNames = new Map([
  [0, 'ADD'],
  [2, 'CONCATENATION'],
  [3, 'CONV_2D'],
  [4, 'DEPTHWISE_CONV_2D'],
  [5, 'DEPTH_TO_SPACE'],
  [6, 'DEQUANTIZE'],
  [17, 'MAX_POOL_2D'],
  [19, 'RELU'],
  [22, 'RESHAPE'],
  [23, 'RESIZE_BILINEAR'],
  [34, 'PAD'],
  [124, 'DENSIFY'],
] as const);

export type OperatorName = typeof operatorNames extends Map<number, infer N> ? N : never;

export interface TfliteTensor {
  name: string;
  /** As the file has it: [batch, height, width, channels] for pictures. */
  shape: Shape;
  /** Numbers, if the file holds them. */
  values?: Float32Array | Int32Array;
}

export interface TfliteOperator {
  name: OperatorName;
  /** Indices into `tensors`; −1 for an optional input that is left out. */
  inputs: number[];
  outputs: number[];
  options: OperatorOptions;
}

export interface OperatorOptions {
  padding: 'same' | 'valid';
  stride: [down: number, across: number];
  filter: [height: number, width: number];
  activation: 'none' | 'relu';
  axis: number;
  /** Of DEPTH_TO_SPACE: rows and columns that a pixel becomes. */
  block: number;
  /** How RESIZE_BILINEAR lays the new pixels over the old. */
  corners: 'asymmetric' | 'align_corners' | 'half_pixel';
}

export interface TfliteGraph {
  tensors: TfliteTensor[];
  operators: TfliteOperator[];
  inputs: number[];
  outputs: number[];
}

/**
 * The first subgraph of the file.
 *
 * Throws a TfliteError when the file is damaged, or names the operator or number type that this reader does not know.
 */
export function readTflite(bytes: Uint8Array): TfliteGraph {
  const model = Table.root(bytes, 'TFL3');
  const codes = model.tables(1).map((code) => Math.max(code.byte(0), code.int(3)));
  const buffers = model.tables(4).map((buffer) => buffer.bytes(0));
  const [graph] = model.tables(2);
  if (!graph) throw new TfliteError('damaged: the file has no graph');
  return {
    tensors: graph.tables(0).map((t) => readTensor(t, buffers)),
    operators: graph.tables(3).map((o) => readOperator(o, codes)),
    inputs: graph.ints(1),
    outputs: graph.ints(2),
  };
}

function readTensor(table: Table, buffers: Uint8Array[]): TfliteTensor {
  const name = table.string(3);
  const shape = table.ints(0);
  const data = buffers[table.int(2)];
  if (!data || data.length === 0) return { name, shape };
  const values = readNumbers(data, table.byte(1), name);
  const sparsity = table.table(6);
  if (sparsity) {
    if (sizeOf(shape) > mostNumbers) throw new TfliteError(`damaged: tensor ${name} has shape [${shape.join(', ')}]`);
    return { name, shape, values: densify(sparsity, shape, Float32Array.from(values), name) };
  }
  const size = sizeOf(shape);
  if (values.length !== size)
    throw new TfliteError(
      `damaged: tensor ${name} has ${values.length} numbers where [${shape.join(', ')}] needs ${size}`,
    );
  return { name, shape, values };
}

/** More than any network here has in one tensor; a damaged shape shall not ask for all memory. */
const mostNumbers = 1 << 26;

function readNumbers(data: Uint8Array, type: number, name: string): Float32Array | Int32Array {
  const aligned = new Uint8Array(data).buffer;
  switch (type) {
    case 0:
      return new Float32Array(aligned, 0, Math.floor(data.length / 4));
    case 1:
      return Float32Array.from(new Uint16Array(aligned, 0, Math.floor(data.length / 2)), halfToNumber);
    case 2:
      return new Int32Array(aligned, 0, Math.floor(data.length / 4));
    default:
      throw new TfliteError(
        `tensor ${name} is of number type ${type}; float32 (0), float16 (1) and int32 (2) are known`,
      );
  }
}

/** Where each operator's options table keeps what, by field number. */
const fields: Partial<Record<OperatorName, Partial<Record<'stride' | 'filter' | 'activation' | 'axis', number>>>> = {
  ADD: { activation: 0 },
  CONCATENATION: { axis: 0, activation: 1 },
  CONV_2D: { stride: 1, activation: 3 },
  DEPTHWISE_CONV_2D: { stride: 1, activation: 4 },
  MAX_POOL_2D: { stride: 1, filter: 3, activation: 5 },
};

function readOperator(table: Table, codes: number[]): TfliteOperator {
  const code = codes[table.int(0)];
  const name = operatorNames.get(code as never);
  if (!name)
    throw new TfliteError(`operator number ${code} is not known; ${[...operatorNames.values()].join(', ')} are`);
  const options = table.table(4);
  const { stride, filter, activation, axis } = fields[name] ?? {};
  // The schema has width before height.
  const pair = (field: number | undefined): [number, number] =>
    options && field !== undefined ? [options.int(field + 1, 1), options.int(field, 1)] : [1, 1];
  const activationCode = options && activation !== undefined ? options.byte(activation) : 0;
  if (activationCode > 1)
    throw new TfliteError(`${name}: fused activation ${activationCode} is not known; none (0) and RELU (1) are`);
  return {
    name,
    inputs: table.ints(1),
    outputs: table.ints(2),
    options: {
      padding: options && stride !== undefined && options.byte(0) === 0 ? 'same' : 'valid',
      stride: pair(stride),
      filter: pair(filter),
      activation: activationCode === 1 ? 'relu' : 'none',
      axis: options && axis !== undefined ? options.int(axis) : 0,
      block: name === 'DEPTH_TO_SPACE' && options ? options.int(0) : 1,
      corners:
        name !== 'RESIZE_BILINEAR' || !options
          ? 'asymmetric'
          : options.byte(2)
            ? 'align_corners'
            : options.byte(3)
              ? 'half_pixel'
              : 'asymmetric',
    },
  };
}
