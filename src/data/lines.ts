/** Reads text files line by line, gzipped or plain. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { DataError, unreadable } from './errors';

const newline = 10;
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
  let rest = new Uint8Array(0);
  try {
    for await (const chunk of inUtf8(stream)) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
        const line = chunk.subarray(start, end);
        yield withoutReturn(rest.length > 0 ? Buffer.concat([rest, line]) : line);
        rest = new Uint8Array(0);
        start = end + 1;
      }
      rest = Buffer.concat([rest, chunk.subarray(start)]);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw new DataError(`${file}: the gzip data is damaged or cut off; fetch the file again`);
    throw error;
  }
  if (rest.length > 0) yield withoutReturn(rest);
}

async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) {
      isFirst = false;
      const [a, b, c] = chunk;
      if (a === 0xff && b === 0xfe) decoder = new TextDecoder('utf-16le');
      else if (a === 0xfe && b === 0xff) decoder = new TextDecoder('utf-16be');
      else if (a === 0xef && b === 0xbb && c === 0xbf) {
        yield chunk.subarray(3);
        continue;
      }
    }
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
}

const withoutReturn = (line: Uint8Array) => (line.at(-1) === 13 ? line.subarray(0, -1) : line);

async function isGzipped(path: string): Promise<boolean> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EISDIR'
        ? new DataError(`${path}: is a folder, a CSV file is needed`)
        : unreadable(path, error);
    });
    if (bytesRead === 0) throw new DataError(`${path}: the file is empty`);
    return buffer[0] === gzipMagic[0] && buffer[1] === gzipMagic[1];
  } finally {
    await handle.close();
  }
}
