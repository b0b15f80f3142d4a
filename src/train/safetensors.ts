/**
 * safetensors files (huggingface/safetensors): 8 bytes header length, a JSON header of names, types, shapes and offsets,
 * then the numbers, little endian.
 */
import { openWhole } from '../files/node';
import { halfToNumber, type Shape } from '../graph';

export interface NamedArray {
  shape: Shape;
  data: Float32Array;
}

export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, NamedArray>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

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
  let header: Record<string, Entry | Record<string, string>>;
  try {
    header = JSON.parse(bytes.toString('utf8', 8, start));
  } catch {
    throw new Error('the header is not JSON');
  }
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map<string, NamedArray>();
  for (const [name, entry] of Object.entries(entries)) {
    const { dtype, shape, data_offsets } = entry as Entry;
    const [from, to] = data_offsets;
    if (start + to > bytes.length) throw new Error(`the numbers of ${name} are cut off`);
    // A copy, so that the numbers lie at a multiple of their size.
    const raw = bytes.buffer.slice(bytes.byteOffset + start + from, bytes.byteOffset + start + to) as ArrayBuffer;
    if (dtype === 'F32') tensors.set(name, { shape, data: new Float32Array(raw) });
    else if (dtype === 'F16') tensors.set(name, { shape, data: Float32Array.from(new Uint16Array(raw), halfToNumber) });
  }
  return { metadata: metadata as Record<string, string>, tensors };
}
