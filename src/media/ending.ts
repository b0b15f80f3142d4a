/** How a video's file should end, by what its own structure says: whether its end was cut off. */
import { formatOf, headBytes } from './formats';
import type { ReadAt } from './readAt';

export interface Ending {
  /** Bytes that are missing at the end; 0 where none are, or where the format does not tell. */
  missing: number;
  /**
   * Seconds that the header promises, where one has to read them here; "unknown" where a length counts only what is in
   * the file.
   */
  duration?: number | 'unknown';
}

/** Looks at the file's outermost boxes, chunks, segment or packets. */
export async function endingOf(read: ReadAt, size: number): Promise<Ending> {
  const head = await read(0, headBytes);
  switch (formatOf(head)?.name) {
    case 'MP4':
    case 'MOV':
    case 'AVIF':
    case 'HEIC':
      return isoEnding(read, size);
    case 'MKV':
    case 'WebM':
      return { missing: Math.max(0, segmentEnd(head) - size) };
    case 'AVI':
      return { missing: Math.max(0, (await riffEnd(read, size)) - size), ...aviDuration(head) };
    case 'WMV':
      return asfEnding(head, size);
    case 'TS': {
      const packet = head[0] === 0x47 && head[188] === 0x47 ? 188 : 192;
      return { missing: (packet - (size % packet)) % packet, duration: 'unknown' };
    }
    default:
      return { missing: 0 };
  }
}

/** ISO/IEC 14496-12, section 4.2: boxes of size and type; a size of 1 stands for a long one, 0 for all that is left. */
async function isoEnding(read: ReadAt, size: number): Promise<Ending> {
  let at = 0;
  let fragments = false;
  while (at < size) {
    const head = await read(at, 16);
    if (head.length < 8) {
      at += 8;
      break;
    }
    const short = head.readUInt32BE(0);
    const length = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short;
    // The last box, or no box at all.
    if (length < 8) return { missing: 0 };
    fragments ||= head.toString('latin1', 4, 8) === 'moof';
    at += length;
  }
  return { missing: Math.max(0, at - size), ...(fragments && { duration: 'unknown' }) };
}

/** RIFF chunks one behind another, as long AVI files have them; a length of 0 was never filled in. */
async function riffEnd(read: ReadAt, size: number): Promise<number> {
  let at = 0;
  while (at < size) {
    const head = await read(at, 8);
    if (head.length < 8 || head.toString('latin1', 0, 4) !== 'RIFF') return at;
    const length = head.readUInt32LE(4);
    if (length === 0) return size;
    at += 8 + length + (length % 2);
  }
  return at;
}

/** AVI's main header: microseconds a frame, and how many frames there are. */
function aviDuration(head: Buffer): Pick<Ending, 'duration'> {
  const at = head.indexOf('avih') + 8;
  if (at < 8 || at + 20 > head.length) return {};
  const duration = (head.readUInt32LE(at) * head.readUInt32LE(at + 16)) / 1e6;
  return duration > 0 ? { duration } : {};
}

/** Advanced Systems Format, section 3.2: the file properties, in which lengths of time are tenths of microseconds. */
const fileProperties = Buffer.from('a1dcab8c47a9cf118ee400c00c205365', 'hex');

function asfEnding(head: Buffer, size: number): Ending {
  const at = head.indexOf(fileProperties);
  if (at < 0 || at + 88 > head.length) return { missing: 0 };
  const length = Number(head.readBigUInt64LE(at + 40));
  const duration = Number(head.readBigUInt64LE(at + 64)) / 1e7 - Number(head.readBigUInt64LE(at + 80)) / 1e3;
  return { missing: Math.max(0, length - size), ...(duration > 0 && { duration }) };
}

/** RFC 8794 (EBML), sections 4 and 6.2: the header, then the segment; 0 where its length is not known. */
function segmentEnd(head: Buffer): number {
  const header = elementEnd(head, 0);
  return (header !== undefined && elementEnd(head, header)) || 0;
}

/** Where the element ends that begins here; undefined where that is not known: a length of ones alone says so. */
function elementEnd(bytes: Buffer, at: number): number | undefined {
  const idLength = Math.clz32(bytes[at] ?? 0) - 23;
  const first = bytes[at + idLength];
  if (!first || idLength > 4) return undefined;
  const sizeLength = Math.clz32(first) - 23;
  const ones = 0xff >> sizeLength;
  let length = first & ones;
  let known = length !== ones;
  for (let i = 1; i < sizeLength; i++) {
    const byte = bytes[at + idLength + i] ?? 0;
    length = length * 256 + byte;
    known ||= byte !== 0xff;
  }
  return known ? at + idLength + sizeLength + length : undefined;
}
