/**
 * What one device has of the journal, as a file for the others: compressed, then sealed as a whole (AES-GCM) under a key that
 * the passphrase opens. Its lock lies in it, so that a new device needs the file and the passphrase alone. A file that was cut
 * off, changed, or put under another device's name does not open.
 */
import * as v from 'valibot';
import { type DataKey, fileKeyOf, type Lock, randomIv } from '../journal/lock';
import { packed, unpacked } from '../journal/rows';
import type { Version } from './merge';
import { checkedVersion } from './versions';

/** It is cut off, changed, or no such file. */
export class DamagedFile extends Error {
  override name = 'DamagedFile';
}

/** A newer page wrote it. */
export class NewerFile extends Error {
  override name = 'NewerFile';
}

/** Sealed under a key that this device does not have. */
export class UnknownKey extends Error {
  override name = 'UnknownKey';
}

export interface Shared {
  device: string;
  /** What the person calls the device. */
  name: string;
  /** By the device's clock, in ms since 1970. */
  writtenAt: number;
  versions: readonly Version[];
}

export interface HeldKey extends DataKey {
  lock: Lock;
}

const mark = 'shared journal';
const version = 1;
const headSchema = v.object({ feeling: v.literal(mark), version: v.number() });
const fileSchema = v.object({
  device: v.string(),
  lock: v.looseObject({ copies: v.pipe(v.array(v.looseObject({ id: v.string() })), v.minLength(1)) }),
  iv: v.object({ bytes: v.string() }),
  data: v.object({ buffer: v.string() }),
});
const contentSchema = v.object({
  device: v.string(),
  name: v.pipe(v.string(), v.maxLength(60)),
  writtenAt: v.number(),
  versions: v.array(v.unknown()),
});

const about = (device: string) => new TextEncoder().encode(`feeling shared journal ${version} ${device}`);

export async function writeShared(content: Shared, key: HeldKey): Promise<string> {
  const iv = randomIv();
  const how = { name: 'AES-GCM', iv, additionalData: about(content.device) };
  const data = await crypto.subtle.encrypt(
    how,
    await fileKeyOf(key),
    await through('compress', JSON.stringify(content)),
  );
  const file = { feeling: mark, version, device: content.device, lock: key.lock, iv, data };
  return `${JSON.stringify(packed(file))}\n`;
}

/** What of a file lies open. Throws DamagedFile or NewerFile. */
export function headOf(text: string) {
  const json = parsed(text);
  const head = v.safeParse(headSchema, json);
  if (head.success && head.output.version > version) throw new NewerFile();
  const file = v.safeParse(fileSchema, json);
  if (!head.success || !file.success) throw new DamagedFile();
  try {
    return unpacked<{ device: string; lock: Lock; iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer }>(file.output);
  } catch {
    throw new DamagedFile();
  }
}

/** Throws DamagedFile, NewerFile or UnknownKey. Single versions that are not as they should be are left out. */
export async function readShared(text: string, keys: readonly DataKey[]): Promise<Shared> {
  const { device, lock, iv, data } = headOf(text);
  const ids = lock.copies.map(({ id }) => id);
  const key = keys.find(({ id }) => ids.includes(id));
  if (!key) throw new UnknownKey();
  let content: unknown;
  try {
    const how = { name: 'AES-GCM', iv, additionalData: about(device) };
    const bytes = await crypto.subtle.decrypt(how, await fileKeyOf(key), data);
    content = JSON.parse(new TextDecoder().decode(await through('decompress', bytes)));
  } catch {
    throw new DamagedFile();
  }
  const read = v.safeParse(contentSchema, content);
  if (!read.success || read.output.device !== device) throw new DamagedFile();
  const versions = read.output.versions.map(checkedVersion).filter((found) => found !== undefined);
  return { ...read.output, versions };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedFile();
  }
}

const through = (way: 'compress' | 'decompress', content: string | ArrayBuffer): Promise<ArrayBuffer> => {
  const transform = way === 'compress' ? new CompressionStream('gzip') : new DecompressionStream('gzip');
  return new Response(new Blob([content]).stream().pipeThrough(transform)).arrayBuffer();
};
