/** Bytes from a place in an open file: a system may give fewer than it was asked for, and the rest when it is asked again. */
import type { FileHandle } from 'node:fs/promises';

/** Another program has cut the file off since its length was known. */
export class FileShortened extends Error {
  override name = 'FileShortened';
  constructor() {
    super('the file became shorter while it was read');
  }
}

/** The system reads less than 2 GiB at once. */
const readAtOnce = 2 ** 30;

/** As many bytes as were asked for. Throws FileShortened where the file ends before. */
export async function bytesAt(
  file: Pick<FileHandle, 'read'>,
  from: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await bytesUpTo(file, from, length);
  if (bytes.length < length) throw new FileShortened();
  return bytes;
}

/** As many bytes as were asked for; fewer only where the file ends. */
export async function bytesUpTo(
  file: Pick<FileHandle, 'read'>,
  from: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, Math.min(readAtOnce, length - done), from + done);
    if (bytesRead === 0) return bytes.subarray(0, done);
    done += bytesRead;
  }
  return bytes;
}
