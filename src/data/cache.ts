/** Decoded faces kept on disk, so that a second start needs no decoding. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../model/node';
import { facePixels } from './faces';
import type { Labelled } from './labelled';

/** Changes when what is stored does. */
const version = 2;

/**
 * What `read` gives, from the cache where it was read before. `source` is what the faces come from: the bytes of a file,
 * or a text that changes when a folder does. Its SHA-256 names the entry, so a changed source is read anew.
 */
export async function cached(source: Uint8Array | string, read: () => Promise<Labelled>): Promise<Labelled> {
  const key = createHash('sha256').update(`${version}:`).update(source).digest('hex');
  const file = join(cacheFolder(), `faces-${key.slice(0, 32)}.bin`);
  const known = await readFile(file).then(unpack, () => undefined);
  if (known) return known;
  const labelled = await read();
  await store(file, pack(labelled));
  return labelled;
}

/** A cache that cannot be written (read-only, full) only costs time. */
async function store(file: string, bytes: Uint8Array) {
  const temporary = `${file}.${process.pid}.part`;
  try {
    await mkdir(cacheFolder(), { recursive: true });
    // Faces are nobody else's business.
    await writeFile(temporary, bytes, { mode: 0o600 });
    await rename(temporary, file);
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

/** A checksum of all that follows; the length of a description; this, as JSON; then rows, labels, splits and pixels. */
function pack({ rows, labels, splits, pixels, ...described }: Labelled): Uint8Array {
  const text = Buffer.from(JSON.stringify({ ...described, count: labels.length }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const body = Buffer.concat([length, text, bytesOf(rows), labels, splits, pixels]);
  return Buffer.concat([checksum(body), body]);
}

/** Undefined where the file is not whole. */
function unpack(bytes: Buffer): Labelled | undefined {
  const body = bytes.subarray(checksumBytes);
  if (body.length < 4 || !checksum(body).equals(bytes.subarray(0, checksumBytes))) return undefined;
  let at = 0;
  const take = (length: number) => {
    at += length;
    return Uint8Array.from(body.subarray(at - length, at));
  };
  const length = Buffer.from(take(4)).readUInt32LE();
  const { count, ...described } = JSON.parse(Buffer.from(take(length)).toString('utf8'));
  const rows = new Uint32Array(take(count * 4).buffer);
  return { ...described, rows, labels: take(count), splits: take(count), pixels: take(count * facePixels) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array) => new Uint8Array(buffer, byteOffset, byteLength);
const checksumBytes = 16;
const checksum = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
