/** Animated GIF and WebP, and TIFF of several pages, frame by frame, with sharp. */
import type { Sharp, SharpOptions } from 'sharp';
import { type Frame, MediaError } from './frame';
import { gifImages } from './gifImages';
import { readingAt } from './readFileAt';
import { tiffPages } from './tiffPages';
import type { Video } from './video';

/** What of sharp is used. */
export type OpenPicture = (input: string | Uint8Array, options?: SharpOptions) => Sharp;

/** Milliseconds: a shorter pause stands for "as fast as you like", and browsers make it a tenth of a second. */
const leastDelay = 10;
const usualDelay = 100;
/** Milliseconds that a page without a time of its own is shown. */
const pageDelay = 1000;
/** Pixels that are decoded at once, since whoever decodes frame 100 goes through the 99 before it. */
const pixelsAtOnce = 2 ** 24;

/** The frames of a picture's file. */
export interface Pages {
  /** Their numbers in the file. */
  numbers: number[];
  /** Milliseconds that each is shown. */
  delays: number[];
  /** Whether the file says how long. */
  timed: boolean;
  /** Whether more were there before the file's end was cut off. */
  cutOff: boolean;
  /** Pixels of the first. */
  width: number;
  height: number;
}

/** The frames of a GIF, WebP or TIFF file; undefined where there is one. Rejects when sharp cannot read it. */
export async function pagesOf(
  sharp: OpenPicture,
  source: string | Uint8Array,
  format: string,
): Promise<Pages | undefined> {
  const metadata = await sharp(source, { limitInputPixels: false }).metadata();
  const { pages = 1, delay = [], width, height, pageHeight } = metadata;
  const size = { width, height: pageHeight ?? height };
  if (format === 'TIFF') {
    const { numbers, cutOff } = await readingAt(source, tiffPages);
    const isPhoto = numbers.length === 0 || (numbers.length === 1 && !cutOff);
    return isPhoto ? undefined : { numbers, delays: numbers.map(() => pageDelay), timed: false, cutOff, ...size };
  }
  if (pages < 2) return undefined;
  const { whole, cutOff } = format === 'GIF' ? await gifEnding(source) : { whole: pages, cutOff: false };
  const numbers = Array.from({ length: Math.min(pages, whole) }, (_, i) => i);
  const delays = numbers.map((i) => ((delay[i] ?? 0) > leastDelay ? (delay[i] as number) : usualDelay));
  return { numbers, delays, timed: true, cutOff, ...size };
}

const gifEnding = async (source: string | Uint8Array) =>
  gifImages(await readingAt<Uint8Array>(source, (read, size) => read(0, size)));

/**
 * The frames as a video; see `Video` for what is thrown where they end early.
 *
 * read  decodes so many frames from a number on, all of the same size where there are several
 */
export function pagesVideo(name: string, pages: Pages, read: (from: number, count: number) => Promise<Frame[]>): Video {
  const { numbers, delays, timed, cutOff, width, height } = pages;
  const starts: number[] = [];
  let total = 0;
  for (const delay of delays) {
    starts.push(total / 1000);
    total += delay;
  }
  const duration = total / 1000;
  const atOnce = timed ? Math.max(1, Math.floor(pixelsAtOnce / (width * height))) : 1;
  return {
    width,
    height,
    duration,
    ...(!timed && numbers.length > 1 && { note: `${name}: ${numbers.length} pages, read as one a second` }),
    async *frames(after) {
      let at = after === undefined ? 0 : starts.findIndex((time) => time > after.time);
      let count = atOnce;
      while (at >= 0 && at < numbers.length) {
        try {
          const frames = await read(numbers[at] as number, Math.min(count, numbers.length - at));
          for (const frame of frames) yield { ...frame, time: starts[at++] as number };
        } catch {
          // One of them is damaged; those before it are not.
          if (count === 1)
            throw new MediaError(
              `${name}: ends after ${(starts[at] as number).toFixed(1)} s of ${duration.toFixed(1)} s, the file is damaged or cut off`,
            );
          count = 1;
        }
      }
      const end = timed ? `${duration.toFixed(1)} s` : `page ${numbers.length}`;
      if (cutOff) throw new MediaError(`${name}: is cut off after ${end}`);
    },
    close() {},
  };
}
