/** A file of readings that an interrupted run can go on with. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  createReadStream,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { WriteError, writeAll, writeWholeSync } from '../../files/node';
import { UsageError } from '../output';
import type { ResumePoint } from './analysis';
import { changesIn, type Settings } from './settings';

/** Milliseconds of work that a crash costs at most, and half a second's photos. */
const saveEvery = 500;

/** Options that decide what is read, as JSON. */
const settingsSchema = v.pipe(
  v.string(),
  v.transform((text): unknown => JSON.parse(text)),
  v.custom<Settings>((value) => typeof value === 'object' && value !== null),
);

/** What lies beside the file until it is complete. */
const progressSchema = v.object({
  settings: settingsSchema,
  /** Files that are in it, and a hash of their names and of the one that was begun. */
  finished: v.number(),
  names: v.string(),
  /** Length of what belongs to them and to the point. */
  bytes: v.number(),
  /** Length of what belongs to them alone. */
  beginning: v.optional(v.number()),
  /** How far the next file is. */
  point: v.optional(v.custom<ResumePoint>((value) => typeof value === 'object' && value !== null)),
});

export interface ResultFile {
  /** Nothing is left to be read. */
  readonly isComplete: boolean;
  /** Whether the options of the earlier run are known, and are the same. */
  readonly settingsAreKnown: boolean;
  /** Files that were read before. */
  readonly finished: number;
  /** How many of them could not be read, or not to their end. */
  readonly failures: number;
  /** How far the one after them was read before. */
  readonly point: ResumePoint | undefined;
  /** Whether that one is another recording than the one that was begun; what was read of it is taken out. */
  readonly isAnother: boolean;
  /** When the earlier run wrote last, in milliseconds since 1970; undefined where there was none. */
  readonly written: number | undefined;
  write(line: string): void;
  /** All lines so far are of the frames up to here. */
  reached(point: ResumePoint): void;
  /** The file was read to its end, or cannot be read. */
  fileDone(): void;
  /** `complete`: nothing is left to be read. */
  close(complete: boolean): void;
}

export interface ResultOptions {
  sources: readonly string[];
  /** Options that decide what is read; a run that goes on must have the same. */
  settings: Settings;
  /** What a source is now, by its number; undefined where that is not to be known. */
  stampOf?(source: number): Promise<string | undefined>;
  /** Keeps them beside the file when it is complete. */
  keepsSettings?: boolean;
  /** First line of a new file. */
  header?: string;
  /** Whether a line tells of a file that could not be read. */
  isFailure(line: string): boolean;
  resume: boolean;
}

/** What lies beside a file that is complete, hidden, so that a later run can be told of other options. */
const recordSchema = v.object({
  settings: settingsSchema,
  /** The file's length: of one that was put in its place nothing is known. */
  bytes: v.number(),
});
const recordPath = (path: string) => join(dirname(path), `.${basename(path)}.settings`);

/** One in which there is nothing to be done. */
const complete: ResultFile = {
  isComplete: true,
  settingsAreKnown: false,
  finished: 0,
  failures: 0,
  point: undefined,
  isAnother: false,
  written: undefined,
  write() {},
  reached() {},
  fileDone() {},
  close() {},
};

/**
 * Opens a file for lines; with `resume` one that an interrupted run left, or a new one where there is none.
 *
 * Throws a UsageError when there is a file that was not asked for, or one of other options or sources.
 */
export async function openResults(
  path: string,
  { sources, settings, stampOf, keepsSettings = false, header, isFailure, resume }: ResultOptions,
): Promise<ResultFile> {
  const progressPath = `${path}.progress`;
  const unfinished = existsSync(progressPath);
  if (!resume && (unfinished || existsSync(path)))
    throw new UsageError(`${path}: there is a file here already; go on with --resume, or choose another`);
  const requireSame = (earlier: Settings) => {
    const changes = changesIn(earlier, settings);
    if (changes !== undefined)
      throw new UsageError(
        `${path}: was read with other options: ${changes}; give the same ones, or name another --out`,
      );
  };
  if (!unfinished && existsSync(path)) {
    const earlier = await settingsOf(path);
    if (earlier) requireSame(earlier);
    const failures = await countLines(path, Number.POSITIVE_INFINITY, isFailure);
    return { ...complete, settingsAreKnown: earlier !== undefined, failures, written: statSync(path).mtimeMs };
  }
  const before = unfinished ? await readProgress(progressPath) : undefined;
  const written = unfinished ? statSync(progressPath).mtimeMs : undefined;
  if (before) requireSame(before.settings);
  if (before && before.names !== hashOf(sources.slice(0, begun(before))))
    throw new UsageError(
      `${path}: ${begun(before) === 1 ? 'the first file is not the one' : `the first ${begun(before)} files are not those`} ` +
        'it was begun with; name the same, or another --out',
    );

  const failures = existsSync(path) ? await countLines(path, before?.bytes ?? 0, isFailure) : 0;
  let finished = before?.finished ?? 0;
  const stamp = before?.point?.stamp === undefined ? undefined : await stampOf?.(before.finished);
  const isAnother = stamp !== undefined && before?.beginning !== undefined && stamp !== before.point?.stamp;
  let bytes = (isAnother ? before.beginning : before?.bytes) ?? 0;
  let point = isAnother ? undefined : before?.point;
  /** Lines of frames that a point or a file's end covers, and of those behind it. */
  let settled: string[] = [];
  let pending: string[] = [];
  /** Length of all that is settled, and of what of it belongs to files that are finished, where that is known. */
  let length = bytes;
  let beginning = point ? before?.beginning : bytes;
  let saved = performance.now();

  const text = JSON.stringify(settings);
  /** Whatever lies beside the file: what cannot be written is the file, which people know. */
  const writeBeside = (at: string, content: v.InferInput<typeof progressSchema | typeof recordSchema>) => {
    try {
      writeWholeSync(at, JSON.stringify(content), { secret: true });
    } catch (error) {
      throw new WriteError(path, (error as Error).cause);
    }
  };
  const saveProgress = () => {
    const names = hashOf(sources.slice(0, begun({ finished, point })));
    writeBeside(progressPath, { settings: text, finished, names, bytes, beginning, point });
  };
  const open = () => {
    try {
      // Before the file itself: one without it counts as complete.
      saveProgress();
      const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
      return openSync(path, O_RDWR | O_NOFOLLOW | (existsSync(path) ? 0 : O_CREAT | O_EXCL), 0o600);
    } catch (error) {
      if (error instanceof WriteError) throw error;
      throw new WriteError(path, error);
    }
  };
  const file = open();
  if (fstatSync(file).size < bytes)
    throw new UsageError(
      `${path}: is shorter than when it was interrupted; delete it and ${progressPath}, and begin again`,
    );
  // Lines behind the last save are of frames that are read again.
  ftruncateSync(file, bytes);
  /** Nothing was lost: what is on the disk up to the last save counts. */
  let broken = false;
  const save = () => {
    if (broken) return;
    try {
      if (settled.length > 0) bytes += writeAll(file, Buffer.from(`${settled.join('\n')}\n`), bytes);
      fsyncSync(file);
      saveProgress();
    } catch (error) {
      broken = true;
      const { message } = error instanceof WriteError ? error : new WriteError(path, error);
      throw new Error(`${message}; what is in ${path} counts, go on with --resume`);
    }
    settled = [];
    saved = performance.now();
  };
  const take = (lines: readonly string[]) => {
    settled.push(...lines);
    for (const line of lines) length += Buffer.byteLength(line) + 1;
  };
  const settle = (next: ResumePoint | undefined) => {
    point = next;
    take(pending);
    if (!next) beginning = length;
    pending = [];
    if (performance.now() - saved > saveEvery) save();
  };
  if (bytes === 0 && header) take([header]);
  if (!point) beginning = length;
  return {
    isComplete: false,
    settingsAreKnown: true,
    finished,
    failures,
    point,
    isAnother,
    written,
    write: (line) => pending.push(line),
    reached: settle,
    fileDone() {
      finished++;
      settle(undefined);
    },
    close(isComplete) {
      try {
        save();
      } finally {
        closeSync(file);
      }
      if (!isComplete || broken) return;
      if (keepsSettings) writeBeside(recordPath(path), { settings: text, bytes });
      rmSync(progressPath);
    },
  };
}

/** Files of which something is in it. */
const begun = ({ finished, point }: { finished: number; point?: ResumePoint | undefined }) =>
  finished + (point ? 1 : 0);

async function readProgress(path: string) {
  const text = await readFile(path, 'utf8');
  try {
    return v.parse(progressSchema, JSON.parse(text));
  } catch {
    throw new UsageError(`${path}: is damaged; delete it and what it belongs to, and begin again`);
  }
}

/** The options that a complete file was read with; undefined where that is not known. */
async function settingsOf(path: string): Promise<Settings | undefined> {
  const text = await readFile(recordPath(path), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { settings, bytes } = v.parse(recordSchema, JSON.parse(text));
    return bytes === statSync(path).size ? settings : undefined;
  } catch {
    return undefined;
  }
}

/** How many of the lines in the file's first bytes are such. */
async function countLines(path: string, bytes: number, isSuch: (line: string) => boolean): Promise<number> {
  if (bytes === 0) return 0;
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(path, { end: bytes - 1 }), crlfDelay: Infinity }))
    if (isSuch(line)) count++;
  return count;
}

const hashOf = (names: readonly string[]) => createHash('sha256').update(names.join('\0')).digest('hex');
