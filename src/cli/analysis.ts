/** One file read from beginning to end. */
import type { Detector, Reading, StreamState } from '../detect';
import { type Frame, MediaError } from '../media';
import { mediaKind, openCamera, openVideo, readPhoto } from '../media/node';
import type { Annotator } from './annotate';
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
export interface ResumePoint {
  /** Frames that have a row. */
  frames: number;
  /** Time of the last. */
  time: number;
  stream: StreamState;
}

/** A camera's summary has steps as a video of this length has. */
const mostCameraSeconds = 3600;
/** A video tells after so many frames how far it is. */
const framesAPoint = 50;

export interface AnalysisOptions {
  /** Frames a second of a video that are read; all of them if not given. */
  fps?: number;
  /** Keeps pictures of telling moments. */
  moments: boolean;
  /** Million pixels of a photo that are decoded at most. */
  maxMegapixels: number;
  annotate?: Annotator;
  signal?: AbortSignal;
}

/**
 * Reads a photo, or a video frame by frame; a video that is stopped half way is summed up as far as it went.
 *
 * from where an earlier reading of the same video stopped
 */
export async function* analyzeFile(
  detector: Detector,
  source: string,
  options: AnalysisOptions,
  from?: ResumePoint,
): AsyncGenerator<AnalysisEvent> {
  try {
    yield* (await mediaKind(source)) === 'photo'
      ? analyzePhoto(detector, source, options)
      : analyzeVideo(detector, source, options, from);
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    yield { type: 'failed', source, error: error.message };
  }
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
  source: string,
  { annotate, moments, maxMegapixels }: AnalysisOptions,
) {
  const summary = createSummary(source, 0, moments);
  const frame = await readPhoto(source, { maxMegapixels });
  const readings = await detector.detect(frame);
  await annotate?.photo(source, frame, readings);
  await summary.add(frame, readings);
  yield { type: 'row', row: rowOf(source, 0, frame, readings) } as const;
  yield { type: 'done', summary: summary.result(), whole: true } as const;
}

async function* analyzeVideo(
  detector: Detector,
  source: string,
  { annotate, moments, fps, signal }: AnalysisOptions,
  from: ResumePoint | undefined,
): AsyncGenerator<AnalysisEvent> {
  const video = await openVideo(source);
  const summary = createSummary(source, video.duration, moments);
  if (video.note) yield { type: 'note', text: video.note };
  const writer = annotate?.video(source);
  let frames = from?.frames ?? 0;
  let whole = true;
  /** The video ends early, or is damaged; what could be read was. */
  let problem: MediaError | undefined;
  try {
    const read = detector.watch(
      sampled(video.frames(from?.time), fps, from?.time),
      from && { resumeFrom: from.stream },
    );
    for await (const { frame, readings, state } of read) {
      await summary.add(frame, readings);
      await writer?.add(frame, readings);
      yield { type: 'row', row: rowOf(source, frames, frame, readings) };
      frames++;
      yield { type: 'progress', source, time: frame.time, duration: video.duration, frames };
      if (frames % framesAPoint === 0 || signal?.aborted)
        yield { type: 'point', point: { frames, time: frame.time, stream: state() } };
      if (signal?.aborted) {
        whole = false;
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof MediaError) || frames === 0) throw error;
    problem = error;
  } finally {
    video.close();
    await writer?.finish();
  }
  if (problem) return yield { type: 'failed', source, error: problem.message, summary: summary.result() };
  if (frames === 0) throw new MediaError(`${source}: the video has no frames`);
  yield { type: 'done', summary: summary.result(), whole };
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
  const summary = createSummary(source, mostCameraSeconds, false);
  let frames = 0;
  try {
    for await (const { frame, readings } of detector.watch(sampled(camera.frames(), fps))) {
      if (frame.time > seconds) break;
      await summary.add(frame, readings);
      yield { type: 'row', row: rowOf(source, frames++, frame, readings) };
      if (signal?.aborted) break;
    }
  } finally {
    await camera.close();
  }
  yield { type: 'done', summary: summary.result(), whole: true };
}
