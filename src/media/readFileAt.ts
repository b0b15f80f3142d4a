/** Reading here and there in a file of Node, or in its bytes. */
import { open } from 'node:fs/promises';
import { bytesUpTo } from '../files/node';
import { type ReadAt, readBytesAt } from './readAt';

/** Calls `use` with what reads the source, and its length. */
export async function readingAt<T>(
  source: string | Uint8Array,
  use: (read: ReadAt, size: number) => Promise<T>,
): Promise<T> {
  if (typeof source !== 'string') return use(readBytesAt(source), source.length);
  const handle = await open(source);
  try {
    return await use((at, length) => bytesUpTo(handle, at, length), (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}
