/** Animated pictures in a browser that has `ImageDecoder` (WebCodecs). */
import type { FileFormat } from './formats';

/** A picture of an animation or of a file with pages, and when it is shown. */
export interface MovingPicture {
  width: number;
  height: number;
  /** Seconds from which each frame is shown, and those at which all end. */
  times: readonly number[];
  duration: number;
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

/** Seconds of a frame that says nothing of its own. */
const usualDelay = 0.1;

/** The frames of a picture's file; undefined where there is one, or where this browser does not tell. */
export async function openAnimation(file: Blob, { name }: FileFormat): Promise<MovingPicture | undefined> {
  const type = types[name];
  if (!type || !('ImageDecoder' in globalThis) || !(await ImageDecoder.isTypeSupported(type))) return undefined;
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type });
  try {
    await decoder.tracks.ready;
    await decoder.completed;
    const count = decoder.tracks.selectedTrack?.frameCount ?? 1;
    if (count < 2) {
      decoder.close();
      return undefined;
    }
    const times: number[] = [];
    let duration = 0;
    let size = { width: 0, height: 0 };
    for (let frameIndex = 0; frameIndex < count; frameIndex++) {
      const { image } = await decoder.decode({ frameIndex });
      times.push(duration);
      duration += (image.duration ?? 0) / 1e6 || usualDelay;
      if (frameIndex === 0) size = { width: image.displayWidth, height: image.displayHeight };
      image.close();
    }
    return {
      ...size,
      times,
      duration,
      async frame(frameIndex) {
        const { image } = await decoder.decode({ frameIndex });
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
