/**
 * safetensors files (huggingface/safetensors): 8 bytes header length, a JSON header of names, types, shapes and offsets,
 * then the numbers, little endian.
 */
import * as v from 'valibot';
import { openWhole } from '../files/node';
import { halfToNumber, type Shape, sizeOf } from '../graph';

export interface NamedArray {
  shape: Shape;
  data: Float32Array;
}

export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, NamedArray>;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const entrySchema = v.object({
  dtype: v.string(),
  shape: v.array(count),
  data_offsets: v.tuple([count, count]),
});
const metadataSchema = v.record(v.string(), v.string());
type Entry = v.InferOutput<typeof entrySchema>;

/** Bytes of a number, of the types that are read. */
const bytesOf: Readonly<Record<string, number>> = { F32: 4, F16: 2 };

/** Whenever the machine stops, a whole file is there. Throws an Error that says why it cannot be written. */
export async function writeSafetensors(path: string, { metadata, tensors }: Safetensors) {
  const header: Record<string, Entry | Record<string, string>> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape: [...shape], data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.alloc(8 + Math.ceil(json.length / 8) * 8, ' ');
  head.writeBigUInt64LE(BigInt(head.length - 8));
  json.copy(head, 8);
  const file = await openWhole(path);
  try {
    await file.write(head);
    for (const { data } of tensors.values())
      await file.write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    await file.finish();
  } finally {
    await file.discard();
  }
}

/** Tensors of 32- and 16-bit floats; those of other types are left out. Throws an Error that says what is damaged. */
export function readSafetensors(bytes: Buffer): Safetensors {
  if (bytes.length < 8) throw new Error(`only ${bytes.length} bytes`);
  const start = 8 + Number(bytes.readBigUInt64LE());
  if (start > bytes.length) throw new Error('the header is cut off');
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8', 8, start));
  } catch {
    throw new Error('the header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new Error('the header is not an object of tensors');
  const { __metadata__: given = {}, ...entries } = header as Record<string, unknown>;
  if (!v.is(metadataSchema, given)) throw new Error('the metadata is not text by name');
  const metadata = given;
  const tensors = new Map<string, NamedArray>();
  for (const [name, entry] of Object.entries(entries)) {
    if (!v.is(entrySchema, entry)) throw new Error(`the tensor ${name} has no type, shape and place in the file`);
    const { dtype, shape, data_offsets } = entry;
    const [from, to] = data_offsets;
    if (start + to > bytes.length) throw new Error(`the numbers of ${name} are cut off`);
    const size = bytesOf[dtype];
    if (from > to || (size !== undefined && sizeOf(shape) * size !== to - from))
      throw new Error(`the tensor ${name} is [${shape.join(', ')}] of ${dtype}, which ${to - from} bytes cannot be`);
    // A copy, so that the numbers lie at a multiple of their size.
    const raw = bytes.buffer.slice(bytes.byteOffset + start + from, bytes.byteOffset + start + to) as ArrayBuffer;
    if (dtype === 'F32') tensors.set(name, { shape, data: new Float32Array(raw) });
    else if (dtype === 'F16') tensors.set(name, { shape, data: Float32Array.from(new Uint16Array(raw), halfToNumber) });
  }
  return { metadata, tensors };
}
