/** What is whole of an animated WebP file that was cut off (WebP Container Specification, RFC 9649, section 2.7). */
import { inWindows, lettersOf, type ReadAt, viewOf } from './readAt';

const headBytes = 12;

/** The file up to its last whole frame; undefined where nothing is missing, or it has not two whole frames. */
export async function wholeWebp(read: ReadAt, size: number): Promise<Uint8Array | undefined> {
  const promised = headBytes - 4 + viewOf(await read(0, 8)).getUint32(4, true);
  if (promised <= size) return undefined;
  const readHead = inWindows(read);
  let end = headBytes;
  let frames = 0;
  while (end + 8 <= size) {
    const head = await readHead(end, 8);
    const length = viewOf(head).getUint32(4, true);
    const next = end + 8 + length + (length % 2);
    if (next > size) break;
    if (lettersOf(head.subarray(0, 4)) === 'ANMF') frames++;
    end = next;
  }
  if (frames < 2) return undefined;
  const bytes = new Uint8Array(await read(0, end));
  viewOf(bytes).setUint32(4, end - 8, true);
  return bytes;
}
