/** A picture in memory, from wherever it came. */
export interface Frame {
  /** RGBA, 4 bytes a pixel, row after row from the top left. */
  readonly data: Uint8Array | Uint8ClampedArray;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Seconds since the start of the source. */
  readonly time: number;
}

/**
 * A photo or video that cannot be read; the message names the file, what is wrong and what would be right.
 *
 * @example
 * import { createDetector, MediaError } from 'feeling';
 * const detector = await createDetector();
 * await detector.detect('missing.jpg').catch((error) => error instanceof MediaError); // → true
 * await detector.close();
 */
export class MediaError extends Error {
  override name = 'MediaError';
}

/** A part that one may leave out is needed, and is not there. */
export class MissingPartError extends Error {
  override name = 'MissingPartError';
}

/** The frame turned clockwise by 90, 180 or 270 degrees, as a phone's video says it is to be shown. */
export function turned(frame: Frame, degrees: 0 | 90 | 180 | 270): Frame {
  if (degrees === 0) return frame;
  const { width, height, time } = frame;
  const from = new Uint32Array(frame.data.buffer, frame.data.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  const [toWidth, toHeight] = degrees === 180 ? [width, height] : [height, width];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [tx, ty] =
        degrees === 90 ? [height - 1 - y, x] : degrees === 180 ? [width - 1 - x, height - 1 - y] : [y, width - 1 - x];
      to[ty * toWidth + tx] = from[y * width + x] as number;
    }
  }
  return { data: new Uint8Array(to.buffer), width: toWidth, height: toHeight, time };
}

/** The frame with its last row first. */
export function upsideDown({ data, width, height, time }: Frame): Frame {
  const line = width * 4;
  const flipped = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) flipped.set(data.subarray(y * line, (y + 1) * line), (height - 1 - y) * line);
  return { data: flipped, width, height, time };
}

/** Lays RGBA pixels over white, in their place; what shows through would have any colour otherwise. */
export function overWhite(data: Uint8Array | Uint8ClampedArray) {
  for (let at = 3; at < data.length; at += 4) {
    const alpha = data[at] as number;
    if (alpha === 255) continue;
    for (let c = at - 3; c < at; c++) data[c] = Math.round(255 + (((data[c] as number) - 255) * alpha) / 255);
    data[at] = 255;
  }
}
