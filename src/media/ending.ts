/** How a video's file should end, by what its own structure says: whether its end was cut off. */
import { formatOf, headBytes } from './formats';
import { matroskaMissing } from './matroskaEnding';
import { lettersOf, type ReadAt, viewOf } from './readAt';
import { flvDuration, flvMissing, oggMissing, programMissing } from './streamEnding';

export interface Ending {
  /** Bytes that are missing at the end; 0 where none are, or where the format does not tell. */
  missing: number;
  /**
   * Seconds that the header promises, where one has to read them here; "unknown" where a length counts only what is in
   * the file.
   */
  duration?: number | 'unknown';
}

/** Looks at the file's outermost boxes, chunks, segment or packets; in Node and in browsers. */
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
      return { missing: await matroskaMissing(read, size) };
    case 'AVI':
      return { missing: Math.max(0, (await riffEnd(read, size)) - size), ...aviDuration(head) };
    case 'WMV':
      return asfEnding(head, size);
    case 'TS': {
      const packet = head[0] === 0x47 && head[188] === 0x47 ? 188 : 192;
      return { missing: (packet - (size % packet)) % packet, duration: 'unknown' };
    }
    case 'FLV':
      return { missing: await flvMissing(read, size), duration: flvDuration(head) ?? 'unknown' };
    case 'OGG':
      return { missing: await oggMissing(read, size), duration: 'unknown' };
    case 'MPEG':
      return { missing: await programMissing(read, size), duration: 'unknown' };
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
    const view = viewOf(head);
    const short = view.getUint32(0);
    const length = short === 1 && head.length === 16 ? Number(view.getBigUint64(8)) : short;
    // The last box, or no box at all.
    if (length < 8) return { missing: 0 };
    fragments ||= lettersOf(head.subarray(4, 8)) === 'moof';
    at += length;
  }
  return { missing: Math.max(0, at - size), ...(fragments && { duration: 'unknown' }) };
}

/** RIFF chunks one behind another, as long AVI files have them; a length of 0 was never filled in. */
async function riffEnd(read: ReadAt, size: number): Promise<number> {
  let at = 0;
  while (at < size) {
    const head = await read(at, 8);
    if (head.length < 8 || lettersOf(head.subarray(0, 4)) !== 'RIFF') return at;
    const length = viewOf(head).getUint32(4, true);
    if (length === 0) return size;
    at += 8 + length + (length % 2);
  }
  return at;
}

/** AVI's main header: microseconds a frame, and how many frames there are. */
function aviDuration(head: Uint8Array): Pick<Ending, 'duration'> {
  const at = lettersOf(head).indexOf('avih') + 8;
  if (at < 8 || at + 20 > head.length) return {};
  const duration = (viewOf(head).getUint32(at, true) * viewOf(head).getUint32(at + 16, true)) / 1e6;
  return duration > 0 ? { duration } : {};
}

/** Advanced Systems Format, section 3.2: the file properties, in which lengths of time are tenths of microseconds. */
const fileProperties = lettersOf(
  Uint8Array.of(0xa1, 0xdc, 0xab, 0x8c, 0x47, 0xa9, 0xcf, 0x11, 0x8e, 0xe4, 0x00, 0xc0, 0x0c, 0x20, 0x53, 0x65),
);

function asfEnding(head: Uint8Array, size: number): Ending {
  const at = lettersOf(head).indexOf(fileProperties);
  if (at < 0 || at + 88 > head.length) return { missing: 0 };
  const view = viewOf(head);
  const number = (offset: number) => Number(view.getBigUint64(at + offset, true));
  const duration = number(64) / 1e7 - number(80) / 1e3;
  return { missing: Math.max(0, number(40) - size), ...(duration > 0 && { duration }) };
}
