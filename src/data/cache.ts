/**
 * Decoded faces kept on disk, so that a second start needs no decoding: in the folder `faces` of feeling's cache, for the
 * owner's eyes only, until they were not asked for in thirty days or others need the room.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bytesAt, openWhole } from '../files/node';
import { cacheFolder } from '../model/node';
import { type FaceForm, facePixels, numbersIn } from './faces';
import type { Labelled } from './labelled';

/** Changes when what is stored does. */
const version = 3;
const daysKept = 30;
/** Bytes that all kept faces take at most: room for the largest set that is read, and its grey faces. */
const mostKept = 8e9;
/** Of what is free on the disk a set takes no more than this share. */
const mostOfFree = 0.5;

const facesFolder = () => join(cacheFolder(), 'faces');

export interface CacheOptions {
  /** Bytes that all kept faces take at most, 8 GB if not given; those that were not asked for longest go first. */
  most?: number;
}

/**
 * What `read` gives, from the cache where it was read before. `source` is what the faces come from: the bytes of a file,
 * or a text that changes when a folder does. Its SHA-256 names the entry, so a changed source is read anew.
 */
export async function cached(
  source: Uint8Array | string,
  read: () => Promise<Labelled>,
  { most = mostKept }: CacheOptions = {},
): Promise<Labelled> {
  await removeUnused();
  const key = createHash('sha256').update(`${version}:`).update(source).digest('hex');
  const file = join(facesFolder(), `${key.slice(0, 32)}.bin`);
  // What is missing or not whole is read anew.
  const known = await readKept(file).catch(() => undefined);
  if (known) {
    const now = new Date();
    await utimes(file, now, now).catch(() => {});
    return known;
  }
  const labelled = await read();
  // A cache that cannot be written (read-only, full) only costs time.
  await keep(file, labelled, most).catch(() => {});
  return labelled;
}

async function keep(file: string, labelled: Labelled, most: number) {
  const parts = partsOf(labelled);
  await mkdir(facesFolder(), { recursive: true, mode: 0o700 });
  await rm(file, { force: true });
  const bytes = parts.reduce((sum, part) => sum + part.length, checksumBytes);
  if (!(await makeRoom(bytes, most))) return;
  const whole = await openWhole(file, { secret: true });
  try {
    for (const part of [checksum(parts), ...parts]) await whole.write(part);
    await whole.finish();
  } finally {
    await whole.discard();
  }
}

/** Removes what was not asked for longest until there is room. False where there is none, then nothing is removed. */
async function makeRoom(bytes: number, most: number): Promise<boolean> {
  const kept = await Promise.all(
    (await keptFaces()).map(async (path) => ({ path, ...(await stat(path).then(sizeAndTime, () => nothing)) })),
  );
  let taken = kept.reduce((sum, { size }) => sum + size, 0);
  const { bavail, bsize } = await statfs(facesFolder());
  if (bytes > most || bytes > mostOfFree * bavail * bsize) return false;
  for (const { path, size } of kept.sort((a, b) => a.time - b.time)) {
    if (taken + bytes <= most) break;
    await rm(path, { force: true });
    taken -= size;
  }
  return true;
}

const sizeAndTime = ({ size, mtimeMs }: { size: number; mtimeMs: number }) => ({ size, time: mtimeMs });
const nothing = { size: 0, time: 0 };

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

/**
 * All but the checksum that goes before it: the length of a description; this, as JSON; rows, labels, splits, pixels, and
 * where there are any the pixels of the details.
 */
function partsOf({ rows, labels, splits, pixels, detail, ...described }: Labelled): Uint8Array[] {
  const form: FaceForm | undefined = detail && { channels: detail.channels, size: detail.size };
  const text = Buffer.from(JSON.stringify({ described, count: labels.length, form }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return [length, text, bytesOf(rows), labels, splits, pixels, ...(detail ? [detail.pixels] : [])];
}

/** What is kept in a file. Throws where it is missing or not whole. */
async function readKept(path: string): Promise<Labelled> {
  const file = await open(path);
  try {
    const parts = await readParts(file, (await file.stat()).size);
    if (!checksum(parts.all).equals(parts.checksum)) throw new Error('the checksum differs');
    return parts.labelled;
  } finally {
    await file.close();
  }
}

async function readParts(file: FileHandle, size: number) {
  let at = 0;
  const all: Uint8Array[] = [];
  const take = async (length: number) => {
    // A damaged length is no reason to ask for memory.
    if (at + length > size) throw new Error('the file is too short');
    const bytes = await bytesAt(file, at, length);
    at += length;
    all.push(bytes);
    return bytes;
  };
  const checked = await take(checksumBytes);
  all.pop();
  const { described, count, form } = JSON.parse(
    Buffer.from(await take(Buffer.from(await take(4)).readUInt32LE())).toString('utf8'),
  ) as { described: Pick<Labelled, 'classes' | 'total' | 'broken'>; count: number; form?: FaceForm };
  const labelled: Labelled = {
    ...described,
    rows: new Uint32Array((await take(count * 4)).buffer),
    labels: await take(count),
    splits: await take(count),
    pixels: await take(count * facePixels),
    ...(form && { detail: { ...form, pixels: await take(count * numbersIn(form)) } }),
  };
  return { checksum: checked, all, labelled };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array) => new Uint8Array(buffer, byteOffset, byteLength);
const checksumBytes = 16;
/** A hash takes less than 2 GiB at once. */
const hashedAtOnce = 2 ** 30;

function checksum(parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5');
  for (const part of parts)
    for (let at = 0; at < part.length; at += hashedAtOnce) hash.update(part.subarray(at, at + hashedAtOnce));
  return hash.digest();
}
