/** Paths as a file system has them: bytes, which need not be UTF-8 on Linux. */
import { open } from 'node:fs/promises';
import { sep } from 'node:path';
import { fileReason } from './reason';

export interface BytePath {
  /** As it is printed: bytes that are not UTF-8 are written as "\xe9". */
  name: string;
  /** The path itself, where it is not UTF-8. */
  bytes?: Uint8Array;
}

export function bytePath(bytes: Buffer): BytePath {
  const text = bytes.toString();
  if (Buffer.from(text).equals(bytes)) return { name: text };
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    const length = [1, 2, 3, 4].find((n) => isUtf8(bytes.subarray(at, at + n)) && at + n <= bytes.length);
    name += length ? bytes.toString('utf8', at, at + length) : `\\x${bytes.toString('hex', at, at + 1)}`;
    at += length ?? 1;
  }
  return { name, bytes: Uint8Array.from(bytes) };
}

const isUtf8 = (bytes: Buffer) => Buffer.from(bytes.toString()).equals(bytes);

/** For functions of `fs` that take a path as bytes. */
export const bytesOf = ({ name, bytes }: BytePath): Buffer => Buffer.from(bytes ?? name);

const separator = Buffer.from(sep);

/** The path of what is called so in a folder. */
export function inFolder(folder: BytePath, name: Buffer): BytePath {
  const bytes = bytesOf(folder);
  const between = bytes.subarray(-separator.length).equals(separator) ? [] : [separator];
  return bytePath(Buffer.concat([bytes, ...between, name]));
}

/**
 * Calls `use` with a path that can be opened.
 *
 * A path of other bytes is opened here, and its place among the open files is used (Linux, where such paths are).
 */
export async function withPath<T>({ name, bytes }: BytePath, use: (path: string) => Promise<T>): Promise<T> {
  if (!bytes) return use(name);
  const { path, close } = await openPath({ name, bytes });
  try {
    return await use(path);
  } finally {
    await close();
  }
}

/** Throws an Error that names the path when it cannot be opened. */
export async function openPath({ name, bytes }: BytePath): Promise<{ path: string; close(): Promise<void> }> {
  if (!bytes) return { path: name, async close() {} };
  const handle = await open(Buffer.from(bytes)).catch((error: unknown) => {
    throw new Error(`${name}: cannot be read (${fileReason(error)})`);
  });
  return { path: `/proc/self/fd/${handle.fd}`, close: () => handle.close() };
}
