/** Animated pictures in a browser that has `ImageDecoder` (WebCodecs). */
import type { FileFormat } from './formats';

/** A picture of an animation or of a file with pages, and when it is shown. */
export interface MovingPicture {
  width: number;
  height: number;
  /** Seconds from which each frame is shown, and those at which all end. */
  times: readonly number[];
  duration: number;
  /** Whether there were more, which are damaged. */
  cutOff: boolean;
  /** Frame by its number; whoever asks closes it. */
  frame(number: number): Promise<ImageBitmap>;
  close(): void;
}

const types: Record<string, string> = {
  GIF: 'image/gif',
  WebP: 'image/webp',
  AVIF: 'image/avif',
  PNG: 'image/png',
};

/** Microseconds of a frame that says nothing of its own. */
const usualDelay = 100_000;

/** The frames of a picture's file; undefined where there is one, or where this browser does not tell. */
export async function openAnimation(file: Blob, { name }: FileFormat): Promise<MovingPicture | undefined> {
  const type = types[name];
  if (!type || !('ImageDecoder' in globalThis) || !(await ImageDecoder.isTypeSupported(type))) return undefined;
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type });
  const frame = async (frameIndex: number) => (await decoder.decode({ frameIndex })).image;
  try {
    // The number of frames is known when all of the file has been looked at.
    await decoder.tracks.ready;
    await decoder.completed;
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1;
    const first = count < 2 ? undefined : await frame(0);
    if (!first) {
      decoder.close();
      return undefined;
    }
    const { displayWidth: width, displayHeight: height } = first;
    const times: number[] = [];
    let end = 0;
    for (let image: VideoFrame | undefined = first; image; image = await nextFrame(frame, times.length, count)) {
      times.push(end / 1e6);
      end += image.duration || usualDelay;
      image.close();
    }
    return {
      width,
      height,
      times,
      duration: end / 1e6,
      cutOff: times.length < count,
      async frame(frameIndex) {
        const image = await frame(frameIndex);
        try {
          return await createImageBitmap(image);
        } finally {
          image.close();
        }
      },
      close: () => decoder.close(),
    };
  } catch {
    // As a photo it is read or refused.
    decoder.close();
    return undefined;
  }
}

/** Undefined behind the last frame that can be decoded. */
const nextFrame = async (frame: (number: number) => Promise<VideoFrame>, number: number, count: number) =>
  number < count ? frame(number).catch(() => undefined) : undefined;
