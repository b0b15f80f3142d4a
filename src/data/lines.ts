/** Reads text files line by line, gzipped or plain. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { DataError } from './errors';
import { linesOf } from './linesOf';
import { unreadable } from './unreadable';

const gzipMagic = [0x1f, 0x8b];

/**
 * Lines of a file as bytes in UTF-8, without line ends and byte order mark; each is valid until the next is asked for. A
 * gzipped file, and one in UTF-16 as spreadsheets save it, is told by its first bytes, not by its name.
 *
 * Throws a DataError when the file is missing, empty or cut off.
 */
export async function* readLines(path: string): AsyncGenerator<Uint8Array> {
  const file = basename(path);
  const zipped = await isGzipped(path);
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  const stream: AsyncIterable<Uint8Array> & { destroy(error: Error): unknown } = zipped
    ? source.pipe(createGunzip({ chunkSize: 1 << 20 }))
    : source;
  if (zipped) source.on('error', (error) => stream.destroy(error));
  try {
    yield* linesOf(stream);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw new DataError(`${file}: the gzip data is damaged or cut off; fetch the file again`);
    throw error;
  }
}

async function isGzipped(path: string): Promise<boolean> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EISDIR' ? new DataError(`${path}: is a folder; name a CSV file`) : unreadable(path, error);
    });
    if (bytesRead === 0) throw new DataError(`${path}: the file is empty`);
    return buffer[0] === gzipMagic[0] && buffer[1] === gzipMagic[1];
  } finally {
    await handle.close();
  }
}
