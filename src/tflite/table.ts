/** Reads tables of a flatbuffer by field number, as generated code would, with every offset checked. */
import { ByteBuffer } from 'flatbuffers';

/** A .tflite file that is damaged, or has something this reader does not know. */
export class TfliteError extends Error {
  override name = 'TfliteError';
}

/**
 * How often a file may be read over, byte for byte. Tables of a sound file do not overlap; those of a damaged one may
 * all claim the whole file, which would take for ever.
 */
const mostPasses = 8;

/** A table: fields that are absent have their default. */
export class Table {
  private constructor(
    private readonly buffer: ByteBuffer,
    private readonly position: number,
    /** Bytes that may still be read, shared by all tables of a file. */
    private readonly budget: { bytes: number },
  ) {}

  /** The root table. Throws a TfliteError when the bytes do not carry the file identifier. */
  static root(bytes: Uint8Array, identifier: string): Table {
    const buffer = new ByteBuffer(bytes);
    const found = bytes.length < 8 ? '' : String.fromCharCode(...bytes.subarray(4, 8));
    if (found !== identifier)
      throw new TfliteError(`not a TensorFlow Lite file: bytes 4 to 8 must be "${identifier}" (got "${found}")`);
    return new Table(buffer, within(buffer, buffer.readUint32(0), 4), { bytes: mostPasses * bytes.length });
  }

  int(field: number, fallback = 0): number {
    const at = this.at(field);
    return at === 0 ? fallback : this.buffer.readInt32(within(this.buffer, at, 4));
  }

  byte(field: number, fallback = 0): number {
    const at = this.at(field);
    return at === 0 ? fallback : this.buffer.readInt8(within(this.buffer, at, 1));
  }

  float(field: number, fallback = 0): number {
    const at = this.at(field);
    return at === 0 ? fallback : this.buffer.readFloat32(within(this.buffer, at, 4));
  }

  string(field: number): string {
    const bytes = this.bytes(field);
    return new TextDecoder().decode(bytes);
  }

  table(field: number): Table | undefined {
    const at = this.at(field);
    return at === 0 ? undefined : new Table(this.buffer, this.follow(at), this.budget);
  }

  tables(field: number): Table[] {
    return this.vector(field, 4, (at) => new Table(this.buffer, this.follow(at), this.budget));
  }

  ints(field: number): number[] {
    return this.vector(field, 4, (at) => this.buffer.readInt32(at));
  }

  floats(field: number): number[] {
    return this.vector(field, 4, (at) => this.buffer.readFloat32(at));
  }

  /** A vector of 64-bit integers. */
  longs(field: number): number[] {
    return this.vector(field, 8, (at) => Number(this.buffer.readInt64(at)));
  }

  /** A vector of 16-bit numbers from 0. */
  shorts(field: number): number[] {
    return this.vector(field, 2, (at) => this.buffer.readUint16(at));
  }

  /** A vector of bytes, without a copy. */
  bytes(field: number): Uint8Array {
    const { start, length } = this.extent(field, 1);
    return this.buffer.bytes().subarray(start, start + length);
  }

  private vector<T>(field: number, size: number, read: (at: number) => T): T[] {
    const { start, length } = this.extent(field, size);
    return Array.from({ length }, (_, i) => read(start + i * size));
  }

  private extent(field: number, size: number): { start: number; length: number } {
    const at = this.at(field);
    if (at === 0) return { start: 0, length: 0 };
    const vector = this.follow(at);
    const length = this.buffer.readUint32(vector);
    within(this.buffer, vector + 4, length * size);
    this.budget.bytes -= length * size;
    if (this.budget.bytes < 0) throw new TfliteError('damaged: its tables overlap');
    return { start: vector + 4, length };
  }

  private follow(at: number): number {
    within(this.buffer, at, 4);
    return within(this.buffer, at + this.buffer.readUint32(at), 4);
  }

  /** Where a field lies, 0 when it is absent. */
  private at(field: number): number {
    const { buffer, position } = this;
    const vtable = within(buffer, position - buffer.readInt32(position), 4);
    const slot = 4 + field * 2;
    if (slot >= buffer.readUint16(vtable)) return 0;
    const offset = buffer.readUint16(within(buffer, vtable + slot, 2));
    return offset === 0 ? 0 : position + offset;
  }
}

function within(buffer: ByteBuffer, at: number, size: number): number {
  if (at < 0 || at + size > buffer.capacity())
    throw new TfliteError(`damaged: an offset points to byte ${at} of ${buffer.capacity()}`);
  return at;
}
