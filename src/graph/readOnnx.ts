/** Reads .onnx files: what they say of themselves, the numbers they hold, or all of a model. */
import protobuf from 'protobufjs';
import { described } from '../options';
import { halfToNumber } from './half';
import {
  type Attribute,
  attributeTypes,
  type ElementType,
  elementTypes,
  ModelProto,
  type OnnxConstant,
  type OnnxModel,
  type OnnxNode,
  type OnnxValue,
} from './onnx';
import { type Shape, sizeOf } from './tensor';

/**
 * A file that is no ONNX model, or has something in it that this reader does not know.
 *
 * @example
 * import { OnnxError, readOnnx } from 'feeling/train';
 * try {
 *   readOnnx(new TextEncoder().encode('not a model'));
 * } catch (error) {
 *   error instanceof OnnxError; // → true
 * }
 */
export class OnnxError extends Error {
  override name = 'OnnxError';
}

/**
 * What the file says of itself.
 *
 * Throws an OnnxError when the bytes are no ONNX model.
 *
 * @example
 * import { emit, input, readMetadata, relu, writeOnnx } from 'feeling/train';
 * const bytes = writeOnnx(emit({ y: relu(input('x', [1])) }, { metadata: { author: 'me' } }));
 * readMetadata(bytes).author; // → 'me'
 */
export function readMetadata(bytes: Uint8Array): Record<string, string> {
  return metadataOf(decode(bytes));
}

const metadataOf = ({ metadata_props = [] }: StoredModel): Record<string, string> =>
  Object.fromEntries(metadata_props.map(({ key, value }) => [key, value]));

/**
 * The numbers an .onnx file holds, by name, as 32-bit floats; those of other types are left out.
 *
 * Throws an OnnxError when the bytes are no ONNX model.
 *
 * @example
 * import { add, constant, emit, input, readFloats, writeOnnx } from 'feeling/train';
 * const bytes = writeOnnx(emit({ y: add(input('x', [2]), constant([1, 2], [2])) }));
 * [...readFloats(bytes).values()].map(({ data }) => [...data]); // → [[1, 2]]
 */
export function readFloats(bytes: Uint8Array): Map<string, { shape: Shape; data: Float32Array }> {
  const found = new Map<string, { shape: Shape; data: Float32Array }>();
  for (const stored of decode(bytes).graph?.initializer ?? []) {
    if (stored.data_type !== elementTypes.float32 && stored.data_type !== elementTypes.float16) continue;
    const constant = readConstant(stored);
    found.set(constant.name, { shape: constant.dims, data: floatsOf(constant) });
  }
  return found;
}

/**
 * The numbers of a constant of 32 or 16 bits, or of whole ones, as 32-bit floats.
 *
 * @example
 * import { add, constant, emit, floatsOf, input } from 'feeling/train';
 * const [weight] = emit({ y: add(input('x', [2]), constant([1, 2], [2])) }).constants;
 * [...floatsOf(weight!)]; // → [1, 2]
 */
export function floatsOf(constant: OnnxConstant): Float32Array {
  if (!ArrayBuffer.isView(constant?.data))
    throw new TypeError(`floatsOf: must be given a constant of a model (got ${described(constant)})`);
  const { name, type, data } = constant;
  // A copy, so that the numbers lie at a multiple of their size.
  const bytes = Uint8Array.from(data).buffer;
  if (type === 'float32') return new Float32Array(bytes);
  if (type === 'float16') return Float32Array.from(new Uint16Array(bytes), halfToNumber);
  if (type === 'int64') return Float32Array.from(new BigInt64Array(bytes), Number);
  if (type === 'int32') return Float32Array.from(new Int32Array(bytes));
  throw new OnnxError(`constant ${name} must have numbers of 16, 32 or 64 bits (got ${type})`);
}

/**
 * The whole model, as `writeOnnx` takes it. Constants that stand in nodes become constants of the model.
 *
 * Throws an OnnxError when the bytes are no ONNX model, or names what in it is not known.
 *
 * @example
 * import { emit, input, readOnnx, relu, writeOnnx } from 'feeling/train';
 * const bytes = writeOnnx(emit({ y: relu(input('x', [1])) }));
 * readOnnx(bytes).nodes.map(({ op }) => op); // → ['Relu', 'Identity']
 */
export function readOnnx(bytes: Uint8Array): OnnxModel {
  const file = decode(bytes);
  const graph = file.graph;
  if (!graph?.node) throw new OnnxError('not an ONNX model: it has no graph');
  const constants = (graph.initializer ?? []).map(readConstant);
  const isConstant = new Set(constants.map(({ name }) => name));
  const nodes: OnnxNode[] = [];
  for (const node of graph.node) {
    const outputs = node.output ?? [];
    if (node.op_type === 'Constant' && node.attribute?.[0]?.t) {
      constants.push({ ...readConstant(node.attribute[0].t), name: outputs[0] ?? '' });
      continue;
    }
    nodes.push({
      op: node.op_type ?? '',
      ...(node.domain && { domain: node.domain }),
      inputs: node.input ?? [],
      outputs,
      attributes: Object.fromEntries((node.attribute ?? []).map((a) => [a.name ?? '', readAttribute(a)])),
    });
  }
  return {
    name: graph.name ?? '',
    nodes,
    constants,
    inputs: (graph.input ?? []).filter(({ name }) => !isConstant.has(name ?? '')).map(readValue),
    outputs: (graph.output ?? []).map(readValue),
    metadata: metadataOf(file),
    opsets: Object.fromEntries((file.opset_import ?? []).map(({ domain, version }) => [domain ?? '', version ?? 1])),
  };
}

/** What of a file is looked at. Whole numbers of 64 bits may be objects in a model that was only decoded. */
export interface StoredTensor {
  name?: string;
  dims?: number[];
  data_type?: number;
  data_location?: number;
  external_data?: { key: string; value: string }[];
  raw_data?: Uint8Array;
  float_data?: number[];
  int32_data?: number[];
  int64_data?: number[];
}

export interface StoredAttribute {
  name?: string;
  type?: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: StoredTensor;
  tensors?: StoredTensor[];
  g?: StoredGraph;
  graphs?: StoredGraph[];
  floats?: number[];
  ints?: number[];
}

export interface StoredValue {
  name?: string;
  type?: { tensor_type?: { elem_type?: number; shape?: { dim?: { dim_value?: number; dim_param?: string }[] } } };
}

export interface StoredNode {
  input?: string[];
  output?: string[];
  name?: string;
  op_type?: string;
  domain?: string;
  attribute?: StoredAttribute[];
}

export interface StoredGraph {
  name?: string;
  node?: StoredNode[];
  initializer?: StoredTensor[];
  input?: StoredValue[];
  output?: StoredValue[];
  value_info?: StoredValue[];
}

export interface StoredModel {
  ir_version?: number;
  graph?: StoredGraph;
  opset_import?: { domain?: string; version?: number }[];
  metadata_props?: { key: string; value: string }[];
}

/**
 * The file with all that is in it, to be changed and written by `ModelProto.encode`.
 *
 * Throws an OnnxError when the bytes are no ONNX model.
 */
export function decodeModel(bytes: Uint8Array): StoredModel {
  try {
    return ModelProto.decode(bytes) as StoredModel;
  } catch (error) {
    throw new OnnxError(`not an ONNX model: ${(error as Error).message}`);
  }
}

function decode(bytes: Uint8Array): StoredModel {
  try {
    return withNumbers(ModelProto.decode(bytes)) as StoredModel;
  } catch (error) {
    throw new OnnxError(`not an ONNX model: ${(error as Error).message}`);
  }
}

/** Whether it is a 64-bit integer of the library that protobufjs takes where it finds it; in the page it finds none. */
const isLong = (value: object) => Boolean(protobuf.util.Long) && value instanceof protobuf.util.Long;

/** The same with every 64-bit integer as a number; what is beyond 2⁵³, such as "to the end", is rounded. */
function withNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (isLong(value)) return Number(value);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withNumbers(field)]));
}

const typeNames = new Map(Object.entries(elementTypes).map(([name, code]) => [code as number, name as ElementType]));

function typeNamed(code: number | undefined, what: string): ElementType {
  const type = typeNames.get(code ?? 0);
  if (type) return type;
  throw new OnnxError(`${what} is of number type ${code}; ${[...typeNames.values()].join(', ')} are known`);
}

const sizes: Record<ElementType, number> = {
  float32: 4,
  uint8: 1,
  int8: 1,
  int32: 4,
  int64: 8,
  bool: 1,
  float16: 2,
};

/** Bytes of a number by its type's code; those of 64-bit floats and of the other whole numbers, too. */
export const bytesOf: ReadonlyMap<number, number> = new Map([
  ...Object.entries(sizes).map(([type, size]) => [elementTypes[type as ElementType], size] as const),
  ...([
    [4, 2],
    [5, 2],
    [11, 8],
    [12, 4],
    [13, 8],
    [16, 2],
  ] as const),
]);

function readConstant({ name = '', dims = [], data_type, data_location, ...data }: StoredTensor): OnnxConstant {
  if (data_location)
    throw new OnnxError(
      `constant ${name} lies in another file (${data.external_data?.[0]?.value}), which was not read`,
    );
  const type = typeNamed(data_type, `constant ${name}`);
  const raw = data.raw_data ?? typedBytes(type, data);
  const size = sizeOf(dims);
  if (raw.length !== size * sizes[type])
    throw new OnnxError(
      `damaged: constant ${name} must have ${size * sizes[type]} bytes for [${dims.join(', ')}] of ${type} (got ${raw.length})`,
    );
  return { name, type, dims, data: raw };
}

/** Numbers that are kept in a list of their own, as older writers do. */
function typedBytes(
  type: ElementType,
  { float_data = [], int32_data = [], int64_data = [] }: StoredTensor,
): Uint8Array {
  switch (type) {
    case 'float32':
      return new Uint8Array(Float32Array.from(float_data).buffer);
    case 'int64':
      return new Uint8Array(BigInt64Array.from(int64_data, BigInt).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(int32_data).buffer);
    case 'float16':
      return new Uint8Array(Uint16Array.from(int32_data).buffer);
    default:
      return Uint8Array.from(int32_data);
  }
}

function readAttribute({ name = '', type, f = 0, i = 0, s, floats, ints }: StoredAttribute): Attribute {
  switch (type) {
    case attributeTypes.FLOAT:
      return { float: f };
    case attributeTypes.INT:
      return i;
    case attributeTypes.STRING:
      return new TextDecoder().decode(s);
    case attributeTypes.FLOATS:
      return { floats: floats ?? [] };
    case attributeTypes.INTS:
      return ints ?? [];
    default:
      throw new OnnxError(
        `attribute ${name} is of kind ${type}; ${Object.values(attributeTypes).join(', ')} are known`,
      );
  }
}

function readValue({ name = '', type }: StoredValue): OnnxValue {
  const tensor = type?.tensor_type;
  return {
    name,
    type: typeNamed(tensor?.elem_type, `value ${name}`),
    dims: (tensor?.shape?.dim ?? []).map(({ dim_value, dim_param }) => dim_value ?? dim_param ?? ''),
  };
}
