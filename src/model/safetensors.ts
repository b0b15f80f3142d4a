/**
 * safetensors files (huggingface/safetensors): 8 bytes header length, a JSON header of names, types, shapes and offsets,
 * then the numbers, little endian.
 */
import { open } from 'node:fs/promises';
import * as v from 'valibot';
import { bytesAt, openWhole } from '../files/node';
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

interface FloatType {
  /** Of a number. */
  bytes: number;
  read(numbers: ArrayBuffer): Float32Array;
}

/** The types that are read. */
const floatTypes: Readonly<Record<string, FloatType>> = {
  F64: { bytes: 8, read: (numbers) => Float32Array.from(new Float64Array(numbers)) },
  F32: { bytes: 4, read: (numbers) => new Float32Array(numbers) },
  F16: { bytes: 2, read: (numbers) => Float32Array.from(new Uint16Array(numbers), halfToNumber) },
  // bfloat16 is the upper half of a 32-bit float.
  BF16: {
    bytes: 2,
    read: (numbers) => new Float32Array(Uint32Array.from(new Uint16Array(numbers), (bits) => bits << 16).buffer),
  },
};

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

export interface ReadOptions {
  /** Whether a tensor is needed; the others cost no memory. All of them if not given. */
  wanted?: (name: string) => boolean;
}

/**
 * Tensors of floats of 64, 32 and 16 bits; those of other types are left out. Each is read by itself, so that a file may be larger
 * than one piece of memory can be.
 *
 * Throws an Error that says what is damaged, or the system's own where the file cannot be opened.
 */
export async function readSafetensors(path: string, { wanted = () => true }: ReadOptions = {}): Promise<Safetensors> {
  const file = await open(path);
  try {
    const { size: length } = await file.stat();
    if (length < 8) throw new Error(`only ${length} bytes`);
    const start = 8 + Number(Buffer.from(await bytesAt(file, 0, 8)).readBigUInt64LE());
    if (start > length) throw new Error('the header is cut off');
    if (start > longestHeader) throw new Error('the header is too long');
    const { metadata, entries } = parseHeader(Buffer.from(await bytesAt(file, 8, start - 8)).toString('utf8'));
    const tensors = new Map<string, NamedArray>();
    for (const [name, entry] of Object.entries(entries)) {
      const { dtype, shape, data_offsets } = checkedEntry(name, entry, length - start);
      const [from, to] = data_offsets;
      const type = floatTypes[dtype];
      if (!wanted(name) || !type) continue;
      const { buffer } = await bytesAt(file, start + from, to - from);
      tensors.set(name, { shape, data: type.read(buffer) });
    }
    return { metadata, tensors };
  } finally {
    await file.close();
  }
}

/** As the format's own reader has it. */
const longestHeader = 100_000_000;

function parseHeader(text: string): { metadata: Record<string, string>; entries: Record<string, unknown> } {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw new Error('the header is not JSON');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new Error('the header is not an object of tensors');
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, unknown>;
  if (!v.is(metadataSchema, metadata)) throw new Error('the metadata is not text by name');
  return { metadata, entries };
}

/** most bytes that there are for all tensors */
function checkedEntry(name: string, entry: unknown, most: number): Entry {
  if (!v.is(entrySchema, entry)) throw new Error(`the tensor ${name} has no type, shape and place in the file`);
  const { dtype, shape, data_offsets } = entry;
  const [from, to] = data_offsets;
  if (to > most) throw new Error(`the numbers of ${name} are cut off`);
  const size = floatTypes[dtype]?.bytes;
  if (from > to || (size !== undefined && sizeOf(shape) * size !== to - from))
    throw new Error(`the tensor ${name} is [${shape.join(', ')}] of ${dtype}, which ${to - from} bytes cannot be`);
  return entry;
}
