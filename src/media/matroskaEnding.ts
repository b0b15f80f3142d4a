/** Where a Matroska or WebM file should end (RFC 8794, EBML; RFC 9559, Matroska). */
import { inWindows, type ReadAt, viewOf } from './readAt';

const headerId = 0x1a45dfa3;
const segmentId = 0x18538067;
const clusterId = 0x1f43b675;
/** Bytes of an id and of a length at most. */
const mostHead = 12;

interface Element {
  id: number;
  /** Where its content begins. */
  content: number;
  /** Bytes of its content; undefined where they are not told, as in recordings. */
  length: number | undefined;
}

/**
 * Bytes that the file lacks. A segment or a cluster may be of unknown length, as those of live recordings are: then their
 * parts are gone through, each of which says how long it is.
 */
export async function matroskaMissing(readAt: ReadAt, size: number): Promise<number> {
  const read = inWindows(readAt);
  let at = 0;
  while (at < size) {
    const element = elementOf(await read(at, mostHead), at);
    // The file ends within a part's head, or what follows is none.
    if (element === 'cut') return 1;
    if (!element) return 0;
    const { id, content, length } = element;
    if (at === 0 && id !== headerId) return 0;
    if (length !== undefined) at = content + length;
    else if (id === segmentId || id === clusterId) at = content;
    else return 0;
  }
  return at - size;
}

/** RFC 8794, sections 4 and 5; a length of ones alone is unknown. */
function elementOf(head: Uint8Array, at: number): Element | 'cut' | undefined {
  const idLength = Math.clz32(head[0] ?? 0) - 23;
  if (idLength > 4) return undefined;
  const first = head[idLength];
  if (first === undefined) return 'cut';
  const sizeLength = Math.clz32(first) - 23;
  if (sizeLength > 8) return undefined;
  if (head.length < idLength + sizeLength) return 'cut';
  let id = 0;
  for (let i = 0; i < idLength; i++) id = id * 256 + (head[i] as number);
  const ones = 0xff >> sizeLength;
  let length = first & ones;
  let known = length !== ones;
  for (let i = 1; i < sizeLength; i++) {
    const byte = viewOf(head).getUint8(idLength + i);
    length = length * 256 + byte;
    known ||= byte !== 0xff;
  }
  return { id, content: at + idLength + sizeLength, length: known ? length : undefined };
}
