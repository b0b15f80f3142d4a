/** Decoded faces kept on disk, so that a second start needs no decoding. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from '../model/node';
import { countOf, type FaceSet, type Faces, facePixels, splits } from './faces';

/** Changes when what is stored does. */
const version = 1;

/**
 * What `read` gives, from the cache where it was read before. `source` is what the faces come from: the bytes of a file,
 * or a text that changes when a folder does. Its SHA-256 names the entry, so a changed source is read anew.
 */
export async function cached(source: Uint8Array | string, read: () => Promise<FaceSet>): Promise<FaceSet> {
  const key = createHash('sha256').update(`${version}:`).update(source).digest('hex');
  const file = join(cacheFolder(), `faces-${key.slice(0, 32)}.bin`);
  const known = await readFile(file).then(unpack, () => undefined);
  if (known) return known;
  const sets = await read();
  await store(file, pack(sets));
  return sets;
}

/** A cache that cannot be written (read-only, full) only costs time. */
async function store(file: string, bytes: Uint8Array) {
  const temporary = `${file}.${process.pid}.part`;
  try {
    await mkdir(cacheFolder(), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch {
    await rm(temporary, { force: true }).catch(() => {});
  }
}

/** Four counts, then for each split its rows, labels and pixels, and a checksum of all that. */
function pack(sets: FaceSet): Uint8Array {
  const counts = Uint32Array.from([version, ...splits.map((s) => countOf(sets[s]))]);
  const parts = splits.flatMap((s) => [sets[s].rows, sets[s].labels, sets[s].pixels]);
  const body = Buffer.concat([counts, ...parts].map((p) => new Uint8Array(p.buffer, p.byteOffset, p.byteLength)));
  return Buffer.concat([checksum(body), body]);
}

/** Undefined where the file is not whole. */
function unpack(bytes: Buffer): FaceSet | undefined {
  const body = bytes.subarray(checksumBytes);
  if (body.length < 16 || !checksum(body).equals(bytes.subarray(0, checksumBytes))) return undefined;
  let at = 0;
  const take = (length: number) => {
    at += length;
    return Uint8Array.from(body.subarray(at - length, at));
  };
  const [, ...counts] = new Uint32Array(take(16).buffer);
  return Object.fromEntries(
    splits.map((split, i): [string, Faces] => {
      const n = counts[i] as number;
      return [split, { rows: new Uint32Array(take(n * 4).buffer), labels: take(n), pixels: take(n * facePixels) }];
    }),
  ) as FaceSet;
}

const checksumBytes = 16;
const checksum = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
