/** Writes a TensorFlow Lite file. */
import { Builder, type Offset } from 'flatbuffers';
import { numberToHalf } from '../graph';
import {
  activationCodes,
  bufferFields,
  codeFields,
  graphFields,
  metadataFields,
  modelFields,
  numberTypes,
  type OperatorKind,
  type OperatorOptions,
  operatorFields,
  type Quantization,
  quantizationFields,
  type TfliteGraph,
  type TfliteTensor,
  tensorFields,
} from './schema';

export interface TfliteFile {
  graph: TfliteGraph;
  description: string;
  /** What else stands in the file, by name. */
  metadata?: Readonly<Record<string, Uint8Array>>;
}

/** Where runtimes want numbers to begin, in bytes. */
const alignment = 16;

/** The bytes of a complete .tflite file. */
export function writeTflite({ graph, description, metadata = {} }: TfliteFile): Uint8Array {
  const builder = new Builder(1 << 20);
  // The first buffer is empty by convention: tensors without numbers point to it.
  const contents: Uint8Array[] = [new Uint8Array(0)];
  const keep = (bytes: Uint8Array) => contents.push(bytes) - 1;
  const tensors = graph.tensors.map((tensor) => ({ tensor, buffer: tensor.values ? keep(bytesOf(tensor)) : 0 }));
  const extras = Object.entries(metadata).map(([name, bytes]) => ({ name, buffer: keep(bytes) }));

  // What is needed from runtimes: an operator, in the version for the numbers that it works on.
  const codes: { kind: OperatorKind; version: number }[] = [];
  const codeOf = (kind: OperatorKind, inputs: readonly number[]) => {
    const version = versionFor(
      kind,
      inputs.map((i) => graph.tensors[i]?.type),
    );
    const known = codes.findIndex((code) => code.kind === kind && code.version === version);
    return known >= 0 ? known : codes.push({ kind, version }) - 1;
  };
  const operators = graph.operators.map((operator) => ({ ...operator, code: codeOf(operator.kind, operator.inputs) }));

  const buffers = contents.map((bytes) => writeBuffer(builder, bytes));
  const metadataTables = extras.map(({ name, buffer }) => {
    const text = builder.createString(name);
    return tableOf(builder, 2, () => {
      builder.addFieldOffset(metadataFields.name, text, 0);
      builder.addFieldInt32(metadataFields.buffer, buffer, 0);
    });
  });
  const subgraph = writeGraph(builder, graph, {
    tensors: tensors.map(({ tensor, buffer }) => writeTensor(builder, tensor, buffer)),
    operators: operators.map(({ code, kind, inputs, outputs, options }) => {
      const [ins, outs] = [intVector(builder, inputs), intVector(builder, outputs)];
      const table = kind.options > 0 ? writeOptions(builder, kind, options) : 0;
      return tableOf(builder, 5, () => {
        builder.addFieldInt32(operatorFields.code, code, 0);
        builder.addFieldOffset(operatorFields.inputs, ins, 0);
        builder.addFieldOffset(operatorFields.outputs, outs, 0);
        builder.addFieldInt8(operatorFields.optionsType, kind.options, 0);
        builder.addFieldOffset(operatorFields.options, table, 0);
      });
    }),
  });
  const codeTables = codes.map(({ kind, version }) =>
    tableOf(builder, 4, () => {
      // Readers from before 2020 look into the first field, which has room for 127.
      builder.addFieldInt8(codeFields.deprecatedCode, Math.min(kind.code, 127), 0);
      builder.addFieldInt32(codeFields.version, version, 1);
      builder.addFieldInt32(codeFields.code, kind.code, 0);
    }),
  );
  const parts = {
    codes: offsetVector(builder, codeTables),
    subgraphs: offsetVector(builder, [subgraph]),
    description: builder.createString(description),
    buffers: offsetVector(builder, buffers),
    metadata: offsetVector(builder, metadataTables),
  };
  const model = tableOf(builder, 7, () => {
    builder.addFieldInt32(modelFields.version, 3, 0);
    builder.addFieldOffset(modelFields.operatorCodes, parts.codes, 0);
    builder.addFieldOffset(modelFields.subgraphs, parts.subgraphs, 0);
    builder.addFieldOffset(modelFields.description, parts.description, 0);
    builder.addFieldOffset(modelFields.buffers, parts.buffers, 0);
    builder.addFieldOffset(modelFields.metadata, parts.metadata, 0);
  });
  builder.finish(model, 'TFL3');
  return builder.asUint8Array();
}

/** Version of the operator that a runtime needs for numbers of these types. */
function versionFor({ version = {} }: OperatorKind, types: readonly (string | undefined)[]): number {
  const { any = 1, float16 = any, int8 = any } = version;
  if (types[0] === 'float16') return float16;
  return types.includes('int8') ? int8 : any;
}

function bytesOf({ type, values }: TfliteTensor): Uint8Array {
  if (!values) return new Uint8Array(0);
  if (type === 'float16') return new Uint8Array(Uint16Array.from(values, numberToHalf).buffer);
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function tableOf(builder: Builder, fields: number, add: () => void): Offset {
  builder.startObject(fields);
  add();
  return builder.endObject();
}

function writeBuffer(builder: Builder, bytes: Uint8Array): Offset {
  if (bytes.length === 0) return tableOf(builder, 1, () => {});
  builder.startVector(1, bytes.length, alignment);
  // Buffers grow from their end; four bytes at a time where that is possible.
  let at = bytes.length;
  for (; at % 4 !== 0; at--) builder.addInt8(bytes[at - 1] as number);
  const words = new DataView(bytes.buffer, bytes.byteOffset, at);
  for (; at > 0; at -= 4) builder.addInt32(words.getInt32(at - 4, true));
  const data = builder.endVector();
  return tableOf(builder, 1, () => builder.addFieldOffset(bufferFields.data, data, 0));
}

function writeTensor(builder: Builder, { name, shape, type, quantization }: TfliteTensor, buffer: number): Offset {
  const dims = intVector(builder, shape);
  const text = builder.createString(name);
  const table = quantization ? writeQuantization(builder, quantization) : 0;
  return tableOf(builder, 5, () => {
    builder.addFieldOffset(tensorFields.shape, dims, 0);
    builder.addFieldInt8(tensorFields.type, numberTypes[type], 0);
    builder.addFieldInt32(tensorFields.buffer, buffer, 0);
    builder.addFieldOffset(tensorFields.name, text, 0);
    builder.addFieldOffset(tensorFields.quantization, table, 0);
  });
}

function writeQuantization(builder: Builder, { scale, zeroPoint, axis }: Quantization): Offset {
  builder.startVector(4, scale.length, 4);
  for (const value of scale.toReversed()) builder.addFloat32(value);
  const scales = builder.endVector();
  builder.startVector(8, zeroPoint.length, 8);
  for (const value of zeroPoint.toReversed()) builder.addInt64(BigInt(value));
  const zeroPoints = builder.endVector();
  return tableOf(builder, 7, () => {
    builder.addFieldOffset(quantizationFields.scale, scales, 0);
    builder.addFieldOffset(quantizationFields.zeroPoint, zeroPoints, 0);
    builder.addFieldInt32(quantizationFields.axis, axis, 0);
  });
}

function writeOptions(builder: Builder, { fields = {} }: OperatorKind, options: OperatorOptions): Offset {
  // A vector has to be there before the table that points to it.
  const shape = fields.newShape === undefined ? 0 : intVector(builder, options.newShape);
  return tableOf(builder, 8, () => {
    for (const [option, field] of Object.entries(fields) as [keyof OperatorOptions, number][])
      if (option === 'newShape') builder.addFieldOffset(field, shape, 0);
      else writeOption(builder, options, option, field);
  });
}

function writeOption(
  builder: Builder,
  options: OperatorOptions,
  option: Exclude<keyof OperatorOptions, 'newShape'>,
  field: number,
) {
  switch (option) {
    case 'padding':
      return builder.addFieldInt8(field, options.padding === 'valid' ? 1 : 0, 0);
    case 'activation':
      return builder.addFieldInt8(field, activationCodes[options.activation], 0);
    case 'corners':
      builder.addFieldInt8(field, options.corners === 'align_corners' ? 1 : 0, 0);
      return builder.addFieldInt8(field + 1, options.corners === 'half_pixel' ? 1 : 0, 0);
    case 'keepDims':
      return builder.addFieldInt8(field, options.keepDims ? 1 : 0, 0);
    case 'beta':
      return builder.addFieldFloat32(field, options.beta, 0);
    case 'axis':
    case 'multiplier':
    case 'block':
      return builder.addFieldInt32(field, options[option], 0);
    case 'stride':
    case 'dilation':
    case 'filter': {
      const [down, across] = options[option];
      // Dilation is 1 where a file leaves it out, the others 0.
      const usual = option === 'dilation' ? 1 : 0;
      builder.addFieldInt32(field, across, usual);
      return builder.addFieldInt32(field + 1, down, usual);
    }
  }
}

function writeGraph(
  builder: Builder,
  { inputs, outputs }: TfliteGraph,
  parts: { tensors: Offset[]; operators: Offset[] },
): Offset {
  const tensors = offsetVector(builder, parts.tensors);
  const operators = offsetVector(builder, parts.operators);
  const [ins, outs] = [intVector(builder, inputs), intVector(builder, outputs)];
  const name = builder.createString('main');
  return tableOf(builder, 5, () => {
    builder.addFieldOffset(graphFields.tensors, tensors, 0);
    builder.addFieldOffset(graphFields.inputs, ins, 0);
    builder.addFieldOffset(graphFields.outputs, outs, 0);
    builder.addFieldOffset(graphFields.operators, operators, 0);
    builder.addFieldOffset(graphFields.name, name, 0);
  });
}

function intVector(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}

function offsetVector(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) builder.addOffset(offset);
  return builder.endVector();
}
