/**
 * Files that are there whole or not at all: written under a random name beside their place, then renamed. This is the
 * one place that does so.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileReason } from './reason';

export interface WriteOptions {
  /** For the owner's eyes only (mode 0600), where the file does not exist yet: what tells of moods and faces. */
  secret?: boolean;
}

export interface WholeFile {
  /** The random name it has until it is whole, for libraries that write by themselves. */
  readonly temporary: string;
  write(content: string | Uint8Array): Promise<void>;
  /** Puts it in its place, once everything is on the disk. */
  finish(): Promise<void>;
  /** Leaves nothing behind, and what was there before as it was. Does nothing after `finish`. */
  discard(): Promise<void>;
}

/** A file that cannot be written; the message names it and says why. */
export class WriteError extends Error {
  override name = 'WriteError';
  /** The system's code, as ENOSPC. */
  readonly code: string | undefined;
  constructor(path: string, cause: unknown) {
    const { code } = cause as NodeJS.ErrnoException;
    super(`${path}: cannot be written (${code === 'ENOENT' ? 'its folder does not exist' : fileReason(cause)})`, {
      cause,
    });
    this.code = code;
  }
}

/** Throws a WriteError then what was there before is untouched. */
export async function writeWhole(path: string, content: string | Uint8Array, options: WriteOptions = {}) {
  const file = await openWhole(path, options);
  try {
    await file.write(content);
    await file.finish();
  } finally {
    await file.discard();
  }
}

/** The same at once, for what must not be interrupted between two lines. */
export function writeWholeSync(path: string, content: string, { secret = false }: WriteOptions = {}) {
  const temporary = join(dirname(path), temporaryName());
  try {
    const file = openSync(temporary, newFile, secret ? 0o600 : 0o666);
    try {
      writeAll(file, Buffer.from(content), 0);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new WriteError(path, error);
  }
}

/** As `writeWhole`, piece by piece. */
export async function openWhole(path: string, { secret = false }: WriteOptions = {}): Promise<WholeFile> {
  const attempt = <T>(action: () => Promise<T>) =>
    action().catch((error: unknown) => {
      throw new WriteError(path, error);
    });
  if (await attempt(() => isDevice(path))) return openDevice(path, attempt);
  const before = await modeOf(path);
  const folder = dirname(path);
  await removeLeftovers(folder);
  const temporary = join(folder, temporaryName());
  let handle: FileHandle | undefined = await attempt(() =>
    open(temporary, newFile, before ?? (secret ? 0o600 : 0o666)),
  );
  let settled = false;
  const close = async () => {
    const opened = handle;
    handle = undefined;
    await opened?.close();
  };
  return {
    temporary,
    write: (content) => attempt(async () => handle?.writeFile(content)),
    finish: () =>
      attempt(async () => {
        // The mask of the process does not count for a file that had its mode before.
        if (before !== undefined) await handle?.chmod(before);
        await handle?.sync();
        await close();
        await rename(temporary, path);
        settled = true;
        await syncFolder(folder);
      }),
    async discard() {
      if (settled) return;
      settled = true;
      await close().catch(() => {});
      await rm(temporary, { force: true }).catch(() => {});
    },
  };
}

/** Throws an Error that says why nothing can be written to `path`, without writing it. */
export async function checkTarget(path: string) {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    // Beside its place the name is another, and short.
    if (error.code === 'ENAMETOOLONG') throw new WriteError(path, error);
    return undefined;
  });
  if (info?.isDirectory()) throw new Error(`${path}: is a folder; name a file`);
  const folder = dirname(path);
  const parent = await stat(folder).catch(() => undefined);
  if (!parent) throw new Error(`${path}: the folder ${folder} does not exist; make it first`);
  if (!parent.isDirectory()) throw new Error(`${path}: ${folder} is a file, not a folder`);
  await (await openWhole(path)).discard();
}

/** Throws an Error that says why `folder` cannot be made, or nothing written into it, without doing either. */
export async function checkFolder(folder: string) {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const info = await stat(at).catch(() => undefined);
    if (info && !info.isDirectory()) throw new Error(`${folder}: ${at} is a file, not a folder`);
    if (!info && at !== dirname(at)) continue;
    const probe = await openWhole(join(at, 'probe')).catch((error: WriteError) => {
      throw new Error(`${folder}: nothing can be written there (${fileReason(error.cause)})`);
    });
    return probe.discard();
  }
}

/** Makes a folder if it is missing. Throws an Error that names it and says why it cannot be made. */
export async function makeFolder(folder: string) {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new Error(`${folder}: the folder cannot be made (${fileReason(error)}); choose another`);
  });
}

/** Writes every byte at a place of an open file, however little the system takes at once. Returns their number. */
export function writeAll(file: number, bytes: Uint8Array, position: number): number {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, position + done);
  return done;
}

/** Fails where there is something already, a link too. Windows has no O_NOFOLLOW, and exclusive is enough. */
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/** What it is called until it is whole; short, so that the longest names that are allowed can be written. */
const prefix = '.feeling-';
const here = Buffer.from(hostname()).toString('hex').slice(0, 16);
const temporaryName = () => `${prefix}${here}-${process.pid}-${randomBytes(8).toString('hex')}.part`;

/** Removes what a process of this machine left that was killed while it wrote. */
async function removeLeftovers(folder: string) {
  const names = await readdir(folder).catch(() => []);
  const beginning = `${prefix}${here}-`;
  for (const name of names) {
    if (!name.startsWith(beginning) || !name.endsWith('.part')) continue;
    if (!isAlive(Number.parseInt(name.slice(beginning.length), 10))) await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** The mode of a file that is there; a link is replaced and counts as none. */
async function modeOf(path: string): Promise<number | undefined> {
  const info = await lstat(path).catch(() => undefined);
  return info?.isFile() ? info.mode & 0o777 : undefined;
}

/** /dev/null, /dev/stdout, a pipe: written to, never replaced. */
async function isDevice(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) return false;
  if (info.isCharacterDevice() || info.isBlockDevice() || info.isFIFO() || info.isSocket()) return true;
  return /^\/(dev|proc)(\/|$)/.test(await realpath(dirname(path)));
}

async function openDevice(path: string, attempt: <T>(action: () => Promise<T>) => Promise<T>): Promise<WholeFile> {
  const handle = await attempt(() => open(path, 'a'));
  let open_ = true;
  const close = async () => {
    if (!open_) return;
    open_ = false;
    await handle.close();
  };
  return {
    temporary: path,
    write: (content) => attempt(() => handle.writeFile(content)),
    finish: () => attempt(close),
    discard: () => close().catch(() => {}),
  };
}

/** So that the new name outlives a power cut. Not every system lets a folder be opened. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
