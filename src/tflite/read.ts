/** Reads a TensorFlow Lite file. */
import { halfToNumber, sizeOf } from '../graph';
import { tfliteOperators } from './operators';
import {
  activationCodes,
  activations,
  bufferFields,
  codeFields,
  graphFields,
  metadataFields,
  modelFields,
  type NumberType,
  numberTypes,
  type OperatorKind,
  type OperatorOptions,
  operatorFields,
  type Quantization,
  quantizationFields,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
  tensorFields,
  usualOptions,
} from './schema';
import { densify } from './sparse';
import { Table, TfliteError } from './table';

const kinds = new Map(tfliteOperators.map((kind) => [kind.code, kind]));
const typeNames = new Map(Object.entries(numberTypes).map(([name, code]) => [code as number, name as NumberType]));

/**
 * The first subgraph of the file.
 *
 * Throws a TfliteError when the file is damaged, or names the operator or number type that this reader does not know.
 */
export function readTflite(bytes: Uint8Array): TfliteGraph {
  const model = Table.root(bytes, 'TFL3');
  const codes = model
    .tables(modelFields.operatorCodes)
    .map((code) => Math.max(code.byte(codeFields.deprecatedCode), code.int(codeFields.code)));
  const buffers = model.tables(modelFields.buffers).map((buffer) => buffer.bytes(bufferFields.data));
  const [graph] = model.tables(modelFields.subgraphs);
  if (!graph) throw new TfliteError('damaged: the file has no graph');
  return {
    tensors: graph.tables(graphFields.tensors).map((t) => readTensor(t, buffers)),
    operators: graph.tables(graphFields.operators).map((o, place) => readOperator(o, codes, place)),
    inputs: graph.ints(graphFields.inputs),
    outputs: graph.ints(graphFields.outputs),
  };
}

/** What else stands in the file, by name. Throws a TfliteError when the file is damaged. */
export function readMetadataBuffers(bytes: Uint8Array): Map<string, Uint8Array> {
  const model = Table.root(bytes, 'TFL3');
  const buffers = model.tables(modelFields.buffers);
  return new Map(
    model.tables(modelFields.metadata).flatMap((entry) => {
      const buffer = buffers[entry.int(metadataFields.buffer)];
      return buffer ? [[entry.string(metadataFields.name), buffer.bytes(bufferFields.data)] as const] : [];
    }),
  );
}

function readTensor(table: Table, buffers: Uint8Array[]): TfliteTensor {
  const name = table.string(tensorFields.name);
  const shape = table.ints(tensorFields.shape);
  const code = table.byte(tensorFields.type);
  const type = typeNames.get(code);
  if (!type)
    throw new TfliteError(`tensor ${name} is of number type ${code}; ${[...typeNames.values()].join(', ')} are known`);
  const quantization = readQuantization(table.table(tensorFields.quantization), shape.length, name);
  const tensor = { name, shape, type, ...(quantization && { quantization }) };
  const data = buffers[table.int(tensorFields.buffer)];
  if (!data || data.length === 0) return tensor;
  const values = readNumbers(data, type, name);
  const sparsity = table.table(tensorFields.sparsity);
  if (sparsity) {
    if (sizeOf(shape) > mostNumbers) throw new TfliteError(`damaged: tensor ${name} has shape [${shape.join(', ')}]`);
    return { ...tensor, values: densify(sparsity, shape, Float32Array.from(values), name) };
  }
  const size = sizeOf(shape);
  if (values.length !== size)
    throw new TfliteError(
      `damaged: tensor ${name} must have ${size} numbers for [${shape.join(', ')}] (got ${values.length})`,
    );
  return { ...tensor, values };
}

/** More than any network here has in one tensor; a damaged shape shall not ask for all memory. */
const mostNumbers = 1 << 26;

function readNumbers(data: Uint8Array, type: NumberType, name: string): NonNullable<TfliteTensor['values']> {
  const aligned = new Uint8Array(data).buffer;
  switch (type) {
    case 'float32':
      return new Float32Array(aligned, 0, Math.floor(data.length / 4));
    case 'float16':
      return Float32Array.from(new Uint16Array(aligned, 0, Math.floor(data.length / 2)), halfToNumber);
    case 'int32':
      return new Int32Array(aligned, 0, Math.floor(data.length / 4));
    case 'int8':
      return new Int8Array(aligned);
    case 'uint8':
      return new Uint8Array(aligned);
    case 'int64':
      throw new TfliteError(`tensor ${name} holds numbers of 64 bits, which are not known`);
  }
}

function readQuantization(table: Table | undefined, rank: number, name: string): Quantization | undefined {
  const scale = table?.floats(quantizationFields.scale) ?? [];
  if (!table || scale.length === 0) return undefined;
  const zeroPoint = table.longs(quantizationFields.zeroPoint);
  const axis = table.int(quantizationFields.axis);
  if (
    scale.some((s) => !(s > 0)) ||
    zeroPoint.length !== scale.length ||
    axis < 0 ||
    (scale.length > 1 && axis >= rank)
  )
    throw new TfliteError(
      `damaged: tensor ${name} is quantised with ${scale.length} scales and ${zeroPoint.length} zero points along axis ${axis}`,
    );
  return { scale, zeroPoint, axis };
}

function readOperator(table: Table, codes: number[], place: number): TfliteOperator {
  const code = codes[table.int(operatorFields.code)] ?? -1;
  const kind = kinds.get(code);
  if (!kind)
    throw new TfliteError(
      `operator ${place} is of number ${code}, which is not known; ${tfliteOperators.map(({ name }) => name).join(', ')} are`,
    );
  return {
    kind,
    inputs: table.ints(operatorFields.inputs),
    outputs: table.ints(operatorFields.outputs),
    options: readOptions(table.table(operatorFields.options), kind),
  };
}

function readOptions(table: Table | undefined, { name, fields = {} }: OperatorKind): OperatorOptions {
  if (!table) return usualOptions;
  const has = (field: number | undefined): field is number => field !== undefined;
  const pair = (field: number | undefined): readonly [number, number] =>
    has(field) ? [table.int(field + 1, 1), table.int(field, 1)] : [1, 1];
  return {
    padding: has(fields.padding) && table.byte(fields.padding) === 0 ? 'same' : 'valid',
    stride: pair(fields.stride),
    dilation: pair(fields.dilation),
    filter: pair(fields.filter),
    activation: has(fields.activation) ? activationOf(table.byte(fields.activation), name) : 'none',
    axis: has(fields.axis) ? table.int(fields.axis) : 0,
    multiplier: has(fields.multiplier) ? table.int(fields.multiplier, 1) : 1,
    block: has(fields.block) ? table.int(fields.block, 1) : 1,
    corners: has(fields.corners)
      ? table.byte(fields.corners)
        ? 'align_corners'
        : table.byte(fields.corners + 1)
          ? 'half_pixel'
          : 'asymmetric'
      : 'asymmetric',
    keepDims: has(fields.keepDims) && table.byte(fields.keepDims) !== 0,
    beta: has(fields.beta) ? table.float(fields.beta) : 1,
    newShape: has(fields.newShape) ? table.ints(fields.newShape) : [],
  };
}

function activationOf(code: number, name: string) {
  const found = activations.find((activation) => activationCodes[activation] === code);
  if (found) return found;
  throw new TfliteError(`${name}: fused activation ${code} is not known; none (0), RELU (1) and RELU6 (3) are`);
}
