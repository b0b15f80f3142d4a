/**
 * Decoded faces kept on disk, so that a second start needs no decoding: in the folder `faces` of feeling's cache, for the
 * owner's eyes only, until they were not asked for in thirty days.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole } from '../files/node';
import { cacheFolder } from '../model/node';
import { facePixels } from './faces';
import type { Labelled } from './labelled';

/** Changes when what is stored does. */
const version = 2;
const daysKept = 30;

const facesFolder = () => join(cacheFolder(), 'faces');

/**
 * What `read` gives, from the cache where it was read before. `source` is what the faces come from: the bytes of a file,
 * or a text that changes when a folder does. Its SHA-256 names the entry, so a changed source is read anew.
 */
export async function cached(source: Uint8Array | string, read: () => Promise<Labelled>): Promise<Labelled> {
  await removeUnused();
  const key = createHash('sha256').update(`${version}:`).update(source).digest('hex');
  const file = join(facesFolder(), `${key.slice(0, 32)}.bin`);
  const known = await readFile(file).then(unpack, () => undefined);
  if (known) {
    const now = new Date();
    await utimes(file, now, now).catch(() => {});
    return known;
  }
  const labelled = await read();
  await store(file, pack(labelled));
  return labelled;
}

/** A cache that cannot be written (read-only, full) only costs time. */
async function store(file: string, bytes: Uint8Array) {
  try {
    await mkdir(facesFolder(), { recursive: true, mode: 0o700 });
    await writeWhole(file, bytes, { secret: true });
  } catch {
    // Read again next time.
  }
}

/** Removes what was not asked for in so many days, and what earlier versions kept beside the folder. */
async function removeUnused() {
  const oldest = Date.now() - daysKept * 24 * 3600e3;
  for (const file of await keptFaces()) {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (mtimeMs < oldest || dirname(file) !== facesFolder()) await rm(file, { force: true }).catch(() => {});
  }
}

async function keptFaces(): Promise<string[]> {
  const inside = async (folder: string, pattern: RegExp) =>
    (await readdir(folder).catch(() => [])).filter((name) => pattern.test(name)).map((name) => join(folder, name));
  return [
    ...(await inside(facesFolder(), /\.(bin|part)$/)),
    ...(await inside(cacheFolder(), /^faces-.*\.(bin|part)$/)),
  ];
}

/** Removes all faces that are kept. Returns how many files that were. */
export async function clearFaces(): Promise<number> {
  const files = await keptFaces();
  for (const file of files) await rm(file, { force: true });
  return files.length;
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
