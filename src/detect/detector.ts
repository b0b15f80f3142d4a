/** The detector as an application sees it, the same in Node and in browsers. */
import type { Emotion } from '../emotion';
import type { Frame } from '../media';
import type { Learned, Person } from '../personal';
import type { AsyncDisposer, Known } from './known';
import type { StreamState } from './pipeline';
import type { Reading } from './reading';

/** RGBA pixels, 4 bytes each, row after row from the top left: `ImageData` has this shape, and a `Frame`. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** A file's content. */
export type FileContent = Uint8Array | ArrayBuffer | Known<'Blob'>;

/** What a canvas of the page can draw. */
export type DrawnPicture =
  | Known<'HTMLImageElement'>
  | Known<'HTMLVideoElement'>
  | Known<'HTMLCanvasElement'>
  | Known<'OffscreenCanvas'>
  | Known<'ImageBitmap'>
  | Known<'VideoFrame'>;

/**
 * A picture. Everywhere: pixels, the content of a photo's file, or a `data:` address. In Node also a path or a `file:`
 * address; in a browser an address that the page may fetch, or whatever a canvas can draw.
 */
export type PictureInput = string | Known<'URL'> | FileContent | Pixels | DrawnPicture;

/**
 * Frames in order. Everywhere: any frames with their times. In Node also a video by its path, a `file:` address or its
 * content; in a browser a playing `<video>` or a camera's `MediaStream`.
 */
export type VideoInput =
  | string
  | Known<'URL'>
  | FileContent
  | AsyncIterable<Frame>
  | Iterable<Frame>
  | Known<'HTMLVideoElement'>
  | Known<'MediaStream'>;

export interface DetectOptions {
  /** Gives up; `detect` then rejects with the signal's reason. */
  signal?: Known<'AbortSignal'> | undefined;
}

export interface WatchOptions {
  /** Ends it; the next frame then rejects with the signal's reason, at once also where the source keeps it waiting. */
  signal?: Known<'AbortSignal'> | undefined;
  /**
   * Up to 64 frames are searched for faces first, and then read in one run: faster on a graphics card, for recordings.
   * They are given once all of them are read, and their pixels must stay as they are until then.
   *
   * @default 1
   */
  framesAtOnce?: number | undefined;
  /** What an earlier `watch` of the frames before remembered; without it, faces are new and count from 1. */
  resumeFrom?: StreamState | undefined;
}

export interface CorrectOptions {
  /** When the face was seen: old corrections count less. Now if not given. */
  time?: Date | undefined;
}

/** One frame and the readings of all faces in it. */
export interface FrameReadings {
  /** Place in the source, from 0. */
  index: number;
  /** Seconds since the source's start. */
  time: number;
  /** Its pixels are valid until the next frame is asked for. */
  frame: Frame;
  readings: Reading[];
  /** What was remembered up to here, for `resumeFrom` of another `watch` that goes on behind this frame. */
  state(): StreamState;
}

/**
 * Reads faces. It may be used for several pictures and videos at once. `close` it at the end, or declare it with
 * `await using`.
 */
export type Detector = AsyncDisposer & {
  /**
   * Readings of one picture, the surest face first.
   *
   * Rejects with a TypeError when the picture is of no kind that can be read, a MediaError when a file cannot be decoded,
   * the signal's reason when that aborts, an Error after `close`.
   *
   * @example
   * for (const { named, unsure, box } of await detector.detect('photo.jpg'))
   *   console.log(box, named.join(' and ') || `not sure: ${unsure}`);
   */
  detect(picture: PictureInput, options?: DetectOptions): Promise<Reading[]>;
  /**
   * Readings of frame after frame, tracked and smoothed (other libraries call this `detectForVideo`). A video in Node
   * and an iterable give every frame; a playing `<video>` and a camera give the newest each time one is asked for.
   * Leaving the loop early closes what was opened.
   *
   * Throws a TypeError when the source is of no kind that can be watched; the loop throws a MediaError when a file cannot
   * be decoded, the signal's reason when that aborts, an Error after `close`.
   *
   * @example
   * for await (const { time, readings } of detector.watch('clip.mp4')) console.log(time, readings[0]?.named);
   */
  watch(source: VideoInput, options?: WatchOptions): AsyncGenerator<FrameReadings, void, undefined>;
  /**
   * Says what a face shows that this detector has read: one emotion, or two for a mixture. Later readings follow it as far
   * as the person's own corrections bear it out; every face that the detector reads is then taken for this person's.
   * Returns all that is known of the person: JSON for `createDetector({ person })`, numbers and words, no pictures.
   *
   * Throws a TypeError for a copy of a reading, a reading by another network, or a word that is none of the seven emotions.
   *
   * @example
   * const [reading] = await detector.detect('at-rest.jpg');
   * if (reading?.named[0] === 'sad') await writeFile('me.json', JSON.stringify(detector.correct(reading, 'neutral')));
   */
  correct(reading: Reading, said: Emotion | readonly Emotion[], options?: CorrectOptions): Person;
  /** All that is known of the person, with what was corrected since. */
  person(): Person;
  /** What was learned from the corrections, and how much of it is kept. */
  learned(): Learned;
  /**
   * Waits for what is being read, then frees the networks. A `watch` that is under way rejects at its next frame. Once closed,
   * closing again does nothing.
   */
  close(): Promise<void>;
};
