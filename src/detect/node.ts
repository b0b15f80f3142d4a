/** The detector in Node. */
import type { Frame } from '../media';
import { openVideo, readPhoto } from '../media/node';
import { createClassifier } from '../model';
import { loadModel } from '../model/node';
import { createSession } from '../runtime/node';
import { loadFaceFinders } from './loadFaceFinders';
import { checkOptions, type DetectorOptions } from './options';
import { createStream, readPicture, type StreamState } from './pipeline';
import type { Reading } from './reading';
import { smallNetwork } from './threads';

/** A picture: pixels, the path of a photo, or a photo's bytes. */
export type Picture = Frame | ImageDataLike | string | Uint8Array;

/** What `ImageData` has: RGBA, row after row. */
export interface ImageDataLike {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface FrameReadings {
  /** Place in the source, from 0. */
  index: number;
  /** Seconds since the source's start. */
  time: number;
  frame: Frame;
  readings: Reading[];
  /** What was remembered up to here, for `resumeFrom` of another `watch` that goes on behind this frame. */
  state(): StreamState;
}

export interface WatchOptions {
  signal?: AbortSignal;
  /** What an earlier `watch` of the frames before remembered; without it, faces are new and count from 1. */
  resumeFrom?: StreamState;
}

export interface Detector {
  /** Readings of one picture, the surest face first. Throws a MediaError when a photo cannot be decoded. */
  detect(picture: Picture, options?: { signal?: AbortSignal }): Promise<Reading[]>;
  /** Readings of each frame of a video (a path) or of any frames in order, tracked and smoothed. */
  watch(source: string | AsyncIterable<Frame>, options?: WatchOptions): AsyncGenerator<FrameReadings>;
  /** Frees the networks. */
  close(): Promise<void>;
}

/**
 * Loads the networks.
 *
 * Throws a TypeError for an option that is not allowed, a ModelError when a model's file is missing or changed.
 */
export async function createDetector(options: DetectorOptions = {}): Promise<Detector> {
  const { faceDetector: finder, model, threshold, maxMegapixels } = checkOptions(options);
  const [faces, expressionModel] = await Promise.all([loadFaceFinders(finder), loadModel(model, 'expression')]);
  const classifier = createClassifier(await createSession(expressionModel, smallNetwork));
  return {
    async detect(picture, { signal } = {}) {
      signal?.throwIfAborted();
      return readPicture(await toFrame(picture, maxMegapixels), { faces: faces.photo, classifier, threshold }, signal);
    },
    async *watch(source, { signal, resumeFrom } = {}) {
      const stream = createStream({ faces: faces.stream, classifier, threshold }, resumeFrom);
      const video = typeof source === 'string' ? await openVideo(source) : undefined;
      let index = 0;
      try {
        for await (const frame of video?.frames() ?? (source as AsyncIterable<Frame>)) {
          signal?.throwIfAborted();
          const readings = await stream.read(frame);
          yield { index: index++, time: frame.time, frame, readings, state: stream.state };
        }
      } finally {
        video?.close();
      }
    },
    async close() {
      await Promise.all([faces.close(), classifier.close()]);
    },
  };
}

async function toFrame(picture: Picture, maxMegapixels: number): Promise<Frame> {
  if (typeof picture === 'string' || picture instanceof Uint8Array) return readPhoto(picture, { maxMegapixels });
  const { data, width, height } = picture;
  if (data.length !== width * height * 4)
    throw new TypeError(
      `a picture of ${width} × ${height} needs ${width * height * 4} bytes of RGBA, got ${data.length}`,
    );
  return { data, width, height, time: 'time' in picture ? picture.time : 0 };
}
