/** One file read from beginning to end. */
import type { Detector, Reading, StreamState } from '../../detect';
import { plainLine } from '../../files';
import { type Frame, MediaError } from '../../media';
import { mediaKind, openCamera, openVideo, readPhoto, type Video, type VideoPlace } from '../../media/node';
import { isObjectAddress } from '../../store/node';
import type { Annotator } from './annotate';
import { openRecording } from './openRecording';
import type { Source } from './sources';
import { stampOf } from './stamp';
import { createSummary, type Summary } from './summary';

/** A frame and what was read in it, as `--json` prints it. */
export interface Row {
  source: string;
  frame: number;
  time: number;
  width: number;
  height: number;
  readings: Reading[];
}

/** What happens while files are read; plain data, so that it can cross from one thread to another. */
export type AnalysisEvent =
  | { type: 'row'; row: Row }
  | { type: 'progress'; source: string; time: number; duration: number; frames: number }
  | { type: 'point'; point: ResumePoint }
  /** `whole`: read to its end. */
  | { type: 'done'; summary: Summary; whole: boolean }
  /** What a person should know of how a file is read. */
  | { type: 'note'; text: string }
  /** `summary`: of the frames before a video's damage or its missing end. */
  | { type: 'failed'; source: string; error: string; summary?: Summary };

/** How far a video was read, and what was remembered there: reading that goes on from here gives the same rows. */
export interface ResumePoint extends VideoPlace {
  /** Frames that have a row; the place is behind the last. */
  frames: number;
  /** What the recording was then. */
  stamp?: string;
  stream: StreamState;
}

/** A camera's summary has steps as a video of this length has. */
const mostCameraSeconds = 3600;
/** A video tells after so many frames how far it is. */
export const framesAPoint = 50;

export interface AnalysisOptions {
  /** Frames a second of a video that are read; all of them if not given. */
  fps?: number;
  /** Keeps pictures of telling moments. */
  moments: boolean;
  /** Million pixels of a photo that are decoded at most. */
  maxMegapixels: number;
  annotate?: Annotator;
  /** Frames of a video that are read in one run; one if not given. */
  framesAtOnce?: number;
  signal?: AbortSignal;
}

/**
 * Reads a photo, or a video frame by frame; a video that is stopped half way is summed up as far as it went. Whatever is
 * thrown meanwhile is this file's error, and no other's.
 *
 * copy where a copy goes with the readings drawn in
 * from where an earlier reading of the same video stopped
 */
export async function* analyzeFile(
  detector: Detector,
  { source, copy, from, at = source, isCopy = isObjectAddress(at.name) }: Work,
  options: AnalysisOptions,
): AsyncGenerator<AnalysisEvent> {
  const { name } = source;
  let path = name;
  let close = async () => {};
  try {
    ({ path, close } = await openRecording(at));
    const file: OpenFile = { path, name, copy, stamp: await stampOf(path, { isCopy }) };
    yield* (await mediaKind(path)) === 'photo'
      ? analyzePhoto(detector, file, options)
      : analyzeVideo(detector, file, options, from);
  } catch (error) {
    yield { type: 'failed', source: name, error: problemOf(error, { path, name }) };
  } finally {
    await close();
  }
}

/** A file that is to be read. */
export interface Work {
  source: Source;
  copy?: string | undefined;
  from?: ResumePoint | undefined;
  /** Where it lies, if it is called something else. */
  at?: Source | undefined;
  /** Whether what lies there is a copy that was made for reading it. */
  isCopy?: boolean | undefined;
}

interface OpenFile {
  /** To open it. */
  path: string;
  /** To print it. */
  name: string;
  copy: string | undefined;
  /** What it was when it was opened. */
  stamp: string | undefined;
}

/** One line that names the file as people know it, whatever was thrown. */
function problemOf(error: unknown, { path, name }: Pick<OpenFile, 'path' | 'name'>): string {
  const message = plainLine((error instanceof Error ? error.message : String(error)).replaceAll(path, name));
  const shown = plainLine(name);
  return message.startsWith(shown) ? message : `${shown}: ${message}`;
}

const rowOf = (source: string, index: number, { time, width, height }: Frame, readings: Reading[]): Row => ({
  source,
  frame: index,
  time,
  width,
  height,
  readings,
});

async function* analyzePhoto(
  detector: Detector,
  { path, name, copy }: OpenFile,
  { annotate, moments, maxMegapixels }: AnalysisOptions,
) {
  const summary = createSummary(name, { duration: 0 }, moments);
  const frame = await readPhoto(path, { maxMegapixels });
  const readings = await detector.detect(frame);
  if (copy !== undefined) await annotate?.photo(copy, frame, readings);
  summary.add(frame, readings);
  yield { type: 'row', row: rowOf(name, 0, frame, readings) } as const;
  yield { type: 'done', summary: summary.result(), whole: true } as const;
}

async function* analyzeVideo(
  detector: Detector,
  { path, name, copy, stamp }: OpenFile,
  { annotate, moments, fps, framesAtOnce, signal }: AnalysisOptions,
  from: ResumePoint | undefined,
): AsyncGenerator<AnalysisEvent> {
  const video = await openVideo(path);
  const summary = createSummary(name, { duration: video.duration, fps }, moments);
  if (video.note) yield { type: 'note', text: video.note.replaceAll(path, name) };
  const writer = copy === undefined ? undefined : annotate?.video(copy, path);
  let frames = from?.frames ?? 0;
  let whole = true;
  /** Why it was read no further, or not all of it could be; what was read counts. */
  let problem: unknown;
  try {
    for await (const { frame, readings, state } of watchVideo(detector, video, { fps, after: from, framesAtOnce })) {
      summary.add(frame, readings);
      await writer?.add(frame, readings);
      yield { type: 'row', row: rowOf(name, frames, frame, readings) };
      frames++;
      yield { type: 'progress', source: name, time: frame.time, duration: video.duration, frames };
      if (frames % framesAPoint === 0 || signal?.aborted)
        yield {
          type: 'point',
          point: { frames, ...placeBehind(video, frame), ...(stamp !== undefined && { stamp }), stream: state() },
        };
      if (signal?.aborted) {
        whole = false;
        break;
      }
    }
  } catch (error) {
    if (frames === 0) {
      await writer?.discard();
      throw error;
    }
    problem = error;
  } finally {
    video.close();
  }
  if (frames === 0) throw new MediaError(`${name}: the video has no frames`);
  try {
    // A part takes the place of no copy that may be whole.
    const lack = whole ? await writer?.finish() : writer && 'was stopped before its end, so no copy of it was written';
    if (lack) yield { type: 'note', text: `${name}: ${lack}` };
  } catch (error) {
    problem ??= error;
  } finally {
    await writer?.discard();
  }
  if (problem !== undefined)
    yield { type: 'failed', source: name, error: problemOf(problem, { path, name }), summary: summary.result(true) };
  else yield { type: 'done', summary: summary.result(!whole), whole };
}

export const placeBehind = (video: Pick<Video, 'behind'>, frame: Frame): VideoPlace =>
  video.behind?.(frame) ?? { time: frame.time };

/**
 * Readings of a video's frames.
 *
 * after what is behind this place, as if nothing was seen before; or behind where an earlier reading stopped
 */
export function watchVideo(
  detector: Detector,
  video: Pick<Video, 'frames'>,
  {
    fps,
    after,
    framesAtOnce,
  }: {
    fps?: number | undefined;
    after?: (VideoPlace & { stream?: StreamState }) | undefined;
    framesAtOnce?: number | undefined;
  },
) {
  const frames = sampled(video.frames(after), fps, after?.time);
  return detector.watch(frames, { framesAtOnce, resumeFrom: after?.stream });
}

/** So many frames a second: of those that fall into the same step the first. `after`: time of the last that was taken. */
async function* sampled(frames: AsyncIterable<Frame>, fps: number | undefined, after?: number): AsyncGenerator<Frame> {
  // Half a millisecond, as times are not exact.
  const stepOf = (time: number, rate: number) => Math.floor((time + 5e-4) * rate);
  let step = fps === undefined || after === undefined ? -1 : stepOf(after, fps);
  for await (const frame of frames) {
    const current = fps === undefined ? step + 1 : stepOf(frame.time, fps);
    if (current === step) continue;
    step = current;
    yield frame;
  }
}

/**
 * Reads a camera until `signal` or for `seconds`.
 *
 * device as the system calls it; its first camera if not given
 */
export async function* analyzeCamera(
  detector: Detector,
  device: string | undefined,
  { fps, signal, seconds = Number.POSITIVE_INFINITY }: Pick<AnalysisOptions, 'fps' | 'signal'> & { seconds?: number },
): AsyncGenerator<AnalysisEvent> {
  const source = device ?? 'camera';
  const camera = await openCamera(device);
  const summary = createSummary(source, { duration: mostCameraSeconds, fps }, false);
  let frames = 0;
  /** Such as that it was unplugged. */
  let failure: { error: unknown } | undefined;
  try {
    for await (const { frame, readings } of detector.watch(sampled(camera.frames(), fps))) {
      if (frame.time > seconds) break;
      summary.add(frame, readings);
      yield { type: 'row', row: rowOf(source, frames++, frame, readings) };
      if (signal?.aborted) break;
    }
  } catch (error) {
    failure = { error };
  } finally {
    await camera.close();
  }
  if (frames > 0 || !failure) yield { type: 'done', summary: summary.result(), whole: !failure };
  if (failure) throw failure.error;
}
