/**
 * ONNX's file format, as protocol buffers.
 *
 * Field numbers: onnx/onnx.proto of ONNX 1.17 (IR version 10). All fields are here, so that a file which is only added to
 * keeps what it has.
 */
import protobuf from 'protobufjs';
import { described } from '../options';
import { decodeMessage, encodeMessage, type Message } from './protobuf';

const schema = protobuf.parse(
  `
  syntax = "proto3";
  package onnx;
  message AttributeProto {
    string name = 1; float f = 2; int64 i = 3; bytes s = 4; TensorProto t = 5; GraphProto g = 6;
    repeated float floats = 7; repeated int64 ints = 8; repeated bytes strings = 9;
    repeated TensorProto tensors = 10; repeated GraphProto graphs = 11; string doc_string = 13; TypeProto tp = 14;
    repeated TypeProto type_protos = 15; int32 type = 20; string ref_attr_name = 21;
    SparseTensorProto sparse_tensor = 22; repeated SparseTensorProto sparse_tensors = 23;
  }
  message ValueInfoProto {
    string name = 1; TypeProto type = 2; string doc_string = 3; repeated StringStringEntryProto metadata_props = 4;
  }
  message NodeProto {
    repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
    repeated AttributeProto attribute = 5; string doc_string = 6; string domain = 7; string overload = 8;
    repeated StringStringEntryProto metadata_props = 9;
  }
  message StringStringEntryProto { string key = 1; string value = 2; }
  message ModelProto {
    int64 ir_version = 1; string producer_name = 2; string producer_version = 3; string domain = 4;
    int64 model_version = 5; string doc_string = 6;
    GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8;
    repeated StringStringEntryProto metadata_props = 14; repeated FunctionProto functions = 25;
  }
  message GraphProto {
    repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5; string doc_string = 10;
    repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12; repeated ValueInfoProto value_info = 13;
    repeated TensorAnnotation quantization_annotation = 14; repeated SparseTensorProto sparse_initializer = 15;
    repeated StringStringEntryProto metadata_props = 16;
  }
  message TensorAnnotation {
    string tensor_name = 1; repeated StringStringEntryProto quant_parameter_tensor_names = 2;
  }
  message TensorProto {
    message Segment { int64 begin = 1; int64 end = 2; }
    repeated int64 dims = 1; int32 data_type = 2; Segment segment = 3;
    repeated float float_data = 4; repeated int32 int32_data = 5; repeated bytes string_data = 6;
    repeated int64 int64_data = 7; string name = 8; bytes raw_data = 9; repeated double double_data = 10;
    repeated uint64 uint64_data = 11; string doc_string = 12; repeated StringStringEntryProto external_data = 13;
    int32 data_location = 14; repeated StringStringEntryProto metadata_props = 16;
  }
  message SparseTensorProto { TensorProto values = 1; TensorProto indices = 2; repeated int64 dims = 3; }
  message TensorShapeProto {
    message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } string denotation = 3; }
    repeated Dimension dim = 1;
  }
  message TypeProto {
    message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
    message Sequence { TypeProto elem_type = 1; }
    message Map { int32 key_type = 1; TypeProto value_type = 2; }
    message Optional { TypeProto elem_type = 1; }
    message SparseTensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
    oneof value {
      Tensor tensor_type = 1; Sequence sequence_type = 4; Map map_type = 5; SparseTensor sparse_tensor_type = 8;
      Optional optional_type = 9;
    }
    string denotation = 6;
  }
  message OperatorSetIdProto { string domain = 1; int64 version = 2; }
  message FunctionProto {
    string name = 1; repeated string input = 4; repeated string output = 5; repeated string attribute = 6;
    repeated NodeProto node = 7; string doc_string = 8; repeated OperatorSetIdProto opset_import = 9;
    string domain = 10; repeated AttributeProto attribute_proto = 11; repeated ValueInfoProto value_info = 12;
    string overload = 13; repeated StringStringEntryProto metadata_props = 14;
  }
`,
  { keepCase: true },
).root;

const modelProto = schema.lookupType('onnx.ModelProto');

/** The message that a file is: its fields by ONNX's names, those that the file lacks missing, 64-bit integers exact. */
export const ModelProto = {
  /** Throws an Error when the bytes are no such message. */
  decode: (bytes: Uint8Array): Message => decodeMessage(modelProto, bytes),
  encode: (model: object): Uint8Array => encodeMessage(modelProto, model as Message),
};

/**
 * Opset 21 is what ONNX Runtime 1.18 and later take.
 *
 * @example
 * import { opsetVersion } from 'feeling/train';
 * opsetVersion; // → 21
 */
export const opsetVersion = 21;
/** The format's own version that a reader of such an opset knows. */
const irVersionFor = (opset: number) => (opset > 19 ? 10 : 8);

/**
 * ONNX's numbers for the types of elements (onnx.proto, TensorProto.DataType).
 *
 * @example
 * import { elementTypes } from 'feeling/train';
 * elementTypes.float32; // → 1
 */
export const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type ElementType = keyof typeof elementTypes;

/** Attribute values: integers are written as INT and INTS; wrap floats that may be whole numbers. */
export type Attribute = number | string | readonly number[] | { float: number } | { floats: readonly number[] };

export interface OnnxNode {
  op: string;
  domain?: string;
  inputs: string[];
  outputs: string[];
  attributes?: Record<string, Attribute>;
}

export interface OnnxConstant {
  name: string;
  type: ElementType;
  dims: readonly number[];
  /** Little-endian bytes, as in `raw_data`. */
  data: Uint8Array;
}

/** A graph's input or output; a string stands for a free dimension ("batch"). */
export interface OnnxValue {
  name: string;
  type: ElementType;
  dims: readonly (number | string)[];
}

export interface OnnxModel {
  name: string;
  nodes: OnnxNode[];
  constants: OnnxConstant[];
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  metadata: Record<string, string>;
  /** Operator-set versions by domain, the default domain as ''. */
  opsets: Record<string, number>;
}

/** Throws a TypeError when something else stands where `taker` takes a model: its bytes, for instance. */
export function requireOnnx(taker: string, model: unknown): asserts model is OnnxModel {
  const { nodes, constants, opsets } = (model ?? {}) as Partial<OnnxModel>;
  if (!Array.isArray(nodes) || !Array.isArray(constants) || typeof opsets !== 'object')
    throw new TypeError(`${taker}: must be given a model, as readOnnx and emit give it (got ${described(model)})`);
}

export const attributeTypes = { FLOAT: 1, INT: 2, STRING: 3, FLOATS: 6, INTS: 7 } as const;

function writeAttribute(name: string, value: Attribute) {
  if (typeof value === 'string') return { name, type: attributeTypes.STRING, s: new TextEncoder().encode(value) };
  if (typeof value === 'number')
    return Number.isInteger(value)
      ? { name, type: attributeTypes.INT, i: value }
      : { name, type: attributeTypes.FLOAT, f: value };
  if ('float' in value) return { name, type: attributeTypes.FLOAT, f: value.float };
  if ('floats' in value) return { name, type: attributeTypes.FLOATS, floats: [...value.floats] };
  return value.every(Number.isInteger)
    ? { name, type: attributeTypes.INTS, ints: [...value] }
    : { name, type: attributeTypes.FLOATS, floats: [...value] };
}

const writeValue = ({ name, type, dims }: OnnxValue) => ({
  name,
  type: {
    tensor_type: {
      elem_type: elementTypes[type],
      shape: { dim: dims.map((d) => (typeof d === 'number' ? { dim_value: d } : { dim_param: d })) },
    },
  },
});

/**
 * Serialises a model; the bytes are a complete .onnx file.
 *
 * @example
 * import { createSession, emit, input, relu, writeOnnx } from 'feeling/train';
 * const bytes = writeOnnx(emit({ y: relu(input('x', [1, 2])) }));
 * const session = await createSession(bytes);
 * [...(await session.run({ x: { data: Float32Array.of(-1, 2), dims: [1, 2] } })).y.data]; // → [0, 2]
 */
export function writeOnnx(model: OnnxModel): Uint8Array {
  requireOnnx('writeOnnx', model);
  return ModelProto.encode({
    ir_version: irVersionFor(model.opsets[''] ?? opsetVersion),
    producer_name: 'feeling',
    opset_import: Object.entries(model.opsets).map(([domain, version]) => ({ domain, version })),
    metadata_props: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
    graph: {
      name: model.name,
      node: model.nodes.map((n) => ({
        input: n.inputs,
        output: n.outputs,
        name: n.outputs[0],
        op_type: n.op,
        domain: n.domain ?? '',
        attribute: Object.entries(n.attributes ?? {}).map(([name, value]) => writeAttribute(name, value)),
      })),
      initializer: model.constants.map((c) => ({
        name: c.name,
        dims: [...c.dims],
        data_type: elementTypes[c.type],
        raw_data: c.data,
      })),
      input: model.inputs.map(writeValue),
      output: model.outputs.map(writeValue),
    },
  });
}
