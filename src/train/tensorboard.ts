/**
 * A run's history as TensorBoard reads it: TFRecords (tensorflow/core/lib/io/record_writer.h) of Event messages
 * (tensorflow/core/util/event.proto) with a scalar for each figure.
 */
import protobuf from 'protobufjs/minimal.js';
import type { EpochResult } from './history';

/** CRC-32C (Castagnoli), reflected, polynomial 0x1EDC6F41. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Turned and shifted, so that checksums of data that hold checksums stay good. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

function record(event: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + event.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(event.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(event, 12);
  view.setUint32(12 + event.length, masked(event), true);
  return bytes;
}

/** The record that a file begins with. */
export const eventsHeader = (wallTime: number): Uint8Array =>
  record(protobuf.Writer.create().uint32(9).double(wallTime).uint32(26).string('brain.Event:2').finish());

const groups: Readonly<Record<string, string>> = { learningRate: 'training', seconds: 'training' };

/** "loss" → "training/loss", "valAccuracy" → "validation/accuracy" */
function tagOf(figure: string): string {
  if (!figure.startsWith('val')) return `${groups[figure] ?? 'training'}/${figure}`;
  return `validation/${figure.charAt(3).toLowerCase()}${figure.slice(4)}`;
}

/**
 * One epoch's figures.
 *
 * wallTime seconds since 1970
 */
export function eventOf({ epoch, ...figures }: EpochResult, wallTime: number): Uint8Array {
  const writer = protobuf.Writer.create().uint32(9).double(wallTime).uint32(16).int32(epoch);
  writer.uint32(42).fork();
  for (const [figure, value] of Object.entries(figures)) {
    if (typeof value !== 'number') continue;
    writer.uint32(10).fork().uint32(10).string(tagOf(figure)).uint32(21).float(value).ldelim();
  }
  return record(writer.ldelim().finish());
}
