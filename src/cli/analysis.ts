/** One file read from beginning to end. */
import type { Reading } from '../detect';
import type { Detector } from '../detect/node';
import { type Frame, MediaError } from '../media';
import { mediaKind, openVideo, readPhoto } from '../media/node';
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
  | { type: 'done'; summary: Summary }
  | { type: 'failed'; source: string; error: string };

export interface AnalysisOptions {
  /** Frames a second of a video that are read; all of them if not given. */
  fps?: number;
  /** Keeps pictures of telling moments. */
  moments: boolean;
  /** Million pixels of a photo that are decoded at most. */
  megapixels: number;
  annotate?: Annotator;
  signal?: AbortSignal;
}

/** Reads a photo, or a video frame by frame; a video that is stopped half way is summed up as far as it went. */
export async function* analyzeFile(
  detector: Detector,
  source: string,
  options: AnalysisOptions,
): AsyncGenerator<AnalysisEvent> {
  try {
    yield* (await mediaKind(source)) === 'photo'
      ? analyzePhoto(detector, source, options)
      : analyzeVideo(detector, source, options);
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

async function* analyzePhoto(detector: Detector, source: string, { annotate, moments, megapixels }: AnalysisOptions) {
  const summary = createSummary(source, 0, moments);
  const frame = await readPhoto(source, { megapixels });
  const readings = await detector.detect(frame);
  await annotate?.photo(source, frame, readings);
  await summary.add(frame, readings);
  yield { type: 'row', row: rowOf(source, 0, frame, readings) } as const;
  yield { type: 'done', summary: summary.result() } as const;
}

async function* analyzeVideo(
  detector: Detector,
  source: string,
  { annotate, moments, fps, signal }: AnalysisOptions,
): AsyncGenerator<AnalysisEvent> {
  const video = await openVideo(source);
  const summary = createSummary(source, video.duration, moments);
  const writer = annotate?.video(source);
  let frames = 0;
  try {
    for await (const { frame, readings, index } of detector.watch(sampled(video.frames(), fps))) {
      frames = index + 1;
      await summary.add(frame, readings);
      await writer?.add(frame, readings);
      yield { type: 'row', row: rowOf(source, index, frame, readings) };
      yield { type: 'progress', source, time: frame.time, duration: video.duration, frames };
      if (signal?.aborted) break;
    }
  } finally {
    video.close();
    await writer?.finish();
  }
  if (frames === 0) throw new MediaError(`${source}: the video has no frames`);
  yield { type: 'done', summary: summary.result() };
}

/** So many frames a second: of those that fall into the same step the first. */
async function* sampled(frames: AsyncIterable<Frame>, fps: number | undefined): AsyncGenerator<Frame> {
  let step = -1;
  for await (const frame of frames) {
    // Half a millisecond, as times are not exact.
    const current = fps === undefined ? step + 1 : Math.floor((frame.time + 5e-4) * fps);
    if (current === step) continue;
    step = current;
    yield frame;
  }
}
