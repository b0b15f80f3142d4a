/**
 * Protocol buffers read and written by their schema alone. protobufjs's own `decode` and `encode` make functions from
 * text, which a page's Content-Security-Policy forbids; its reader, writer and schemas do not.
 *
 * Wire format: https://protobuf.dev/programming-guides/encoding
 */
import protobuf from 'protobufjs';

/** Fields by name; those that are missing in the file are missing here. */
export type Message = Record<string, unknown>;

/**
 * The message that the bytes are; fields that the schema does not know are left out.
 *
 * Throws an Error when the bytes end too early or no field can be made of them.
 */
export function decodeMessage(type: protobuf.Type, bytes: Uint8Array): Message {
  return readMessage(type, protobuf.Reader.create(bytes), bytes.length);
}

function readMessage(type: protobuf.Type, reader: protobuf.Reader, end: number): Message {
  if (end > reader.len) throw new RangeError('it ends too early');
  const message: Message = {};
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = type.fieldsById[tag >>> 3]?.resolve();
    const wireType = tag & 7;
    if (!field) {
      reader.skipType(wireType);
      continue;
    }
    if (!field.repeated) message[field.name] = readValue(field, reader);
    else {
      message[field.name] ??= [];
      const values = message[field.name] as unknown[];
      if (wireType === 2 && isPackable(field)) {
        const length = reader.uint32();
        const last = reader.pos + length;
        while (reader.pos < last) values.push(readValue(field, reader));
      } else values.push(readValue(field, reader));
    }
  }
  if (reader.pos !== end) throw new RangeError('a field reaches beyond its message');
  return message;
}

function readValue(field: protobuf.Field, reader: protobuf.Reader): unknown {
  if (field.resolvedType instanceof protobuf.Type) {
    const length = reader.uint32();
    return readMessage(field.resolvedType, reader, reader.pos + length);
  }
  return reader[field.type as Scalar]();
}

/** The bytes of a message, its fields in the order of their numbers. */
export function encodeMessage(type: protobuf.Type, message: Message): Uint8Array {
  const writer = protobuf.Writer.create();
  writeMessage(type, message, writer);
  return writer.finish();
}

function writeMessage(type: protobuf.Type, message: Message, writer: protobuf.Writer) {
  for (const field of inOrder(type)) {
    const value = message[field.name];
    if (value === undefined || value === null) continue;
    if (!field.repeated) writeValue(field, value, writer);
    else if (!isPackable(field)) for (const one of value as unknown[]) writeValue(field, one, writer);
    else if ((value as unknown[]).length > 0) {
      writer.uint32((field.id << 3) | 2).fork();
      for (const one of value as never[]) writer[field.type as Scalar](one);
      writer.ldelim();
    }
  }
}

function writeValue(field: protobuf.Field, value: unknown, writer: protobuf.Writer) {
  if (field.resolvedType instanceof protobuf.Type) {
    writer.uint32((field.id << 3) | 2).fork();
    writeMessage(field.resolvedType, value as Message, writer);
    writer.ldelim();
    return;
  }
  const wireType = protobuf.types.basic[field.type as Scalar];
  writer.uint32((field.id << 3) | wireType)[field.type as Scalar](value as never);
}

/** The scalar types that both a reader and a writer have methods for. */
type Scalar = 'int32' | 'int64' | 'uint64' | 'float' | 'double' | 'string' | 'bytes';

const isPackable = ({ type }: protobuf.Field) => type in protobuf.types.packed;

const orders = new WeakMap<protobuf.Type, protobuf.Field[]>();

function inOrder(type: protobuf.Type): protobuf.Field[] {
  const known = orders.get(type);
  if (known) return known;
  const fields = type.fieldsArray.map((field) => field.resolve()).sort((a, b) => a.id - b.id);
  orders.set(type, fields);
  return fields;
}
