/** Cuts a square out of a frame, turned and scaled, as a network wants it. */
import type { Frame } from './frame';

export interface Square {
  /** Centre, in pixels of the frame; (0, 0) is the outer corner of the first pixel. */
  centerX: number;
  centerY: number;
  /** Side, in pixels of the frame. */
  side: number;
  /** Clockwise turn of the square, in radians. */
  angle: number;
}

/** Samples a pixel along each axis: as many as source pixels it covers, at most this. */
const mostSamples = 4;

/**
 * Calls `put` for each of size × size output pixels with the place of every sample to average for it, in pixel
 * indices of the frame (not corners).
 */
function forEachSample(
  { centerX, centerY, side, angle }: Square,
  size: number,
  put: (pixel: number, x: number, y: number) => void,
): number {
  const step = side / size;
  const samples = Math.min(mostSamples, Math.max(1, Math.ceil(step)));
  const cos = Math.cos(angle) * step;
  const sin = Math.sin(angle) * step;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const pixel = row * size + column;
      for (let i = 0; i < samples; i++) {
        const v = row + (i + 0.5) / samples - size / 2;
        for (let j = 0; j < samples; j++) {
          const u = column + (j + 0.5) / samples - size / 2;
          put(pixel, centerX + cos * u - sin * v - 0.5, centerY + sin * u + cos * v - 0.5);
        }
      }
    }
  }
  return 1 / (samples * samples);
}

/**
 * The square in grey (ITU-R BT.601), 0 … 255: [size, size]. What lies outside the frame repeats its border.
 */
export function cropGrey(frame: Frame, square: Square, size: number): Float32Array {
  const { data, width, height } = frame;
  const pixels = new Float32Array(size * size);
  const grey = (at: number) =>
    0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number);
  const lastX = width - 1;
  const lastY = height - 1;
  const share = forEachSample(square, size, (pixel, sx, sy) => {
    const x = sx < 0 ? 0 : sx > lastX ? lastX : sx;
    const y = sy < 0 ? 0 : sy > lastY ? lastY : sy;
    const left = x | 0;
    const top = y | 0;
    const fx = x - left;
    const fy = y - top;
    const at = (top * width + left) * 4;
    const right = left < lastX ? 4 : 0;
    const down = top < lastY ? width * 4 : 0;
    const upper = grey(at) * (1 - fx) + grey(at + right) * fx;
    const lower = grey(at + down) * (1 - fx) + grey(at + down + right) * fx;
    pixels[pixel] = (pixels[pixel] as number) + upper * (1 - fy) + lower * fy;
  });
  for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] as number) * share;
  return pixels;
}

/**
 * The whole frame in a square, centred, with black bars where it is not square ("letterbox"), as
 * [3, size, size] in −1 … 1; and the square, to bring places in it back into the frame.
 */
export function letterbox(frame: Frame, size: number): { pixels: Float32Array; square: Square } {
  const { data, width, height } = frame;
  const square: Square = { centerX: width / 2, centerY: height / 2, side: Math.max(width, height), angle: 0 };
  const plane = size * size;
  const sums = new Float32Array(3 * plane);
  const share = forEachSample(square, size, (pixel, x, y) => {
    if (x <= -1 || y <= -1 || x >= width || y >= height) return;
    const left = Math.floor(x);
    const top = Math.floor(y);
    const fx = x - left;
    const fy = y - top;
    const corner = (column: number, row: number, weight: number) => {
      if (column < 0 || row < 0 || column >= width || row >= height || weight === 0) return;
      const at = (row * width + column) * 4;
      sums[pixel] = (sums[pixel] as number) + weight * (data[at] as number);
      sums[pixel + plane] = (sums[pixel + plane] as number) + weight * (data[at + 1] as number);
      sums[pixel + 2 * plane] = (sums[pixel + 2 * plane] as number) + weight * (data[at + 2] as number);
    };
    corner(left, top, (1 - fx) * (1 - fy));
    corner(left + 1, top, fx * (1 - fy));
    corner(left, top + 1, (1 - fx) * fy);
    corner(left + 1, top + 1, fx * fy);
  });
  for (let i = 0; i < sums.length; i++) sums[i] = ((sums[i] as number) * share) / 127.5 - 1;
  return { pixels: sums, square };
}
