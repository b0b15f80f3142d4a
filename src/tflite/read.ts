/** Reads a TensorFlow Lite file. */
import { halfToNumber, sizeOf } from '../graph';
import {
  activationCodes,
  activations,
  kindOf,
  type NumberType,
  numberTypes,
  type OperatorName,
  type OperatorOptions,
  operatorKinds,
  type Quantization,
  type TfliteGraph,
  type TfliteOperator,
  type TfliteTensor,
  usualOptions,
} from './schema';
import { densify } from './sparse';
import { Table, TfliteError } from './table';

const operatorNames = new Map(
  (Object.keys(operatorKinds) as OperatorName[]).map((name) => [operatorKinds[name].code as number, name]),
);
const typeNames = new Map(Object.entries(numberTypes).map(([name, code]) => [code as number, name as NumberType]));

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
    operators: graph.tables(3).map((o, place) => readOperator(o, codes, place)),
    inputs: graph.ints(1),
    outputs: graph.ints(2),
  };
}

/** What else stands in the file, by name. Throws a TfliteError when the file is damaged. */
export function readMetadataBuffers(bytes: Uint8Array): Map<string, Uint8Array> {
  const model = Table.root(bytes, 'TFL3');
  const buffers = model.tables(4);
  return new Map(
    model.tables(6).flatMap((entry) => {
      const buffer = buffers[entry.int(1)];
      return buffer ? [[entry.string(0), buffer.bytes(0)] as const] : [];
    }),
  );
}

function readTensor(table: Table, buffers: Uint8Array[]): TfliteTensor {
  const name = table.string(3);
  const shape = table.ints(0);
  const code = table.byte(1);
  const type = typeNames.get(code);
  if (!type)
    throw new TfliteError(`tensor ${name} is of number type ${code}; ${[...typeNames.values()].join(', ')} are known`);
  const quantization = readQuantization(table.table(4), shape.length, name);
  const tensor = { name, shape, type, ...(quantization && { quantization }) };
  const data = buffers[table.int(2)];
  if (!data || data.length === 0) return tensor;
  const values = readNumbers(data, type, name);
  const sparsity = table.table(6);
  if (sparsity) {
    if (sizeOf(shape) > mostNumbers) throw new TfliteError(`damaged: tensor ${name} has shape [${shape.join(', ')}]`);
    return { ...tensor, values: densify(sparsity, shape, Float32Array.from(values), name) };
  }
  const size = sizeOf(shape);
  if (values.length !== size)
    throw new TfliteError(
      `damaged: tensor ${name} has ${values.length} numbers where [${shape.join(', ')}] needs ${size}`,
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
  const scale = table?.floats(2) ?? [];
  if (!table || scale.length === 0) return undefined;
  const zeroPoint = table.longs(3);
  const axis = table.int(6);
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
  const code = codes[table.int(0)] ?? -1;
  const name = operatorNames.get(code);
  if (!name)
    throw new TfliteError(
      `operator ${place} is of number ${code}, which is not known; ${[...operatorNames.values()].join(', ')} are`,
    );
  return {
    name,
    inputs: table.ints(1),
    outputs: table.ints(2),
    options: readOptions(table.table(4), name),
  };
}

function readOptions(table: Table | undefined, name: OperatorName): OperatorOptions {
  if (!table) return usualOptions;
  const { fields = {} } = kindOf(name);
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

function activationOf(code: number, name: OperatorName) {
  const found = activations.find((activation) => activationCodes[activation] === code);
  if (found) return found;
  throw new TfliteError(`${name}: fused activation ${code} is not known; none (0), RELU (1) and RELU6 (3) are`);
}
