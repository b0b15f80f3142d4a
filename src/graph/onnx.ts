/**
 * The part of ONNX's file format that feeling reads and writes, as protocol buffers.
 *
 * Field numbers: onnx/onnx.proto of ONNX 1.17 (IR version 10). Fields that are not listed are dropped on reading.
 */
import protobuf from 'protobufjs';

const schema = protobuf.parse(
  `
  syntax = "proto3";
  package onnx;
  message AttributeProto {
    string name = 1; float f = 2; int64 i = 3; bytes s = 4; TensorProto t = 5;
    repeated float floats = 7; repeated int64 ints = 8; repeated bytes strings = 9;
    int32 type = 20;
  }
  message ValueInfoProto { string name = 1; TypeProto type = 2; }
  message NodeProto {
    repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
    repeated AttributeProto attribute = 5; string domain = 7;
  }
  message StringStringEntryProto { string key = 1; string value = 2; }
  message ModelProto {
    int64 ir_version = 1; string producer_name = 2; string producer_version = 3;
    GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8;
    repeated StringStringEntryProto metadata_props = 14;
  }
  message GraphProto {
    repeated NodeProto node = 1; string name = 2; repeated TensorProto initializer = 5;
    repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
  }
  message TensorProto {
    repeated int64 dims = 1; int32 data_type = 2;
    repeated float float_data = 4; repeated int32 int32_data = 5; repeated int64 int64_data = 7;
    string name = 8; bytes raw_data = 9;
  }
  message TensorShapeProto {
    message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
    repeated Dimension dim = 1;
  }
  message TypeProto {
    message Tensor { int32 elem_type = 1; TensorShapeProto shape = 2; }
    oneof value { Tensor tensor_type = 1; }
  }
  message OperatorSetIdProto { string domain = 1; int64 version = 2; }
`,
  { keepCase: true },
).root;

/** The message that a file is. */
export const ModelProto = schema.lookupType('onnx.ModelProto');

/** Opset 21 is what ONNX Runtime 1.18 and later take. */
export const opsetVersion = 21;
/** The format's own version that a reader of such an opset knows. */
const irVersionFor = (opset: number) => (opset > 19 ? 10 : 8);

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

/** Serialises a model; the bytes are a complete .onnx file. */
export function writeOnnx(model: OnnxModel): Uint8Array {
  return ModelProto.encode(
    ModelProto.fromObject({
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
    }),
  ).finish();
}
