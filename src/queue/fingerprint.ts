/** Tells contents of files apart without reading all of a long recording. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { bytesUpTo } from '../files/node';

/** Bytes up to which a file is read whole. */
const wholeBelow = 32 << 20;
/** Of a larger one so many pieces are read, spread evenly from its first byte to its last. */
const pieces = 64;
const pieceBytes = 64 << 10;

/**
 * SHA-256 of a file's length and content; of a file above 32 MB, of its length and 64 pieces of 64 KB (4 MB).
 *
 * path bytes where it is not UTF-8
 */
export async function fingerprint(path: string | Buffer): Promise<{ hash: string; bytes: number }> {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    const hash = createHash('sha256').update(`${size}\n`);
    if (size <= wholeBelow) for await (const chunk of handle.createReadStream({ autoClose: false })) hash.update(chunk);
    else
      for (let i = 0; i < pieces; i++)
        hash.update(await bytesUpTo(handle, Math.floor((i * (size - pieceBytes)) / (pieces - 1)), pieceBytes));
    return { hash: hash.digest('hex'), bytes: size };
  } finally {
    await handle.close();
  }
}
