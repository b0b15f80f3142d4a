/** Reads what one job is about and writes its result: in a process of its own, so that a bad file ends only that. */
import { rename } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Detector } from '../../detect';
import { type BytePath, bytesOf, withPath } from '../../files/node';
import { openVideo } from '../../media/node';
import { join, type Outcome, type Position, type ReadOn, resultFolder, type Unit, workName } from '../../queue/node';
import { analyzeFile, placeBehind, watchVideo } from '../reading/analysis';
import { failureLine, linesOf } from '../reading/rows';
import { stampOf } from '../reading/stamp';
import { type Attempt, type AttemptOptions, clear, openAttempt, reachedBy } from './attempt';
import { doneRecord, finish } from './done';
import { toParquet } from './parquet';
import { isUsable, readSegment, segmentLines } from './segment';
import { type ArchiveSettings, lineFormat } from './settings';

export interface UnitOptions {
  detector: Detector;
  /** The folder of results, on a disk. */
  out: string;
  /** Where the recording is opened, if it is not where it is called. */
  copy?: string | undefined;
  settings: ArchiveSettings;
  /** Whether a recording that cannot be read now gets a result that says so. */
  last: boolean;
  signal: AbortSignal;
  onFrames(frames: number): void;
}

/** A file of rows that waits to be put in its place. */
interface Written {
  path: string;
  frames: number;
  error?: string | undefined;
}

/** What is not whole yet of a recording. */
export const workFolder = (out: string, { recording }: Unit) => joinPath(out, workName, 'work', recording);
const attemptName = ({ kind, segments }: Unit) => (kind === 'segment' ? `segment-${segments?.[0]?.index}` : kind);
const segmentFile = (folder: string, index: number) => joinPath(folder, `segment-${index}.jsonl`);

/** Where a recording lies. */
const placeOf = ({ path, bytes }: Unit, copy: string | undefined): BytePath =>
  copy !== undefined
    ? { name: copy }
    : bytes === undefined
      ? { name: path }
      : { name: path, bytes: Buffer.from(bytes, 'base64') };

/** What the recording is now. */
const stampOfUnit = (unit: Unit, copy: string | undefined) =>
  stampOf(bytesOf(placeOf(unit, copy)), { isCopy: copy !== undefined });

/** Frames of a job that some machine has read and kept. */
export const reached = (unit: Unit, out: string) => reachedBy(workFolder(out, unit), attemptName(unit));

export async function readUnit(unit: Unit, given: UnitOptions): Promise<Outcome> {
  const started = performance.now();
  let frames = 0;
  const options: UnitOptions = {
    ...given,
    onFrames(count) {
      frames += count;
      given.onFrames(count);
    },
  };
  const read = (): Outcome => ({ type: 'read', frames, milliseconds: performance.now() - started });
  const { out, last } = options;
  // Its result may be there and its job not know.
  const known = await doneRecord(await resultFolder(out), unit.recording);
  if (known && known.error === undefined) return read();
  if (unit.kind === 'segment') return (await segment(unit, options)) ? read() : { type: 'stopped' };
  const written =
    (unit.kind === 'join' ? await joinSegments(unit, options) : undefined) ?? (await readWhole(unit, options));
  if (written === 'stopped') return { type: 'stopped' };
  if (written.error === undefined || last) {
    await finish(unit, out, await inItsFormat(written, options.settings));
    await clear(workFolder(out, unit));
  }
  return written.error === undefined ? read() : { type: 'failed', error: written.error };
}

/** A result that says why nothing could be read, for a recording whose readers died or were lost. */
export async function giveUp(unit: Unit, out: string, settings: ArchiveSettings, error: string) {
  if (await doneRecord(await resultFolder(out), unit.recording)) return;
  const { path, results } = await openAttempt({ ...attemptOf(unit, out, settings), afresh: true });
  results.write(failureLine({ source: unit.name, error }, lineFormat(settings)));
  results.fileDone();
  results.close(true);
  await finish(unit, out, await inItsFormat({ path, frames: 0, error }, settings));
  await clear(workFolder(out, unit));
}

async function inItsFormat(written: Written, { format }: ArchiveSettings): Promise<Written> {
  if (format !== 'parquet') return written;
  const path = `${written.path}.parquet`;
  await toParquet(written.path, path);
  return { ...written, path };
}

function attemptOf(unit: Unit, out: string, settings: ArchiveSettings): AttemptOptions {
  const format = lineFormat(settings);
  return {
    ...{ folder: workFolder(out, unit), name: attemptName(unit), job: unit.recording },
    ...(format !== 'json' && unit.kind !== 'segment' && { header: format.header }),
  };
}

/** Calls `write` with an attempt's file, which stays resumable unless `write` resolves with something else. */
async function withAttempt<T>(options: AttemptOptions, write: (attempt: Attempt) => Promise<T | 'stopped'>) {
  const attempt = await openAttempt(options);
  let whole = false;
  try {
    const result = await write(attempt);
    whole = result !== 'stopped';
    if (whole) attempt.results.fileDone();
    return result;
  } finally {
    attempt.results.close(whole);
  }
}

async function readWhole(unit: Unit, { detector, out, copy, settings, signal, onFrames }: UnitOptions) {
  const format = lineFormat(settings);
  const { fps, maxMegapixels } = settings;
  const options = { moments: false, maxMegapixels, signal, ...(fps !== undefined && { fps }) };
  const attempt = { ...attemptOf(unit, out, settings), name: 'whole', stamp: await stampOfUnit(unit, copy) };
  return withAttempt<Written>(attempt, async ({ path, results }) => {
    const at = placeOf(unit, copy);
    const work = { source: { name: unit.name }, at, isCopy: copy !== undefined, from: results.point };
    let frames = results.point?.frames ?? 0;
    let error: string | undefined;
    for await (const event of analyzeFile(detector, work, options)) {
      if (event.type === 'row') {
        linesOf(event.row, format).forEach(results.write);
        frames++;
        onFrames(1);
      } else if (event.type === 'point') results.reached(event.point);
      else if (event.type === 'failed') {
        error = event.error;
        results.write(failureLine(event, format));
      } else if (event.type === 'done' && !event.whole) return 'stopped';
    }
    return { path, frames, error };
  });
}

/** Resolves with whether the segment was read to its end. */
async function segment(unit: Unit, { detector, out, copy, settings, signal, onFrames }: UnitOptions): Promise<boolean> {
  const [place] = unit.segments ?? [];
  if (!place) throw new Error(`${unit.name}: a segment without its place`);
  const { fps } = settings;
  const target = segmentFile(workFolder(out, unit), place.index);
  const stamp = await stampOfUnit(unit, copy);
  if (await isUsable(target, stamp)) return true;
  const read = await withAttempt({ ...attemptOf(unit, out, settings), stamp }, async ({ path, results }) => {
    const options = { detector, name: unit.name, stamp, fps, results, signal, onFrames };
    const whole = await withPath(placeOf(unit, copy), (opened) => readSegment(place, { ...options, path: opened }));
    return whole ? path : 'stopped';
  });
  if (read !== 'stopped') await rename(read, target);
  return read !== 'stopped';
}

/** Undefined where the segments do not stand for the recording: then it is read in one go. */
async function joinSegments(
  unit: Unit,
  { detector, out, copy, settings, signal, onFrames }: UnitOptions,
): Promise<Written | 'stopped' | undefined> {
  const segments = unit.segments ?? [];
  const fileOf = ({ index }: { index: number }) => segmentFile(workFolder(out, unit), index);
  const stamp = await stampOfUnit(unit, copy);
  for (const place of segments) if (!(await isUsable(fileOf(place), stamp))) return undefined;
  const format = lineFormat(settings);
  return withPath(placeOf(unit, copy), (opened) =>
    withAttempt<Written | undefined>({ ...attemptOf(unit, out, settings), stamp }, async ({ path, results }) => {
      async function* readOn(from: Position): AsyncGenerator<ReadOn> {
        const video = await openVideo(opened);
        let frame = from.frames;
        try {
          for await (const read of watchVideo(detector, video, { fps: settings.fps, after: from })) {
            const { time, width, height } = read.frame;
            const row = { source: unit.name, frame: frame++, time, width, height, readings: read.readings };
            const { count = 1 } = placeBehind(video, read.frame);
            yield { row, count, state: read.state };
          }
        } finally {
          video.close();
        }
      }
      let frames = results.point?.frames ?? 0;
      const linesAt = async (i: number) => (segments[i] && (await segmentLines(fileOf(segments[i])))) ?? [];
      for await (const joined of join({ segments: segments.length, linesOf: linesAt, readOn, from: results.point })) {
        if ('row' in joined) {
          linesOf(joined.row, format).forEach(results.write);
          frames++;
          if (joined.mended) onFrames(1);
        } else {
          results.reached({ ...joined.position, ...(stamp !== undefined && { stamp }) });
          if (signal.aborted) return 'stopped';
        }
      }
      return frames === 0 ? undefined : { path, frames };
    }),
  );
}
