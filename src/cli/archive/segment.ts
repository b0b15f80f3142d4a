/** Reads a segment of a long recording into a file of rows and checkpoints, which `join` puts together. */
import { readFile } from 'node:fs/promises';
import type { Detector, StreamState } from '../../detect';
import { createTracker } from '../../face';
import { MediaError } from '../../media';
import { openVideo } from '../../media/node';
import type { Checkpoint, Segment, SegmentLine } from '../../queue/node';
import { framesAPoint, placeBehind, watchVideo } from '../reading/analysis';
import type { ResultFile } from '../reading/results';

/** Seconds that a segment is read before its first frame: tracker and smoother have forgotten by then how they began. */
const usualOverlap = 20;

/** Instead of rows, where a segment cannot stand for its part of the recording. */
const unusable = '{"unusable":true}';

export interface SegmentOptions {
  detector: Detector;
  /** As rows call the recording, and where it is opened. */
  name: string;
  path: string;
  /** What it was when it was opened. */
  stamp?: string | undefined;
  fps?: number | undefined;
  /** Seconds that are read before the segment's first frame; 20 if not given. */
  overlap?: number;
  results: Pick<ResultFile, 'point' | 'write' | 'reached'>;
  signal: AbortSignal;
  onFrames(frames: number): void;
}

const atFirst = (): StreamState => ({ tracker: createTracker().state(), smoother: [] });

/** Resolves with whether it was read to its end. */
export async function readSegment(
  segment: Segment,
  { detector, name, path, stamp, fps, overlap = usualOverlap, results, signal, onFrames }: SegmentOptions,
): Promise<boolean> {
  const video = await openVideo(path);
  const { point } = results;
  /** Behind the last frame; taken at once, as it is another one frame later. */
  let last: Omit<Checkpoint, 'frames'> = { time: null, stream: atFirst() };
  let frames = point?.frames ?? 0;
  /** Whether the last line is a checkpoint. */
  let settled = point !== undefined;
  const checkpoint = () => {
    const line: SegmentLine = { checkpoint: { ...last, frames, ...(stamp !== undefined && { stamp }) } };
    results.write(JSON.stringify(line));
    settled = true;
  };
  const begin = segment.from - overlap;
  const after = point ?? (begin > 0 ? { time: begin } : undefined);
  let begun = point !== undefined;
  try {
    for await (const { frame, readings, state } of watchVideo(detector, video, { fps, after })) {
      const { time, width, height } = frame;
      if (video.isFlawed?.()) break;
      if (segment.until !== null && time > segment.until) break;
      if (time > segment.from) {
        if (!begun) checkpoint();
        begun = true;
        const line: SegmentLine = { row: { source: name, frame: frames++, time, width, height, readings } };
        results.write(JSON.stringify(line));
        settled = false;
        onFrames(1);
      }
      const place = placeBehind(video, frame);
      last = { time, ...(place.count !== undefined && { count: place.count }), stream: state() };
      if (begun && (frames % framesAPoint === 0 || signal.aborted)) {
        checkpoint();
        results.reached({ frames, ...place, ...(stamp !== undefined && { stamp }), stream: last.stream });
      }
      if (signal.aborted) return false;
    }
    if (!settled) checkpoint();
    // What is wrong with a recording is told by reading it in one go.
    if (video.isFlawed?.()) results.write(unusable);
  } catch (error) {
    if (!(error instanceof MediaError)) throw error;
    results.write(unusable);
  } finally {
    video.close();
  }
  return true;
}

/** A segment's rows as they were written; undefined where it is missing, or of no use. */
async function segmentText(path: string): Promise<string | undefined> {
  const text = (await readFile(path, 'utf8').catch(() => undefined))?.trimEnd();
  return text?.endsWith(unusable) ? undefined : text;
}

/**
 * Whether a segment is there and stands for its part of the recording.
 *
 * stamp what the recording is now, if that is known: it may have been replaced since
 */
export async function isUsable(path: string, stamp: string | undefined): Promise<boolean> {
  const text = await segmentText(path);
  if (text === undefined || stamp === undefined) return text !== undefined;
  const last: SegmentLine = JSON.parse(text.slice(text.lastIndexOf('\n') + 1));
  return 'checkpoint' in last && (last.checkpoint.stamp ?? stamp) === stamp;
}

/** A segment's lines; undefined where it is missing, or of no use. */
export const segmentLines = async (path: string): Promise<SegmentLine[] | undefined> =>
  (await segmentText(path))?.split('\n').map((line) => JSON.parse(line));
