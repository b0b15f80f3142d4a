/** Which of a TIFF file's directories are pages (TIFF 6.0, sections 2 and 8). */
import type { ReadAt } from './readAt';

/** NewSubfileType, and its bits for a smaller copy of another picture and for a mask. */
const subfileTag = 254;
const smallerCopy = 1;
const mask = 4;
const mostPages = 65_536;

/** Numbers of the directories that are pages, not smaller copies or masks, from 0; the first always is one. */
export async function tiffPages(read: ReadAt): Promise<number[]> {
  const head = await read(0, 8);
  const little = head.toString('latin1', 0, 2) === 'II';
  const short = (bytes: Buffer, at: number) => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (bytes: Buffer, at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const pages = [0];
  // BigTIFF (43) holds what is too large for several pages.
  if (head.length < 8 || short(head, 2) !== 42) return pages;
  const seen = new Set<number>();
  let at = long(head, 4);
  for (let number = 0; at > 0 && !seen.has(at) && number < mostPages; number++) {
    seen.add(at);
    const count = await read(at, 2);
    if (count.length < 2) break;
    const entries = short(count, 0);
    const directory = await read(at + 2, entries * 12 + 4);
    if (directory.length < entries * 12) break;
    let type = 0;
    for (let i = 0; i < entries; i++) if (short(directory, i * 12) === subfileTag) type = long(directory, i * 12 + 8);
    if (number > 0 && (type & (smallerCopy | mask)) === 0) pages.push(number);
    at = directory.length === entries * 12 + 4 ? long(directory, entries * 12) : 0;
  }
  return pages;
}
