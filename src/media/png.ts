/** A PNG file of grey values, written with Node's own zlib (W3C, Portable Network Graphics, third edition). */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * pixels  [height, width], 0 … 255
 * returns the file's bytes: 8 bits of grey, every row without a filter
 */
export function greyPng(pixels: Uint8Array, width: number, height = width): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const checked = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const made = Buffer.alloc(checked.length + 8);
  made.writeUInt32BE(data.length, 0);
  made.set(checked, 4);
  made.writeUInt32BE(crc32(checked), checked.length + 4);
  return made;
}
