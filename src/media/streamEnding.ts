/** Whether the end of files is missing that have no length: they are chains of packets, each of which says how long it is. */
import { lettersOf, type ReadAt, viewOf } from './readAt';

/** Bytes at the end in which the last packets are looked for. */
const tailBytes = 2 ** 17;

const tailOf = async (read: ReadAt, size: number) => read(Math.max(0, size - tailBytes), tailBytes);

/** Flash Video (specification 10.1, annex E): behind each tag is its length. */
export async function flvMissing(read: ReadAt, size: number): Promise<number> {
  const headBytes = 11;
  if (size < 13 + headBytes) return 0;
  const length = viewOf(await read(size - 4, 4)).getUint32(0);
  if (length < headBytes || length + 4 > size) return 1;
  const tag = await read(size - 4 - length, 4);
  return (viewOf(tag).getUint32(0) & 0xffffff) === length - headBytes ? 0 : 1;
}

/** Seconds that Flash Video's metadata promise. */
export function flvDuration(head: Uint8Array): number | undefined {
  const name = 'duration\0';
  const at = lettersOf(head).indexOf(name);
  if (at < 0 || at + name.length + 8 > head.length) return undefined;
  const duration = viewOf(head).getFloat64(at + name.length);
  return duration > 0 ? duration : undefined;
}

/** Ogg (RFC 3533, section 6): the last page says that it is, and how long it is. */
export async function oggMissing(read: ReadAt, size: number): Promise<number> {
  const last = 4;
  const headBytes = 27;
  const tail = await tailOf(read, size);
  const at = lettersOf(tail).lastIndexOf('OggS');
  if (at < 0) return 0;
  const segments = tail[at + headBytes - 1];
  if (segments === undefined) return 1;
  const lengths = tail.subarray(at + headBytes, at + headBytes + segments);
  const end = lengths.reduce((sum, length) => sum + length, at + headBytes + segments);
  if (end > tail.length) return end - tail.length;
  return ((tail[at + 5] as number) & last) === 0 ? 1 : 0;
}

/** MPEG program streams (ISO/IEC 13818-1, section 2.5.3): packs, and in them packets with their length. */
export async function programMissing(read: ReadAt, size: number): Promise<number> {
  const [packCode, endCode, firstPacket] = [0xba, 0xb9, 0xbb];
  const tail = await tailOf(read, size);
  let at = lettersOf(tail).indexOf('\0\0\x01\xba');
  if (at < 0) return 0;
  while (at < tail.length) {
    const head = tail.subarray(at, at + 14);
    const [a, b, c, code = 0, e = 0, f = 0] = head;
    if ((a ?? 0) !== 0 || (b ?? 0) !== 0 || (c ?? 1) !== 1) return 0;
    if (head.length < 6) return code === endCode ? 0 : 6 - head.length;
    if (code === endCode) return 0;
    if (code === packCode) at += (e & 0xc0) === 0x40 ? 14 + ((head[13] ?? 0) & 7) : 12;
    else if (code >= firstPacket) at += 6 + e * 256 + f;
    else return 0;
  }
  return at - tail.length;
}
