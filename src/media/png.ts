/** PNG files of grey values and colours, written with Node's own zlib (W3C, Portable Network Graphics, third edition). */
import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * pixels  [height, width], 0 … 255
 * returns the file's bytes: 8 bits of grey, every row without a filter
 */
export const greyPng = (pixels: Uint8Array, width: number, height = width): Uint8Array =>
  pngOf(pixels, { width, height, channels: 1 });

/**
 * planes  [channels, size, size], 0 … 255, one plane grey or three red, green and blue
 * returns the file's bytes: 8 bits a value, every row without a filter
 */
export function facePng(planes: Uint8Array, { channels, size }: { channels: 1 | 3; size: number }): Uint8Array {
  const plane = size * size;
  const pixels = Uint8Array.from(planes, (_, i) => planes[(i % channels) * plane + Math.floor(i / channels)] as number);
  return pngOf(pixels, { width: size, height: size, channels });
}

/** pixels [height, width, channels] */
function pngOf(
  pixels: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: 1 | 3 },
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  // Grey, or red, green and blue.
  header.writeUInt8(channels === 1 ? 0 : 2, 9);
  const bytes = width * channels;
  const rows = Buffer.alloc(height * (bytes + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * bytes, (y + 1) * bytes), y * (bytes + 1) + 1);
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
